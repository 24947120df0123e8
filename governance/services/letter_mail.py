"""Carrying the letters that were sent: one e-mail each, in the background, never twice."""

import logging
import smtplib
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction

from governance.enums import LetterState
from governance.models import Letter
from partnerships.models import Partnership

log = logging.getLogger(__name__)

TRIED_FOR = timedelta(days=3)
AT_MOST = 200
FOOT = "\n\n{partnership}\nThis letter was sent from the partnership’s portal.\n"


def waiting_letters(*, at: datetime) -> list[int]:
    """Return the ids of the open partnership's letters that were sent and not yet carried.

    A mail server that refuses for three days is not asked again; the letter's page says so.
    """
    rows = Letter.objects.filter(
        state=LetterState.SENT, emailed_at__isnull=True, sent_at__gt=at - TRIED_FOR
    )
    found = rows.exclude(to_email="").order_by("sent_at", "pk")
    return list(found.values_list("pk", flat=True)[:AT_MOST])


@transaction.atomic
def mail_letter(*, letter_id: int, partnership: Partnership, at: datetime) -> bool:
    """E-mail one letter unless another worker has it; say whether it went.

    The caller gives each letter a transaction of its own, so that a crash repeats one at most.
    """
    rows = Letter.objects.filter(pk=letter_id, emailed_at__isnull=True, state=LetterState.SENT)
    letter = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if letter is None:
        return False
    message = EmailMessage(
        subject=f"{partnership.short_name}: {letter.subject}",
        body=f"To: {letter.to_post}\n\n{letter.body}{FOOT.format(partnership=partnership.name)}",
        to=[letter.to_email],
    )
    try:
        message.send()
    except (smtplib.SMTPException, OSError):
        log.warning("mail not accepted", extra={"letter": letter.pk})
        return False
    letter.emailed_at = at
    letter.save(update_fields=["emailed_at"])
    return True
