"""Which seats sit on a group, and which agencies the group speaks for."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from governance import seating
from governance.models import Group, GroupAgency, GroupSeat
from governance.selectors.membership import place_of, rules_for
from governance.services.checks import clean, refuse_ended_group, refuse_unless, require_edit
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import AgencyMembership, Partnership, Seat, User
from partnerships.services.changes import as_fields, write_facts
from partnerships.services.permission import require_order


@dataclass(frozen=True)
class GroupSeatFacts:
    """A seat's place on a group: its role code there, whether it leads, whether it votes, when."""

    group: Group
    seat: Seat
    code: str = ""
    chairing: str = ""
    votes: bool = False
    from_on: date | None = None
    to_on: date | None = None
    note: str = ""
    source: str = ""


@transaction.atomic
def seat_on_group(*, facts: GroupSeatFacts, by: User, at: datetime) -> GroupSeat:
    """Give a seat a place on a group.

    Refuses a group that has ended, a closed seat, an end before the start, and what
    `seating.may_sit` refuses: the seat there already, a vote that is not a partner's where only
    partners vote, two who lead at once.
    """
    require_edit(by, at=at, group_key=facts.group.key)
    _check(facts)
    row = GroupSeat(**as_fields(facts))

    clean(row)
    row.save(force_insert=True)
    audit.record(
        verb=AuditVerb.CREATED,
        on=row,
        by=by,
        at=at,
        reference=facts.seat.title,
        facts=_audited(row),
    )
    return row


@transaction.atomic
def change_group_seat(
    *, row: GroupSeat, facts: GroupSeatFacts, by: User, at: datetime
) -> GroupSeat:
    """Correct a seat's place on a group; refuses what `seat_on_group` refuses, and another seat."""
    row = _locked(row)
    require_edit(by, at=at, group_key=row.group.key)
    if (facts.group.pk, facts.seat.pk) != (row.group_id, row.seat_id):
        raise DomainError(
            "A place keeps its group and its seat. End it and add another.", code="other-place"
        )
    _check(facts, but=row.pk)

    if changed := write_facts(row, facts):
        audit.record(
            verb=AuditVerb.CHANGED,
            on=row,
            by=by,
            at=at,
            reference=row.seat.title,
            facts={**_audited(row), "fields": changed},
        )
    return row


@transaction.atomic
def end_group_seat(*, row: GroupSeat, to_on: date, by: User, at: datetime) -> GroupSeat:
    """Say on which day a seat last sits on a group; the row stays as history.

    Refuses a place that has ended already, and a last day before the first.
    """
    row = _locked(row)
    require_edit(by, at=at, group_key=row.group.key)
    if row.to_on is not None and row.to_on < local_day(at):
        raise DomainError("This place has ended already.", code="ended", field="to_on")
    require_order(row.from_on, to_on, field="to_on")

    row.to_on = to_on
    row.save(update_fields=["to_on"])
    audit.record(
        verb=AuditVerb.ENDED, on=row, by=by, at=at, reference=row.seat.title, facts=_audited(row)
    )
    return row


@transaction.atomic
def speak_for(
    *, group: Group, agency: AgencyMembership, by: User, at: datetime, source: str = ""
) -> GroupAgency:
    """Note that an agency is heard through a group; refuses one that is, and one that has left."""
    require_edit(by, at=at, group_key=group.key)
    if agency.to_on is not None and agency.to_on < local_day(at):
        raise DomainError(
            "This agency no longer takes part in the partnership.", code="left", field="agency"
        )
    if GroupAgency.objects.filter(group=group, agency=agency).exists():
        raise DomainError("The group speaks for this agency already.", code="heard", field="agency")

    row = GroupAgency.objects.create(group=group, agency=agency, source=source)
    facts = {"group": group.key}
    reference = agency.organisation.name
    audit.record(verb=AuditVerb.CREATED, on=row, by=by, at=at, reference=reference, facts=facts)
    return row


@transaction.atomic
def stop_speaking_for(*, row: GroupAgency, by: User, at: datetime) -> None:
    """Take back that an agency is heard through a group; the audit keeps that it once was."""
    found = GroupAgency.objects.select_for_update(of=("self",))
    row = found.select_related("group", "agency__organisation").get(pk=row.pk)
    require_edit(by, at=at, group_key=row.group.key)

    facts = {"group": row.group.key}
    reference = row.agency.organisation.name
    audit.record(verb=AuditVerb.REMOVED, on=row, by=by, at=at, reference=reference, facts=facts)
    row.delete()


@transaction.atomic
def note_grid_taken(*, partnership: Partnership, ending: str, by: User, at: datetime) -> None:
    """Write who took the membership grid away as a file. Refuses nobody: the door did."""
    facts = {"what": "membership grid", "format": ending}
    audit.record(
        verb=AuditVerb.DOWNLOADED,
        on=partnership,
        by=by,
        at=at,
        reference="Membership of the groups",
        facts=facts,
    )


def _locked(row: GroupSeat) -> GroupSeat:
    found = GroupSeat.objects.select_for_update(of=("self",))
    return found.select_related("group", "seat__organisation").get(pk=row.pk)


def _check(facts: GroupSeatFacts, *, but: int = 0) -> None:
    # One change of a group at a time: chairs are counted over its rows.
    group = Group.objects.select_for_update().get(pk=facts.group.pk)
    refuse_ended_group(group, field="group")
    closed = facts.seat.closed_on
    if closed is not None and (facts.to_on is None or facts.to_on >= closed):
        raise DomainError("This seat is closed.", code="seat-closed", field="seat")
    require_order(facts.from_on, facts.to_on, field="to_on")
    others = GroupSeat.objects.filter(group=group).exclude(pk=but)
    refuse_unless(
        seating.may_sit(
            place_of(GroupSeat(**as_fields(facts))),
            [place_of(each) for each in others.select_related("seat__organisation")],
            rules_for(group.key),
        )
    )


def _audited(row: GroupSeat) -> dict[str, object]:
    return {
        "group": row.group.key,
        "code": row.code,
        "chairing": row.chairing,
        "votes": row.votes,
        "to_on": row.to_on.isoformat() if row.to_on else None,
    }
