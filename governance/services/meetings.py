"""A meeting from its draft to its end: added, changed, sent, moved, cancelled, opened, closed.

While it is a draft nobody is told. Sending asks the seats that belong at it; from then on every
change that a calendar shows raises `sequence`, and those who were asked are told again.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from governance import meeting_rules
from governance.enums import Answer, MeetingKind, MeetingState
from governance.models import Group, Meeting, MeetingGroup, MeetingSeries
from governance.selectors.members import Sitting, sitting_at
from governance.selectors.quorum_live import quorum_snapshot
from governance.services import agenda, agenda_acts, inviting
from governance.services.absences import follow_up
from governance.services.checks import clean, refuse_unless, require_edit
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.verdict import Refused
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import Seat, User

COLUMNS = ("kind", "title", "place", "link", "papers_due_on", "is_public")
SHOWN_IN_CALENDARS = {"place", "link", "title", "with_groups"}


@dataclass(frozen=True)
class MeetingFacts:
    """What a meeting is. `with_groups` share it: their members are asked as well.

    `series` and `occurrence_on` say which series proposed it and for which day.
    """

    group: Group
    title: str
    starts_at: datetime
    ends_at: datetime
    kind: str = MeetingKind.ORDINARY
    place: str = ""
    link: str = ""
    papers_due_on: date | None = None
    is_public: bool = False
    with_groups: tuple[Group, ...] = ()
    series: MeetingSeries | None = field(default=None, kw_only=True)
    occurrence_on: date | None = field(default=None, kw_only=True)


@transaction.atomic
def add_meeting(*, facts: MeetingFacts, by: User, at: datetime) -> Meeting:
    """Add a meeting as a draft, of which nobody is told.

    Refuses a group that has ended, has its last day before the meeting or shares the meeting with
    itself; an end that does not follow the start; papers due after the day; a joint meeting that
    no other group shares.
    """
    require_edit(by, at=at, group_key=facts.group.key)
    _check(facts)
    row = Meeting(
        group=facts.group,
        series=facts.series,
        occurrence_on=facts.occurrence_on,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        changed_at=at,
        **_columns(facts),
    )

    clean(row)
    row.save(force_insert=True)
    _share(row, facts.with_groups)
    _record(AuditVerb.CREATED, row, by=by, at=at)
    return row


@transaction.atomic
def change_meeting(*, meeting: Meeting, facts: MeetingFacts, by: User, at: datetime) -> Meeting:
    """Correct what a meeting is. Of one that was sent, whoever was asked is told what a calendar
    shows: its title, place or link, and the members of a group that joins are asked.

    Refuses what `add_meeting` refuses, another group, another time of a meeting that was sent
    (`reschedule_meeting` moves it), and a meeting that is under way, held or cancelled.
    """
    row = _allowed("change", meeting, by=by, at=at)
    if facts.group.pk != row.group_id:
        raise DomainError("A meeting keeps its group. Add another one.", code="group")
    if row.state != MeetingState.DRAFT and _times(row) != (facts.starts_at, facts.ends_at):
        raise DomainError(
            "People know this time. Move the meeting, so that they are told.",
            code="sent",
            field="starts_at",
        )
    _check(facts)

    columns = {**_columns(facts), "starts_at": facts.starts_at, "ends_at": facts.ends_at}
    moved = sorted(name for name, value in columns.items() if getattr(row, name) != value)
    for name in moved:
        setattr(row, name, columns[name])
    clean(row)
    if _share(row, facts.with_groups):
        moved.append("with_groups")
    if moved:
        _save_change(row, seen=bool(SHOWN_IN_CALENDARS & set(moved)), at=at)
        _record(AuditVerb.CHANGED, row, by=by, at=at, changed=moved)
    return row


@transaction.atomic
def send_meeting(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """Tell people of a draft: the seats that belong at it on its day are asked, each once.

    A vacant seat is asked too, and its holder learns of it who comes by then. One that has begun
    already is put on record with those who belonged to it, and nobody gets an e-mail. Refuses a
    meeting that is no draft.
    """
    row = _allowed("send", meeting, by=by, at=at)
    row.state, row.told_at, row.changed_at = MeetingState.SENT, at, at
    row.save(update_fields=["state", "told_at", "changed_at"])

    asked = inviting.ask_members(meeting=row, by=by, at=at)
    _record(AuditVerb.SENT, row, by=by, at=at, asked=asked)
    return row


@transaction.atomic
def reschedule_meeting(
    *, meeting: Meeting, starts_at: datetime, ends_at: datetime, by: User, at: datetime
) -> Meeting:
    """Move a meeting to another time. Of one that was sent, everybody asked is told and answers
    anew; whoever belongs to the group on the new day is asked, whoever has left is not.

    Refuses an end that does not follow the start, the same time, a time that has passed for a
    meeting that was sent, and a meeting that is under way, held or cancelled.
    """
    row = _allowed("move", meeting, by=by, at=at)
    refuse_unless(meeting_rules.times_hold(starts_at, ends_at))
    if _times(row) == (starts_at, ends_at):
        raise DomainError("This is its time already.", code="same", field="starts_at")
    was_sent = row.state == MeetingState.SENT
    if was_sent and starts_at <= at:
        raise DomainError("This time has passed.", code="past", field="starts_at")

    was = row.starts_at
    row.starts_at, row.ends_at = starts_at, ends_at
    _refuse_late_papers(row.papers_due_on, starts_at)
    row.save(update_fields=["starts_at", "ends_at"])
    if was_sent:
        row.invitees.update(answer=Answer.NONE, answered_at=None, deputy=None, deputy_post="")
    _save_change(row, seen=True, at=at)
    _record(AuditVerb.CHANGED, row, by=by, at=at, moved_from=was.isoformat())
    return row


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User, at: datetime) -> Meeting:
    """Cancel a meeting; everybody who was told of it is told, nobody of a draft. What was on its
    agenda goes to the next one.

    Refuses to do so without a reason, and a meeting that is under way, held or cancelled.
    """
    row = _allowed("cancel", meeting, by=by, at=at)
    if not reason.strip():
        raise DomainError("Say why the meeting is cancelled.", code="reason", field="reason")
    was_sent = row.state == MeetingState.SENT

    row.state, row.cancelled_reason, row.changed_at = MeetingState.CANCELLED, reason.strip(), at
    row.sequence += was_sent
    row.save(update_fields=["state", "cancelled_reason", "changed_at", "sequence"])
    if was_sent:
        inviting.tell_of_cancelling(meeting=row, at=at)
    _record(AuditVerb.ENDED, row, by=by, at=at, was_sent=was_sent)
    agenda.carry_over(meeting=row, by=by, at=at)
    return row


@transaction.atomic
def open_meeting(*, meeting: Meeting, presiding: Seat | None, by: User, at: datetime) -> Meeting:
    """Begin a meeting, with who presides: the seat chosen, or the group's only chair.

    How the quorum stands is kept with it, by the register so far or by the first one that is kept.
    Refuses a seat that does not belong at the meeting or that nobody holds, nobody chosen where
    the group has no chair, a vacant one or two of them, and a meeting that was not sent.
    """
    row = _allowed("open", meeting, by=by, at=at)
    chosen = presiding.pk if presiding else None
    found = meeting_rules.who_presides(chosen, [_as_seat(each) for each in sitting_at(row)])
    if isinstance(found, Refused):
        raise DomainError(found.reason, code=found.code, field=found.code)

    row.state, row.opened_at, row.presiding_id = MeetingState.OPEN, at, found
    row.quorum_when_opened = quorum_snapshot(row, at=at)
    row.save(update_fields=["state", "opened_at", "presiding", "quorum_when_opened"])
    agenda_acts.number_items(meeting=row, at=at)
    _record(AuditVerb.OPENED, row, by=by, at=at)
    return row


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """End a meeting that is under way; it has been held then, and what it left is carried to the
    next one. What its absences ask for begins: reviews, drafts of letters. Refuses any other.
    """
    row = _allowed("close", meeting, by=by, at=at)
    row.state, row.closed_at = MeetingState.HELD, at
    row.save(update_fields=["state", "closed_at"])
    _record(AuditVerb.COMPLETED, row, by=by, at=at)
    agenda.carry_over(meeting=row, by=by, at=at)
    follow_up(meeting=row, by=by, at=at)
    return row


def _allowed(act: str, meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """Return the locked row; refuse who does not keep the group's record, and the wrong state."""
    found = Meeting.objects.select_for_update(of=("self",)).select_related("group")
    row = found.get(pk=meeting.pk)
    require_edit(by, at=at, group_key=row.group.key)
    verdict = meeting_rules.may(act, row.state)
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code)
    return row


def _check(facts: MeetingFacts) -> None:
    refuse_unless(meeting_rules.times_hold(facts.starts_at, facts.ends_at))
    day = local_day(facts.starts_at)
    for group in (facts.group, *facts.with_groups):
        if group.ended_on is not None:
            raise DomainError(f"{group.name} has been ended.", code="group-ended", field="group")
        if group.sunset_on is not None and group.sunset_on < day:
            raise DomainError(
                f"{group.name} ends before this day. Extend the group first.",
                code="group-ends",
                field="starts_at",
            )
    if facts.group.pk in {each.pk for each in facts.with_groups}:
        raise DomainError("The group itself need not be named.", code="same", field="with_groups")
    if facts.kind == MeetingKind.JOINT and not facts.with_groups:
        raise DomainError(
            "Say which group shares the joint meeting.", code="joint", field="with_groups"
        )
    _refuse_late_papers(facts.papers_due_on, facts.starts_at)


def _refuse_late_papers(due_on: date | None, starts_at: datetime) -> None:
    if due_on is not None and due_on > local_day(starts_at):
        raise DomainError(
            "Papers are due by the day of the meeting.", code="papers", field="papers_due_on"
        )


def _columns(facts: MeetingFacts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in COLUMNS}


def _times(row: Meeting) -> tuple[datetime, datetime]:
    return row.starts_at, row.ends_at


def _share(row: Meeting, groups: tuple[Group, ...]) -> bool:
    """Make these the groups that share the meeting; say whether any changed."""
    wanted = {group.pk for group in groups}
    there = {each.group_id: each for each in row.joined.all()}
    for gone in there.keys() - wanted:
        there[gone].delete()
    MeetingGroup.objects.bulk_create(
        MeetingGroup(meeting=row, group_id=each) for each in sorted(wanted - there.keys())
    )
    return set(there) != wanted


def _save_change(row: Meeting, *, seen: bool, at: datetime) -> None:
    """Store it; of one that was sent, raise the number and tell whoever is asked."""
    row.changed_at = at
    told = seen and row.state == MeetingState.SENT
    row.sequence += told
    row.save()
    if told:
        inviting.ask_again(meeting=row, at=at)


def _as_seat(sitting: Sitting) -> meeting_rules.Seat:
    return meeting_rules.Seat(
        key=sitting.seat.pk,
        title=sitting.seat.title,
        chairing=sitting.place.chairing,
        is_vacant=sitting.is_vacant,
    )


def _record(verb: AuditVerb, row: Meeting, *, by: User, at: datetime, **facts: object) -> None:
    said = {"group": row.group.key, "on": local_day(row.starts_at).isoformat(), **facts}
    audit.record(verb=verb, on=row, by=by, at=at, reference=row.title, facts=said)
