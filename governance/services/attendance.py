"""The register of a meeting: how each seat and guest was there, kept by hand and corrected openly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from governance import attendance_rules, deputising
from governance.enums import MeetingState, Presence
from governance.models import AttendanceMark, Group, Meeting
from governance.selectors.members import Sitting, sitting_at
from governance.selectors.quorum_live import quorum_snapshot
from governance.services.absences import follow_up
from governance.services.checks import require_edit
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.verdict import Verdict
from partnerships import audit
from partnerships.enums import AppointmentKind, AuditVerb
from partnerships.models import Appointment, Seat, User

COLUMNS = (
    "person", "organisation", "profession", "presence", "deputy", "deputy_post",
    "arrived_at", "left_at", "note",
)  # fmt: skip
RELATIONS = {"partnership", "meeting", "seat", "person", "organisation", "deputy"}


@dataclass(frozen=True)
class MarkFacts:
    """How one seat was at the meeting.

    Without `deputy_post` a deputy is the seat's standing one. `seen` is what the page showed when
    it was opened, so that two who keep one register are told of each other; None asks nothing.
    """

    seat: Seat
    presence: str
    deputy_post: str = ""
    arrived_at: time | None = None
    left_at: time | None = None
    note: str = ""
    seen: str | None = None


@dataclass(frozen=True)
class GuestMark:
    """How a guest was at the meeting, by post."""

    guest: str
    presence: str


@transaction.atomic
def save_register(
    *,
    meeting: Meeting,
    marks: Sequence[MarkFacts],
    guests: Sequence[GuestMark] = (),
    by: User,
    at: datetime,
) -> int:
    """Keep how these seats and guests were at a meeting; return how many marks changed.

    All of it or nothing. Of a meeting that has been held, what absences ask for is looked at again.
    Refuses a meeting that is a draft, cancelled or still to come; a seat that did not belong there
    on its day or that nobody held yet, with the day; a deputy where the seat may have none, or who
    is not named; somebody who left before they came; and a seat that somebody else has marked
    otherwise since the page was opened.
    """
    row = _locked(meeting, by=by, at=at)
    there = {each.seat.pk: each for each in sitting_at(row)}
    stored = {each.seat_id: each for each in row.marks.filter(seat__isnull=False)}
    coming = _next_days([each.seat for each in marks], after=local_day(row.starts_at))
    wanted = [
        (_mark(each, row, there, stored.get(each.seat.pk), coming), stored.get(each.seat.pk))
        for each in marks
    ]
    changed = sum(_change(mark, was) for mark, was in wanted if was is not None)
    fresh = [mark for mark, was in wanted if was is None]
    changed += len(AttendanceMark.objects.bulk_create(fresh))
    changed += sum(_keep_guest(each, row) for each in guests if each.presence)
    if changed:
        _record(row, changed=changed, by=by, at=at)
    return changed


@transaction.atomic
def remove_guest(*, mark: AttendanceMark, by: User, at: datetime) -> None:
    """Take a guest off the register who was put there by mistake. Refuses the mark of a seat."""
    row = _locked(mark.meeting, by=by, at=at)
    if mark.seat_id is not None:
        raise DomainError("A seat stays on the register. Mark it otherwise.", code="seat")
    mark.delete()
    said = {"group": row.group.key, "guest": True}
    audit.record(verb=AuditVerb.REMOVED, on=row, by=by, at=at, reference=row.title, facts=said)


@transaction.atomic
def note_matrix_taken(*, group: Group, by: User, at: datetime) -> None:
    """Write down that somebody took a group's attendance away as a file."""
    audit.record(
        verb=AuditVerb.DOWNLOADED,
        on=group,
        by=by,
        at=at,
        reference=group.name,
        facts={"what": "attendance"},
    )


def _locked(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    found = Meeting.objects.select_for_update(of=("self",)).select_related("group")
    row = found.get(pk=meeting.pk)
    require_edit(by, at=at, group_key=row.group.key)
    _refuse(
        attendance_rules.may_keep(row.state, on=local_day(row.starts_at), today=local_day(at)), None
    )
    return row


def _next_days(seats: Sequence[Seat], *, after: date) -> dict[int, date]:
    """Return when the next holder of each seat begins, where one is known; one query."""
    rows = Appointment.objects.filter(seat__in=seats, period__startswith__gt=after)
    rows = rows.exclude(kind=AppointmentKind.DEPUTY).order_by("-period", "pk")
    return {row.seat_id: row.first_day for row in rows}


def _mark(
    facts: MarkFacts,
    meeting: Meeting,
    there: Mapping[int, Sitting],
    was: AttendanceMark | None,
    coming: Mapping[int, date],
) -> AttendanceMark:
    """Return the mark as it will be; refuses what the rules refuse, naming the seat's field."""
    sitting = there.get(facts.seat.pk)
    deputies = sitting.deputies if sitting else ()
    _refuse_unseen(facts, was)
    _refuse_seat(facts, meeting, sitting, coming.get(facts.seat.pk))
    is_deputy = facts.presence == Presence.DEPUTY
    standing = deputies[0] if is_deputy and deputies and not facts.deputy_post else None
    if is_deputy:
        _refuse_deputy(facts, is_standing=standing is not None)
    verdict = attendance_rules.times_hold(facts.arrived_at, facts.left_at)
    _refuse(verdict, facts.seat, "left_at")
    row = AttendanceMark(
        meeting=meeting,
        seat=facts.seat,
        person=sitting.holder if sitting else None,
        organisation=sitting.organisation if sitting else None,
        profession=sitting.place.profession if sitting else "",
        presence=facts.presence,
        deputy=standing,
        deputy_post=facts.deputy_post if is_deputy else "",
        arrived_at=facts.arrived_at,
        left_at=facts.left_at,
        note=facts.note,
    )
    _clean(row)
    return row


def _refuse_seat(
    facts: MarkFacts, meeting: Meeting, sitting: Sitting | None, next_from: date | None
) -> None:
    by_deputy = facts.presence == Presence.DEPUTY and bool(sitting and sitting.deputies)
    verdict = attendance_rules.may_mark(
        facts.seat.title,
        on=local_day(meeting.starts_at),
        sits=sitting is not None,
        is_filled=sitting is not None and not sitting.is_vacant,
        next_from=next_from,
        by_deputy=by_deputy,
    )
    _refuse(verdict, facts.seat, "presence")


def _refuse_deputy(facts: MarkFacts, *, is_standing: bool) -> None:
    verdict = deputising.may_stand_in(
        facts.seat.deputies,
        speaks_for_sector=facts.seat.speaks_for_sector,
        is_standing=is_standing,
        is_named=is_standing or bool(facts.deputy_post),
    )
    _refuse(verdict, facts.seat, "deputy_post" if verdict.code == "not-named" else "presence")


def _refuse_unseen(facts: MarkFacts, was: AttendanceMark | None) -> None:
    now = was.presence if was else ""
    if facts.seen is None or now in (facts.seen, facts.presence):
        return
    label = Presence(now).label if now else "Not marked"
    raise DomainError(
        f"Somebody has marked this seat meanwhile: {label}. Choose again.",
        code="changed",
        field=f"{facts.seat.public_id}-presence",
    )


def _change(row: AttendanceMark, was: AttendanceMark) -> int:
    moved = [name for name in COLUMNS if getattr(was, name) != getattr(row, name)]
    for name in moved:
        setattr(was, name, getattr(row, name))
    if moved:
        was.save(update_fields=moved)
    return int(bool(moved))


def _keep_guest(facts: GuestMark, meeting: Meeting) -> int:
    if facts.presence == Presence.DEPUTY:
        raise DomainError("A guest sends no deputy.", code="guest", field="guest")
    was = meeting.marks.filter(seat=None, guest__iexact=facts.guest).first()
    row = AttendanceMark(meeting=meeting, guest=facts.guest, presence=facts.presence)
    _clean(row)
    if was is not None:
        row.guest = was.guest
        return _change(row, was)
    row.save(force_insert=True)
    return 1


def _clean(row: AttendanceMark) -> None:
    """Refuse words that are too long or no way of being there; what it points at was read here."""
    try:
        row.clean_fields(exclude=RELATIONS)
    except ValidationError as refusal:
        name, messages = next(iter(refusal.message_dict.items()))
        field = f"{row.seat.public_id}-{name}" if row.seat else name
        raise DomainError(messages[0], code="invalid", field=field) from refusal


def _record(meeting: Meeting, *, changed: int, by: User, at: datetime) -> None:
    """Write what was marked to the audit, in numbers; complete or follow what rests on it."""
    counts = dict.fromkeys(Presence.values, 0)
    for presence in meeting.marks.values_list("presence", flat=True):
        counts[presence] += 1
    said = {"group": meeting.group.key, "register": counts, "changed": changed}
    audit.record(
        verb=AuditVerb.CHANGED, on=meeting, by=by, at=at, reference=meeting.title, facts=said
    )
    was = meeting.quorum_when_opened
    if meeting.state == MeetingState.OPEN and not was.get("taken"):
        meeting.quorum_when_opened = quorum_snapshot(meeting, at=at)
        meeting.save(update_fields=["quorum_when_opened"])
    if meeting.state == MeetingState.HELD:
        follow_up(meeting=meeting, by=by, at=at)


def _refuse(verdict: Verdict, seat: Seat | None, name: str = "") -> None:
    if not verdict:
        key: UUID | str = seat.public_id if seat else ""
        field = f"{key}-{name}" if seat else None
        raise DomainError(verdict.reason, code=verdict.code, field=field)
