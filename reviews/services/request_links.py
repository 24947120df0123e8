"""The secret links of requests: one works at a time, and only its hash is ever kept."""

from datetime import datetime

from krscp_portal.foundation import outbox
from partnerships.models import User
from partnerships.tokens import hash_of, new_token
from reviews.asking import LINK_LASTS
from reviews.models import AgencyRequest, RequestLink

MAIL = "reviews.mail_requests"


def new_link(*, row: AgencyRequest, by: User, at: datetime) -> RequestLink:
    """Make the link that an e-mail will carry and end every other. A part of an act.

    Its secret is made when the e-mail leaves; until then the row holds the hash of one that nobody
    was told.
    """
    end_links(row=row, at=at)
    link = RequestLink.objects.create(
        request=row,
        token_hash=hash_of(new_token()),
        sent_to=row.to_email,
        made_at=at,
        made_by=by,
        expires_at=at + LINK_LASTS,
    )
    outbox.wake(MAIL)
    return link


def end_links(*, row: AgencyRequest, at: datetime) -> int:
    """End every link of a request that still works; return how many. A part of an act."""
    live = RequestLink.objects.filter(
        request=row, used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=at
    )
    return live.update(revoked_at=at)
