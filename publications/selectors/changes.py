"""What the record has seen since a public page was last confirmed, so that a person really checks.

Two sources: the audit says what somebody did; the dates say what came into effect by itself, such
as an appointment whose end was agreed a year ago.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from krscp_portal.foundation.moment import local_day
from partnerships.enums import AuditVerb
from partnerships.models import Appointment, AuditEvent, Person
from publications.enums import PublicPageKind

APPOINTMENTS, PEOPLE = "partnerships.appointment", "partnerships.person"
MOST = 40  # lines under one heading; a page that changed more is read whole

# What each page shows, by the kind of row in the audit and the heading under which it is told.
OF_PEOPLE = {
    "partnerships.seat": "Seats",
    PEOPLE: "Names",
    "partnerships.supportrecord": "Lay and young members",
    "partnerships.agencymembership": "Agencies",
    "partnerships.delegation": "Delegations",
    "governance.groupseat": "Who sits on which group",
    "partnerships.partnership": "The partnership’s details",
}
OF_STRUCTURE = {
    "governance.group": "Groups",
    "governance.groupalias": "Names of groups",
    "governance.quorumrule": "Quorum",
    "governance.groupseat": "Who sits on which group",
    "governance.groupagency": "Agencies that a group speaks for",
    "governance.linkedboard": "Linked boards",
    "partnerships.participation": "Joint bodies",
    "partnerships.seat": "Seats",
}
WATCHED = {PublicPageKind.WHOS_WHO: OF_PEOPLE, PublicPageKind.STRUCTURE: OF_STRUCTURE}
APPOINTED = "Appointments"
NEW = frozenset({AuditVerb.CREATED.value, AuditVerb.IMPORTED.value})


@dataclass(frozen=True)
class Change:
    """One thing that is different: when, and what in words."""

    on: date
    what: str


@dataclass(frozen=True)
class ChangesUnder:
    heading: str
    rows: tuple[Change, ...]
    more: int  # how many are not listed


@dataclass(frozen=True)
class Changes:
    groups: tuple[ChangesUnder, ...]

    def __bool__(self) -> bool:
        return bool(self.groups)


def changes_of(*, kind: PublicPageKind, since: datetime, on: date) -> Changes:
    """Return what changed on a page after the moment, appointments first; three queries."""
    watched = WATCHED[kind]
    events = list(
        AuditEvent.objects.filter(at__gt=since, object_type__in=[APPOINTMENTS, *watched])
        .exclude(verb__in=[AuditVerb.VIEWED, AuditVerb.DOWNLOADED])
        .order_by("number")
    )
    noted: dict[str, list[AuditEvent]] = defaultdict(list)
    for event in events:
        if event.object_type == APPOINTMENTS:
            noted[event.object_id].append(event)
    found: dict[str, list[Change]] = defaultdict(list)
    found[APPOINTED] = _appointments(noted, local_day(since), on)
    found[watched.get(PEOPLE, "")] = _names([each for each in events if each.object_type == PEOPLE])
    for event in events:
        if event.object_type not in {APPOINTMENTS, PEOPLE}:
            found[watched[event.object_type]].append(_told(event))
    return Changes(
        tuple(
            ChangesUnder(heading, tuple(rows[-MOST:]), max(0, len(rows) - MOST))
            for heading, rows in found.items()
            if rows
        )
    )


def _appointments(noted: dict[str, list[AuditEvent]], since: date, on: date) -> list[Change]:
    """Say who took and who left a seat: by the dates, and by what was written down since."""
    in_effect = Q(period__startswith__gt=since, period__startswith__lte=on) | Q(
        period__endswith__gt=since, period__endswith__lte=on
    )
    rows = (
        Appointment.objects.filter(in_effect | Q(public_id__in=list(noted)))
        .select_related("seat", "person")
        .order_by("period", "pk")
    )
    return sorted(
        (
            change
            for row in rows
            for change in _of(row, noted.get(str(row.public_id), []), since, on)
        ),
        key=lambda change: change.on,
    )


def _of(row: Appointment, events: list[AuditEvent], since: date, on: date) -> Iterable[Change]:
    who = f"{row.seat.title}: {row.person.name}"
    shown = "name shown" if row.person.name_published else "name not shown"
    starts, upper = row.period.lower, row.period.upper
    created = any(each.verb in NEW for each in events)
    later = [each for each in events if each.verb not in NEW]
    began = since < starts <= on or created
    if began:
        tense = "began" if starts <= on else "will begin"
        yield Change(starts, f"{who} {tense} ({row.get_kind_display().lower()}, {shown})")
    if upper is not None and (since < upper <= on or later):
        yield Change(upper - timedelta(days=1), f"{who} {'left' if upper <= on else 'will leave'}")
    elif later and not began:
        yield Change(local_day(later[-1].at), f"{who}: the appointment was changed")


def _names(events: list[AuditEvent]) -> list[Change]:
    """Say whose name was changed, or may be shown from now on, or no longer; one query if any."""
    changed = [
        each
        for each in events
        if each.verb == AuditVerb.CHANGED and {"name_published", "fields"} & each.facts.keys()
    ]
    if not changed:
        return []
    wanted = {each.object_id for each in changed}
    names = dict(Person.objects.filter(public_id__in=wanted).values_list("public_id", "name"))
    known = {str(public_id): name for public_id, name in names.items()}
    return [
        Change(
            local_day(each.at),
            f"{known.get(each.object_id, 'Somebody')}: {_agreed(each.facts.get('name_published'))}",
        )
        for each in changed
    ]


def _agreed(agreed: bool | None) -> str:
    if agreed is None:
        return "the name was corrected"
    return "agreed to be named" if agreed else "is not to be named any more"


def _told(event: AuditEvent) -> Change:
    what = event.object_reference or "A row"
    return Change(local_day(event.at), f"{what}: {AuditVerb(event.verb).label}")
