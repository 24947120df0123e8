"""Answers to being asked: coming, online, a deputy, apologies; and guests, asked by post."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from governance import deputising, meeting_rules
from governance.enums import Answer, InviteeRole, MeetingState
from governance.models import Invitee, Meeting
from governance.selectors.members import sitting_at
from governance.services.checks import clean, require_edit
from governance.services.inviting import wake_if_sent
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import Appointment, Person, User
from partnerships.roles import Permission

NOT_YOURS = "Only whoever holds the seat, or keeps the group’s record, answers for it."


@dataclass(frozen=True)
class AnswerFacts:
    """What somebody answers; `deputy` is a standing one, `deputy_post` whoever else comes."""

    answer: str
    deputy: Person | None = None
    deputy_post: str = ""
    remark: str = ""


@dataclass(frozen=True)
class GuestFacts:
    """A guest by post, never a private person; `email` is where the invitation goes."""

    guest: str
    guest_email: str = ""
    role: str = InviteeRole.GUEST
    reads_part_b: bool = False


@transaction.atomic
def answer_invitation(
    *, invitee: Invitee, facts: AnswerFacts, by: User | None, at: datetime
) -> Invitee:
    """Keep what a seat or guest answers; the last answer before the meeting counts.

    `by` is None where the answer came by the link of the e-mail, which the caller has checked.
    Refuses a meeting that is not to come, who neither holds the seat nor keeps the record, a deputy
    where the seat may have none, and one who is not named.
    """
    row = _locked(invitee)
    if by is not None and not _may_answer(row, by=by, at=at):
        raise NotPermitted(NOT_YOURS, code="not-yours")
    _refuse_unless_to_come(row.meeting, at=at)
    is_deputy = facts.answer == Answer.DEPUTY
    if is_deputy:
        _check_deputy(row, facts)

    row.answer, row.answered_at, row.remark = facts.answer, at, facts.remark
    row.deputy = facts.deputy if is_deputy else None
    row.deputy_post = facts.deputy_post if is_deputy and not facts.deputy else ""
    clean(row)
    row.save(update_fields=["answer", "answered_at", "remark", "deputy", "deputy_post"])
    said = {"answer": row.answer, "by_link": by is None}
    title = row.meeting.title
    audit.record(verb=AuditVerb.CHANGED, on=row, by=by, at=at, reference=title, facts=said)
    return row


@transaction.atomic
def ask_guest(*, meeting: Meeting, facts: GuestFacts, by: User, at: datetime) -> Invitee:
    """Ask a guest by post to a meeting; of one that was sent, they are told.

    Refuses a meeting that is over or cancelled, the same address twice, and part B for a guest
    without an address, because nobody could tell who reads it.
    """
    require_edit(by, at=at, group_key=meeting.group.key)
    if meeting.state in (MeetingState.HELD, MeetingState.CANCELLED):
        raise DomainError(meeting_rules.WHY_NOT[meeting.state], code="over")
    if facts.reads_part_b and not facts.guest_email:
        raise DomainError(
            "Give the address of a guest who reads part B.", code="no-email", field="guest_email"
        )
    mail = facts.guest_email
    if mail and meeting.invitees.filter(guest_email__iexact=mail).exists():
        raise DomainError("This address is asked already.", code="there", field="guest_email")
    row = Invitee(
        meeting=meeting,
        guest=facts.guest,
        guest_email=facts.guest_email,
        role=facts.role,
        reads_part_b=facts.reads_part_b,
        told_sequence=meeting.sequence if meeting.starts_at <= at else None,
    )

    clean(row)
    row.save(force_insert=True)
    said = {"group": meeting.group.key, "reads_part_b": row.reads_part_b}
    title = meeting.title
    audit.record(verb=AuditVerb.INVITED, on=row, by=by, at=at, reference=title, facts=said)
    wake_if_sent(meeting)
    return row


@transaction.atomic
def drop_guest(*, invitee: Invitee, by: User, at: datetime) -> None:
    """Ask a guest no more; their link is dead. Refuses a member, and a meeting that is over."""
    row = _locked(invitee)
    require_edit(by, at=at, group_key=row.meeting.group.key)
    if row.seat_id is not None:
        raise DomainError("A member of the group is asked as long as they sit on it.", code="seat")
    if row.meeting.state == MeetingState.HELD:
        raise DomainError("The meeting has been held.", code="is-held")
    title = row.meeting.title
    audit.record(verb=AuditVerb.REMOVED, on=row, by=by, at=at, reference=title)
    row.delete()


def _locked(invitee: Invitee) -> Invitee:
    found = Invitee.objects.select_for_update(of=("self",))
    return found.select_related("meeting__group", "seat").get(pk=invitee.pk)


def _may_answer(row: Invitee, *, by: User, at: datetime) -> bool:
    on = local_day(at)
    key = row.meeting.group.key
    if access.can(by, Permission.GOVERNANCE_EDIT, on=on, group_key=key):
        return True
    if row.seat_id is None:
        return row.guest_email.lower() == by.email.lower()
    held = Appointment.objects.filter(seat=row.seat_id, person__user=by, period__contains=on)
    return held.exists()


def _refuse_unless_to_come(meeting: Meeting, *, at: datetime) -> None:
    verdict = meeting_rules.may("answer", meeting.state)
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code)
    if meeting.starts_at <= at:
        raise DomainError("The meeting has begun.", code="begun")


def _check_deputy(row: Invitee, facts: AnswerFacts) -> None:
    seat = row.seat
    if seat is None:
        raise DomainError("A guest sends no deputy.", code="guest", field="answer")
    sittings = {each.seat.pk: each for each in sitting_at(row.meeting)}
    sitting = sittings.get(seat.pk)
    standing = {each.pk for each in sitting.deputies} if sitting else set()
    verdict = deputising.may_stand_in(
        seat.deputies,
        speaks_for_sector=seat.speaks_for_sector,
        is_standing=facts.deputy is not None and facts.deputy.pk in standing,
        is_named=facts.deputy is not None or bool(facts.deputy_post.strip()),
    )
    if not verdict:
        missing = verdict.code in {"not-named", "not-standing"}
        raise DomainError(
            verdict.reason, code=verdict.code, field="deputy_post" if missing else "answer"
        )
    if facts.deputy is not None and facts.deputy.pk not in standing:
        raise DomainError("This is no deputy of the seat.", code="no-deputy", field="deputy")
