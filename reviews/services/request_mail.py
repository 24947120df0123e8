"""Carrying the links of requests: one e-mail each, in the background, never twice."""

import logging
import smtplib
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from partnerships.models import Partnership
from partnerships.tokens import hash_of, new_token
from reviews import letters
from reviews.enums import RequestEventKind
from reviews.models import AgencyRequest, RequestEvent, RequestLink
from reviews.selectors.request_words import about

log = logging.getLogger(__name__)

ATTEMPTS: Final = 20
AT_MOST: Final = 200
BODY: Final = "To: {post}\n\n{words}\n\nOpen the request: {link}\n\n{partnership}\n"


def waiting_links(*, at: datetime) -> list[int]:
    """Return the ids of the open partnership's links that no e-mail has carried yet.

    A mail server that refuses twenty times is not asked again; the request's page says so.
    """
    rows = RequestLink.objects.filter(
        emailed_at__isnull=True,
        used_at__isnull=True,
        revoked_at__isnull=True,
        expires_at__gt=at,
        attempts__lt=ATTEMPTS,
    )
    return list(rows.order_by("made_at", "pk").values_list("pk", flat=True)[:AT_MOST])


@transaction.atomic
def mail_link(*, link_id: int, partnership: Partnership, at: datetime) -> bool:
    """E-mail one link unless another worker has it; say whether it went.

    The caller gives each link a transaction of its own, so that a crash repeats one at most, and
    the link of the first e-mail then stops working.
    """
    rows = RequestLink.objects.filter(pk=link_id, emailed_at__isnull=True, revoked_at__isnull=True)
    link = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if link is None:
        return False
    found = AgencyRequest.objects.select_related("incident", "review", "organisation")
    row = found.get(pk=link.request_id)
    secret = new_token()
    link.attempts += 1
    link.token_hash = hash_of(secret)
    link.emailed_at = at if _sent(row, link, secret, partnership=partnership) else None
    link.save(update_fields=["attempts", "token_hash", "emailed_at"])
    return link.emailed_at is not None


def _sent(row: AgencyRequest, link: RequestLink, secret: str, *, partnership: Partnership) -> bool:
    address = f"{settings.PUBLIC_URL}/{partnership.slug}/requests/by-link/{secret}/"
    message = EmailMessage(
        subject=f"{partnership.short_name}: a request about {about(row).reference}",
        body=BODY.format(
            post=row.to_post, words=_words(row, link), link=address, partnership=partnership.name
        ),
        to=[link.sent_to],
    )
    try:
        message.send()
    except (smtplib.SMTPException, OSError):
        log.warning("mail not accepted", extra={"link": link.pk})
        return False
    return True


def _words(row: AgencyRequest, link: RequestLink) -> str:
    """Return what the e-mail says: what was typed by people stays behind the link."""
    made = RequestEvent.objects.filter(request=row, at=link.made_at).order_by("-pk").first()
    match made.kind if made else "":
        case RequestEventKind.REQUIRED:
            return letters.required(about(row))
        case RequestEventKind.SENT_BACK:
            return letters.sent_back(about(row))
        case RequestEventKind.ASKED | RequestEventKind.CHASED | RequestEventKind.LINK_RENEWED:
            return made.text if made else ""
        case _:
            return letters.renewed(about(row))
