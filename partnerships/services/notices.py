"""Telling people: a row in the transaction, an e-mail in neutral words afterwards.

What is urgent goes by itself, at once; everything else goes with the day's one mail to the person
(services/digests.py). The two never take the same row, so nothing is told twice.
"""

import logging
import smtplib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q

from krscp_portal.foundation import outbox
from partnerships.models import Notice, Partnership, RoleAssignment, User

log = logging.getLogger(__name__)

DELIVER = "partnerships.deliver"
ATTEMPTS = 8
LAST_ATTEMPT = 2 * ATTEMPTS  # what was refused as often, or is never to go
YOUNG = "young_scrutineer"
BODY = (
    "Something in the portal of {partnership} needs you:\n\n"
    "    {subject}\n\n"
    "Sign in to read it: {link}\n\n"
    "For safety this e-mail carries no detail.\n"
)


@transaction.atomic
def tell(
    *,
    recipients: Iterable[User],
    key: str,
    subject: str,
    path: str,
    at: datetime,
    urgent: bool = False,
) -> int:
    """Give each person one notice; the same `key` is given to nobody twice. Return how many.

    `subject` goes into an e-mail: it must say what to do and carry no detail of any child.
    `path` is the page inside the partnership, without its slug. What is `urgent` is e-mailed at
    once to whoever wants that; the rest waits for the day's one mail.
    """
    shared = {"key": key, "subject": subject, "path": path, "created_at": at, "urgent": urgent}
    rows = [Notice(recipient=person, **shared) for person in recipients]
    # By recipient and key, as the unique index is: the cost must not grow with old notices.
    mine = Notice.objects.filter(recipient__in=[row.recipient_id for row in rows], key=key)
    before = mine.count()
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    told = mine.count() - before
    if told and urgent:
        outbox.wake(DELIVER)
    return told


def waiting_notices() -> list[int]:
    """Return the ids of the open partnership's urgent notices that no e-mail has carried yet.

    Those of a person who wants them with the day's mail are not among them.
    """
    rows = Notice.objects.filter(
        Q(recipient__mail_preference__isnull=True)
        | Q(recipient__mail_preference__urgent_at_once=True),
        urgent=True,
        emailed_at__isnull=True,
        attempts__lt=ATTEMPTS,
    )
    return list(rows.order_by("created_at", "id").values_list("pk", flat=True)[:500])


def deliver_notice(*, notice_id: int, partnership: Partnership, at: datetime) -> bool:
    """E-mail one urgent notice by itself unless another worker has it; say whether it went.

    The caller gives each notice a transaction of its own, so that a crash can repeat one at most.
    A mail server that refuses leaves the notice for the next run, eight times in all; then it goes
    with the day's mail.
    """
    notice = (
        Notice.objects.filter(pk=notice_id, emailed_at__isnull=True)
        .select_related("recipient")
        .select_for_update(skip_locked=True, of=("self",))
        .first()
    )
    if notice is None:
        return False
    if _is_young(notice.recipient):
        return _leave_unsent(notice)
    return _send(notice, partnership=partnership, at=at)


def mark_read(*, recipient: User, path: str, at: datetime) -> None:
    """Note that the person has opened the page that their notices lead to."""
    Notice.objects.filter(recipient=recipient, path=path, read_at__isnull=True).update(read_at=at)


def mark_notices_read(*, notices: Iterable[UUID], by: User, at: datetime) -> int:
    """Put away the person's own notices that a page has just shown; return how many."""
    mine = Notice.objects.filter(recipient=by, public_id__in=list(notices), read_at__isnull=True)
    return mine.update(read_at=at)


def _is_young(person: User) -> bool:
    mine = RoleAssignment.objects.filter(user=person, role=YOUNG).in_open_partnership()
    return bool(mine.filter(ended_at__isnull=True).exists())


def _leave_unsent(notice: Notice) -> bool:
    """Never try again: their address is for signing in alone, and the portal shows the notice."""
    notice.attempts = LAST_ATTEMPT
    notice.save(update_fields=["attempts"])
    return False


def _send(notice: Notice, *, partnership: Partnership, at: datetime) -> bool:
    link = f"{settings.PUBLIC_URL}/{partnership.slug}/{notice.path}"
    message = EmailMessage(
        subject=f"{partnership.short_name}: {notice.subject}",
        body=BODY.format(partnership=partnership.name, subject=notice.subject, link=link),
        to=[notice.recipient.email],
    )
    notice.attempts += 1
    try:
        message.send()
    except (smtplib.SMTPException, OSError):
        log.warning("mail not accepted", extra={"notice": notice.pk})
        notice.save(update_fields=["attempts"])
        return False
    notice.emailed_at = at
    notice.save(update_fields=["attempts", "emailed_at"])
    return True
