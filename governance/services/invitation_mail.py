"""Carrying invitations to meetings: one e-mail for each address, with a link for each meeting.

The link carries a secret, so that somebody without an account, or on the way, answers without
signing in. Only its hash is kept; a later e-mail brings a new link and the old one is dead. What
the e-mail says is neutral: which group, when and where, never what about.
"""

import logging
import smtplib
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet

from governance.enums import MeetingState
from governance.models import Invitee, Meeting
from krscp_portal.foundation.moment import LONDON, local_day
from partnerships import tokens
from partnerships.enums import AppointmentKind, SeatRole
from partnerships.models import Appointment, Partnership

log = logging.getLogger(__name__)

ASKED = "Say whether you come, without signing in:\n    {link}\n"
GONE = "This meeting is cancelled.\n"
AGAIN = "This takes the place of what you were sent before.\n"
BODY = (
    "{partnership}\n\n{meetings}\n"
    "A link is for you alone and works until the meeting begins. For safety this e-mail carries no "
    "detail.\n"
)


def waiting_invitations(*, at: datetime) -> dict[str, list[int]]:
    """Return for each address the ids of the invitations that no e-mail has carried; two queries.

    Those to meetings to come, and cancellations of what the address was told of. A seat that
    nobody holds and that has no mailbox waits.
    """
    rows = list(_waiting(at).select_related("seat", "meeting").order_by("meeting__starts_at", "pk"))
    held = _held(row.seat_id for row in rows if row.seat_id)
    found: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        if address := _address(row, held.get(row.seat_id or 0, [])):
            found[address.lower()].append(row.pk)
    return dict(found)


@transaction.atomic
def mail_invitations(
    *, address: str, invitees: list[int], partnership: Partnership, at: datetime
) -> bool:
    """E-mail one address what waits for it, unless another worker has it; say whether it went.

    The caller gives each address a transaction of its own, so that a crash repeats one e-mail at
    most. The secrets exist in the e-mail alone.
    """
    rows = list(
        _waiting(at)
        .filter(pk__in=invitees)
        .select_related("meeting__group")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("meeting__starts_at", "pk")
    )
    if not rows:
        return False
    secrets = {row.pk: tokens.new_token() for row in rows}
    if not _send(rows, secrets, address=address, partnership=partnership):
        return False
    for row in rows:
        row.token_hash = tokens.hash_of(secrets[row.pk])
        row.told_sequence = row.meeting.sequence
    Invitee.objects.bulk_update(rows, ["token_hash", "told_sequence"])
    return True


def _waiting(at: datetime) -> QuerySet[Invitee]:
    behind = Q(told_sequence__lt=F("meeting__sequence"))
    asked = Q(meeting__state=MeetingState.SENT) & (Q(told_sequence=None) | behind)
    gone = Q(meeting__state=MeetingState.CANCELLED) & behind
    return Invitee.objects.filter(asked | gone, meeting__starts_at__gt=at)


def _held(seats: Iterable[int]) -> dict[int, list[Appointment]]:
    found: defaultdict[int, list[Appointment]] = defaultdict(list)
    rows = Appointment.objects.filling().filter(seat__in=set(seats))
    for row in rows.select_related("person__user").order_by("pk"):
        found[row.seat_id].append(row)
    return found


def _address(row: Invitee, held: list[Appointment]) -> str:
    """Return where to reach a guest, or whoever holds the seat on the day of the meeting.

    A person with an account by its address, else the seat's own mailbox; nobody young.
    """
    if row.seat is None:
        return row.guest_email
    if row.seat.role == SeatRole.YOUNG_SCRUTINEER:
        return ""
    on = local_day(row.meeting.starts_at)
    there = [each for each in held if on in each.period]
    there.sort(key=lambda each: each.kind != AppointmentKind.ACTING)
    user = there[0].person.user if there else None
    return user.email if user is not None and user.is_active else row.seat.contact_email


def _send(
    rows: list[Invitee], secrets: dict[int, str], *, address: str, partnership: Partnership
) -> bool:
    gone = any(row.meeting.state == MeetingState.CANCELLED for row in rows)
    what = "a meeting" if len(rows) == 1 else f"{len(rows)} meetings"
    said = "\n".join(_line(row, secrets[row.pk], partnership) for row in rows)
    message = EmailMessage(
        subject=f"{partnership.short_name}: {'about' if gone else 'you are asked to'} {what}",
        body=BODY.format(partnership=partnership.name, meetings=said),
        to=[address],
    )
    try:
        message.send()
    except (smtplib.SMTPException, OSError):
        log.warning("mail not accepted", extra={"invitees": [row.pk for row in rows]})
        return False
    return True


def _line(row: Invitee, secret: str, partnership: Partnership) -> str:
    meeting = row.meeting
    head = f"{_when(meeting)}\n{meeting.group.short_name or meeting.group.name}: meeting\n"
    if meeting.place:
        head += f"Place: {meeting.place}\n"
    if meeting.state == MeetingState.CANCELLED:
        return head + GONE
    if row.told_sequence is not None:
        head += AGAIN
    link = f"{settings.PUBLIC_URL}/{partnership.slug}/meetings/answers/{secret}/"
    return head + ASKED.format(link=link)


def _when(meeting: Meeting) -> str:
    starts, ends = meeting.starts_at.astimezone(LONDON), meeting.ends_at.astimezone(LONDON)
    return f"{starts:%A %-d %B %Y}, {starts:%H:%M} to {ends:%H:%M}"
