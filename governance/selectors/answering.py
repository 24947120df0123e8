"""Who answers by a link, what may be answered, and what waits for an answer."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from governance import deputising
from governance.enums import Answer, MeetingState
from governance.models import Invitee
from governance.selectors.members import sitting_at
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships.access import Standing
from partnerships.models import Appointment, Person, User
from partnerships.needs import MOST, Need
from partnerships.tokens import hash_of

SPENT = "This link is no longer in use. A later e-mail may have brought another."


def invitee_by_link(*, token: str, at: datetime) -> Invitee:
    """Return who a link belongs to; refuse one that is unknown, replaced or of a past meeting."""
    rows = Invitee.objects.select_related("meeting__group", "seat")
    row = rows.filter(token_hash=hash_of(token)).first()
    if row is None or row.meeting.starts_at <= at or row.meeting.state != MeetingState.SENT:
        raise DomainError(SPENT, code="spent")
    return row


def answers_of(invitee: Invitee) -> list[tuple[str, str]]:
    """Return what may be answered: a deputy only where the seat may have one."""
    seat = invitee.seat
    left_out = {Answer.NONE.value}
    if seat is None or not deputising.may_send(
        seat.deputies, speaks_for_sector=seat.speaks_for_sector
    ):
        left_out.add(Answer.DEPUTY.value)
    return [(str(value), str(label)) for value, label in Answer.choices if value not in left_out]


def standing_deputies(invitee: Invitee) -> list[Person]:
    """Return the standing deputies of the seat on the day of the meeting."""
    sittings = sitting_at(invitee.meeting) if invitee.seat_id else []
    return next((list(each.deputies) for each in sittings if each.seat.pk == invitee.seat_id), [])


def needs_of_answers(user: User, standing: Standing, on: date) -> list[Need]:
    """Return the meetings to come that wait for the person's answer; one query."""
    held = Appointment.objects.filling().filter(
        seat=OuterRef("seat"), person__user=user, period__contains=on
    )
    waiting = Invitee.objects.filter(
        Q(Exists(held)) | Q(seat=None, guest_email__iexact=user.email),
        answer=Answer.NONE,
        meeting__state=MeetingState.SENT,
        meeting__starts_at__date__gte=on,
    )
    rows = waiting.select_related("meeting__group").order_by("meeting__starts_at", "pk")[:MOST]
    return [
        Need(
            what=f"Say whether you come to {row.meeting.title} ({row.meeting.group.name})",
            path=f"{row.meeting.path}answers/{row.public_id}/",
            due_on=local_day(row.meeting.starts_at),
        )
        for row in rows
    ]
