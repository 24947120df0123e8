"""A new partnership on this install, and the first person who may let others in."""

import re
from datetime import datetime

from django.db import transaction

from krscp_portal.foundation import outbox
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from partnerships import audit, authority, tokens
from partnerships.addresses import RESERVED, PartnershipConverter
from partnerships.enums import AuditVerb
from partnerships.models import Invitation, Partnership, User
from partnerships.services.invitations import SEND

MANAGER = "manager"


@transaction.atomic
def begin_partnership(
    *, slug: str, name: str, short_name: str, email: str, display_name: str, at: datetime
) -> Partnership:
    """Make a partnership and invite its first manager, who can do the rest; return it.

    For the operator of the install, before anybody holds a role there. Refuses an address (slug)
    that cannot stand in a link, one of the portal's own, and a name or an address already taken.
    """
    _check(slug, name)

    partnership = Partnership.objects.create(slug=slug, name=name, short_name=short_name)
    with tenant(partnership.pk):
        system = User.objects.system()
        audit.record(verb=AuditVerb.CREATED, on=partnership, by=system, at=at, reference=slug)
        invitation = Invitation.objects.create(
            email=email.strip().lower(),
            display_name=display_name.strip(),
            role=MANAGER,
            token_hash=tokens.hash_of(tokens.new_token()),  # sending makes the real one
            invited_at=at,
            invited_by=system,
            expires_at=at + authority.OFFER_LASTS,
        )
        facts = {"role": MANAGER}
        audit.record(verb=AuditVerb.INVITED, on=invitation, by=system, at=at, facts=facts)
        outbox.wake(SEND)
    return partnership


def _check(slug: str, name: str) -> None:
    if slug in RESERVED or not re.fullmatch(PartnershipConverter.regex, slug):
        raise DomainError(
            f"{slug!r} cannot be a partnership's address: it takes 2 to 40 small letters, digits "
            "and hyphens, and is none of the portal's own words.",
            code="slug-wrong",
        )
    if Partnership.objects.filter(slug=slug).exists():
        raise DomainError(f"The address {slug} is taken.", code="slug-taken")
    if Partnership.objects.filter(name=name).exists():
        raise DomainError(f"There is a partnership called {name} already.", code="name-taken")
