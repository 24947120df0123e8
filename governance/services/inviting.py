"""Who is asked to a meeting, and what they are told.

A seat is asked, whoever holds it; a guest is asked by post. The e-mail goes out after the
transaction, because a row that waits says what has to be sent (`told_sequence`). Whoever comes to
a seat later is asked as well, and nobody twice: the row names whom it asked (`holder`).
"""

from datetime import datetime

from django.db import transaction

from governance.enums import Answer, InviteeRole, MeetingState
from governance.models import Invitee, Meeting
from governance.selectors.members import Sitting, sitting_at
from krscp_portal.foundation import outbox
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb, SeatRole
from partnerships.models import User
from partnerships.services.notices import tell

MAIL = "governance.mail_invitations"
ASKED_ANEW = (
    *("holder", "answer", "answered_at", "deputy", "deputy_post", "remark"),
    *("token_hash", "told_sequence"),
)
AS_WHAT = {
    SeatRole.MANAGER: InviteeRole.SUPPORT,
    SeatRole.BUSINESS_SUPPORT: InviteeRole.SUPPORT,
    SeatRole.SCRUTINEER: InviteeRole.OBSERVER,
    SeatRole.YOUNG_SCRUTINEER: InviteeRole.OBSERVER,
}


@transaction.atomic
def ask_members(*, meeting: Meeting, by: User, at: datetime) -> int:
    """Ask the seats that belong at the meeting on its day; return how many were added.

    A part of `send_meeting`, which has asked for the permission. Of a meeting that has begun the
    rows are made as told, so that nobody is asked to what is over.
    """
    has_begun = meeting.starts_at <= at
    sittings = sitting_at(meeting)
    count = _add_missing(meeting, sittings, told=meeting.sequence if has_begun else None)
    if has_begun:
        meeting.invitees.filter(told_sequence=None).update(told_sequence=meeting.sequence)
        return count
    _tell_young(meeting, sittings, at=at)
    wake_if_sent(meeting)
    return count


def ask_again(*, meeting: Meeting, at: datetime) -> None:
    """Ask the seats that belong at a meeting after it has moved; those that left are asked no more.

    A part of a change: the rows wait until an e-mail has carried the new `sequence`.
    """
    sittings = sitting_at(meeting)
    left = meeting.invitees.filter(seat__isnull=False)
    left.exclude(seat__in=[each.seat.pk for each in sittings]).delete()
    _add_missing(meeting, sittings, told=None)
    _ask_new_holders(meeting, sittings)
    _tell_young(meeting, sittings, at=at)
    wake_if_sent(meeting)


@transaction.atomic
def ask_newcomers(*, meeting: Meeting, by: User, at: datetime) -> int:
    """Ask who came to the meeting's seats after its invitations had gone; return how many.

    A seat that was given its place since, and one that somebody else holds than was asked: the
    answer and the link of their predecessor end. Each once; the caller carries the e-mails. Does
    nothing of a meeting that was not sent or has begun.
    """
    found = Meeting.objects.select_for_update(of=("self",)).select_related("group")
    row = found.get(pk=meeting.pk)
    if row.state != MeetingState.SENT or row.starts_at <= at:
        return 0
    sittings = sitting_at(row)
    asked = _add_missing(row, sittings, told=None) + _ask_new_holders(row, sittings)
    if asked:
        _tell_young(row, sittings, at=at)
        said = {"group": row.group.key, "on": local_day(row.starts_at).isoformat(), "asked": asked}
        verb, title = AuditVerb.INVITED, row.title
        audit.record(verb=verb, on=row, by=by, at=at, reference=title, facts=said)
    return asked


def tell_of_cancelling(*, meeting: Meeting, at: datetime) -> None:
    """Tell whoever was told of the meeting that it is cancelled. A part of `cancel_meeting`.

    Who has an account gets a notice, at once if they want urgent ones at once; everybody else who
    was told gets an e-mail. Who was not told yet, because no e-mail had gone, is told of nothing.
    """
    holders = {
        each.seat.pk: each.holder.user
        for each in sitting_at(meeting)
        if each.holder is not None and each.holder.user is not None
    }
    asked = meeting.invitees.filter(told_sequence__isnull=False)
    mine = [row for row in asked if row.seat_id in holders]
    tell(
        recipients={holders[row.seat_id] for row in mine if row.seat_id},
        key=f"meeting:{meeting.public_id}:cancelled",
        subject="A meeting that you are asked to is cancelled",
        path=meeting.path,
        at=at,
        urgent=True,
    )
    told = meeting.invitees.filter(pk__in=[row.pk for row in mine])
    told.update(told_sequence=meeting.sequence)
    outbox.wake(MAIL)


def wake_if_sent(meeting: Meeting) -> None:
    """Have the e-mails of a meeting carried soon, if it was sent."""
    if meeting.state == MeetingState.SENT:
        outbox.wake(MAIL)


def _add_missing(meeting: Meeting, sittings: list[Sitting], *, told: int | None) -> int:
    there = set(meeting.invitees.filter(seat__isnull=False).values_list("seat_id", flat=True))
    fresh = [
        Invitee(
            meeting=meeting,
            seat=each.seat,
            holder=each.holder,
            role=_as_what(each),
            told_sequence=told,
        )
        for each in sittings
        if each.seat.pk not in there
    ]
    Invitee.objects.bulk_create(fresh)
    return len(fresh)


def _ask_new_holders(meeting: Meeting, sittings: list[Sitting]) -> int:
    """Ask anew the seats that somebody else holds than was asked; nothing answered was theirs."""
    holders = {each.seat.pk: each.holder for each in sittings if each.holder is not None}
    rows = [row for row in meeting.invitees.filter(seat__in=holders) if row.seat_id]
    fresh = [row for row in rows if row.holder_id != holders[row.seat_id or 0].pk]
    for row in fresh:
        row.holder = holders[row.seat_id or 0]
        row.answer, row.answered_at = Answer.NONE, None
        row.deputy, row.deputy_post, row.remark = None, "", ""
        row.token_hash, row.told_sequence = "", None
    Invitee.objects.bulk_update(fresh, ASKED_ANEW)
    return len(fresh)


def _tell_young(meeting: Meeting, sittings: list[Sitting], *, at: datetime) -> None:
    """Show young scrutineers a notice in the portal: no e-mail ever goes to their address."""
    young = [each for each in sittings if each.seat.role == SeatRole.YOUNG_SCRUTINEER]
    users = [each.holder.user for each in young if each.holder and each.holder.user]
    tell(
        recipients=users,
        key=f"meeting:{meeting.public_id}:{meeting.sequence}",
        subject="You are asked to a meeting",
        path=meeting.path,
        at=at,
    )
    rows = meeting.invitees.filter(seat__in=[each.seat.pk for each in young])
    rows.update(told_sequence=meeting.sequence)


def _as_what(sitting: Sitting) -> str:
    return AS_WHAT.get(SeatRole(sitting.seat.role), InviteeRole.MEMBER)
