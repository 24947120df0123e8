"""Who is asked to a meeting, and what they are told.

A seat is asked, whoever holds it; a guest is asked by post. The e-mail goes out after the
transaction, because a row that waits says what has to be sent (`told_sequence`).
"""

from datetime import datetime

from django.db import transaction

from governance.enums import InviteeRole
from governance.models import Invitee, Meeting
from governance.selectors.members import Sitting, sitting_at
from partnerships.enums import SeatRole
from partnerships.models import User

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
    there = set(meeting.invitees.filter(seat__isnull=False).values_list("seat_id", flat=True))
    told = meeting.sequence if meeting.starts_at <= at else None
    fresh = [
        Invitee(meeting=meeting, seat=each.seat, role=_as_what(each), told_sequence=told)
        for each in sitting_at(meeting)
        if each.seat.pk not in there
    ]
    Invitee.objects.bulk_create(fresh)
    return len(fresh)


def ask_again(*, meeting: Meeting, at: datetime) -> None:
    """Ask the seats that belong at a meeting after it has moved; those that left are asked no more.

    A part of a change: the rows wait until an e-mail has carried the new `sequence`.
    """
    belong = {each.seat.pk: each for each in sitting_at(meeting)}
    meeting.invitees.filter(seat__isnull=False).exclude(seat__in=belong).delete()
    there = set(meeting.invitees.filter(seat__isnull=False).values_list("seat_id", flat=True))
    Invitee.objects.bulk_create(
        Invitee(meeting=meeting, seat=each.seat, role=_as_what(each))
        for key, each in belong.items()
        if key not in there
    )


def tell_of_cancelling(*, meeting: Meeting, at: datetime) -> None:
    """Tell whoever was asked that the meeting is cancelled. A part of `cancel_meeting`."""


def _as_what(sitting: Sitting) -> str:
    return AS_WHAT.get(SeatRole(sitting.seat.role), InviteeRole.MEMBER)
