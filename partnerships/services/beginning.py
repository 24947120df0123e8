"""A new partnership or joint body on this install, and the first person who may let others in."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from krscp_portal.foundation import outbox
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from partnerships import audit, authority, tokens
from partnerships.addresses import RESERVED, PartnershipConverter
from partnerships.enums import AuditVerb, PartnershipKind, RuleKind, RuleStance
from partnerships.models import Invitation, Partnership, User
from partnerships.services.invitations import SEND
from partnerships.services.joint import add_participation
from partnerships.services.rules import RuleFacts, add_rule

MANAGER = "manager"
NEED_TO_KNOW = RuleFacts(
    kind=RuleKind.NEW_CASES_ARE_SEEN_BY_THOSE_NAMED,
    stance=RuleStance.REFUSE,
    text="A new case is seen by those named on it alone: whoever logs it, the safeguarding partners "
    "who decide, and whoever is named with it. A manager who is not named does not see it.",
    source="The portal’s own default for a new partnership",
)
LEAST = 2


@transaction.atomic
def begin_partnership(
    *, slug: str, name: str, short_name: str, email: str, display_name: str, at: datetime
) -> Partnership:
    """Make a partnership and invite its first manager, who can do the rest; return it.

    For the operator of the install, before anybody holds a role there. It begins with the rule that
    new cases are seen by those named alone, and may end it. Refuses an address (slug) that cannot stand in a link, one of the portal's own, and a name or an address already taken.
    """
    _check(slug, name)

    partnership = Partnership.objects.create(slug=slug, name=name, short_name=short_name)
    with tenant(partnership.pk):
        system = _note(partnership, at=at)
        add_rule(facts=NEED_TO_KNOW, by=system, at=at)
        _invite(email, display_name, at=at)
    return partnership


@transaction.atomic
def begin_joint_body(
    *,
    slug: str,
    name: str,
    short_name: str,
    at: datetime,
    participants: Iterable[Partnership] = (),
    others: Iterable[str] = (),
    email: str = "",
    display_name: str = "",
) -> Partnership:
    """Make a body that several partnerships share, and invite its first manager if there is one.

    `participants` are partnerships of this install, `others` the names of those that are not.
    Refuses what `begin_partnership` refuses, and a body of fewer than two.
    """
    _check(slug, name)
    inside, outside = list(participants), list(others)
    if len(inside) + len(outside) < LEAST:
        raise DomainError("A joint body is shared by two partnerships or more.", code="too-few")

    kind = PartnershipKind.JOINT_BODY
    body = Partnership.objects.create(slug=slug, name=name, short_name=short_name, kind=kind)
    with tenant(body.pk):
        system = _note(body, at=at)
        for participant in inside:
            add_participation(body=body, participant=participant, by=system, at=at)
        for other in outside:
            add_participation(body=body, name=other, by=system, at=at)
        if email:
            _invite(email, display_name, at=at)
    return body


def _note(partnership: Partnership, *, at: datetime) -> User:
    """Write that the open partnership began, and return who did it: the portal itself."""
    system = User.objects.system()
    audit.record(
        verb=AuditVerb.CREATED, on=partnership, by=system, at=at, reference=partnership.slug
    )
    return system


def _invite(email: str, display_name: str, *, at: datetime) -> None:
    system = User.objects.system()
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
