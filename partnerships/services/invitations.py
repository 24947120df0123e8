"""Asking people in: an account begins with an invitation, and with nothing else."""

import logging
import smtplib
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction

from krscp_portal.foundation import outbox
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import LONDON, local_day
from partnerships import audit, authority, tokens
from partnerships.enums import AuditVerb
from partnerships.models import Invitation, Partnership, RoleAssignment, User
from partnerships.roles import ROLES, Permission
from partnerships.services.permission import refuse_unless, require

log = logging.getLogger(__name__)

SEND = "partnerships.send_invitations"
ATTEMPTS = 8
BODY = (
    "You are invited to join {partnership} on the {product}, as: {role}.\n\n"
    "To accept, open this link before {until}:\n\n    {link}\n\n"
    "The link works once and is for you alone. If you did not expect it, do nothing.\n"
)


@transaction.atomic
def invite_member(
    *, email: str, display_name: str, role: str, by: User, at: datetime
) -> Invitation:
    """Offer a role to an address; the e-mail goes out after commit.

    Refuses a role that does not exist, an address that holds the role already, and a second offer
    of the same role while one is open.
    """
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    address = email.strip().lower()
    _check_offer(address, role, at=at)

    invitation = Invitation.objects.create(
        email=address,
        display_name=display_name.strip(),
        role=role,
        token_hash=tokens.hash_of(
            tokens.new_token()
        ),  # nobody knows this one; sending makes the real one
        invited_at=at,
        invited_by=by,
        expires_at=at + authority.OFFER_LASTS,
    )
    audit.record(verb=AuditVerb.INVITED, on=invitation, by=by, at=at, facts={"role": role})
    outbox.wake(SEND)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Send an open offer again with a new link and a new fortnight; the earlier link is dead."""
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    invitation = _lock_open(invitation)

    invitation.expires_at = at + authority.OFFER_LASTS
    invitation.token_hash = tokens.hash_of(tokens.new_token())
    invitation.sent_at, invitation.attempts = None, 0
    invitation.save(update_fields=["expires_at", "token_hash", "sent_at", "attempts"])
    facts = {"role": invitation.role, "again": True}
    audit.record(verb=AuditVerb.INVITED, on=invitation, by=by, at=at, facts=facts)
    outbox.wake(SEND)
    return invitation


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Withdraw an open offer; its link is dead at once."""
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    invitation = _lock_open(invitation)

    invitation.revoked_at, invitation.revoked_by = at, by
    invitation.save(update_fields=["revoked_at", "revoked_by"])
    facts = {"role": invitation.role}
    audit.record(verb=AuditVerb.REVOKED, on=invitation, by=by, at=at, facts=facts)
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, by: User, at: datetime) -> RoleAssignment:
    """Give the signed-in person the role that was offered to their address.

    Refuses an offer that is used, expired or withdrawn, and one made to another address.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    refuse_unless(authority.may_accept(_offer(invitation), email=by.email, at=at))

    invitation.accepted_at, invitation.accepted_by = at, by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    day = local_day(at)
    held = RoleAssignment.objects.filter(user=by, role=invitation.role).on_day(day)
    assignment = held.in_open_partnership().first() or RoleAssignment.objects.create(
        user=by, role=invitation.role, from_on=day
    )
    facts = {"role": invitation.role, "user": by.pk, "assignment": str(assignment.public_id)}
    audit.record(verb=AuditVerb.JOINED, on=invitation, by=by, at=at, facts=facts)
    return assignment


@transaction.atomic
def join_by_invitation(
    *, invitation: Invitation, display_name: str, password: str, at: datetime
) -> User:
    """Make the account of somebody new and give it the role that was offered.

    Refuses an address that has an account already: its holder signs in and accepts. Refuses a weak
    password beside its field.
    """
    if User.objects.filter(email=invitation.email).exists():
        raise DomainError(
            "There is an account for this address. Sign in to accept.", code="account-exists"
        )
    person = User(email=invitation.email, display_name=display_name.strip())
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise DomainError(" ".join(weak.messages), code="password-weak", field="password") from weak

    person = User.objects.create_user(invitation.email, password, display_name=person.display_name)
    # The link arrived at this address, so it is verified.
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    accept_invitation(invitation=invitation, by=person, at=at)
    return person


def waiting_invitations(*, at: datetime) -> list[int]:
    """Return the ids of the open partnership's invitations that no e-mail has carried yet."""
    rows = Invitation.objects.usable(at).filter(sent_at__isnull=True, attempts__lt=ATTEMPTS)
    return list(rows.order_by("invited_at", "pk").values_list("pk", flat=True)[:500])


def send_invitation(*, invitation_id: int, partnership: Partnership, at: datetime) -> bool:
    """E-mail one invitation with a fresh link unless another worker has it; say whether it went.

    The token exists in the e-mail alone. A crash between sending and commit leaves a dead link
    and the next run sends another.
    """
    invitation = (
        Invitation.objects.usable(at)
        .filter(pk=invitation_id, sent_at__isnull=True)
        .select_for_update(skip_locked=True)
        .first()
    )
    return invitation is not None and _send(invitation, partnership=partnership, at=at)


def _check_offer(address: str, role: str, *, at: datetime) -> None:
    if role not in ROLES:
        raise DomainError("Select one of the roles.", code="role-unknown", field="role")
    held = RoleAssignment.objects.filter(user__email=address, role=role).on_day(local_day(at))
    if held.in_open_partnership().exists():
        raise DomainError("This person holds the role already.", code="role-held", field="email")
    if Invitation.objects.open().filter(email=address, role=role).exists():
        raise DomainError(
            "This address has been invited to the role already. Send that invitation again.",
            code="invited-already",
            field="email",
        )


def _lock_open(invitation: Invitation) -> Invitation:
    found = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if found.accepted_at or found.revoked_at:
        raise DomainError(
            "This invitation has been accepted or withdrawn already.", code="invitation-closed"
        )
    return found


def _offer(invitation: Invitation) -> authority.Offer:
    return authority.Offer(
        email=invitation.email,
        expires_at=invitation.expires_at,
        is_accepted=invitation.accepted_at is not None,
        is_revoked=invitation.revoked_at is not None,
    )


def _send(invitation: Invitation, *, partnership: Partnership, at: datetime) -> bool:
    token = tokens.new_token()
    body = BODY.format(
        partnership=partnership.name,
        product=settings.PRODUCT_NAME,
        role=ROLES[invitation.role].name.lower(),
        until=f"{invitation.expires_at.astimezone(LONDON):%-d %B %Y at %H:%M}",
        link=f"{settings.PUBLIC_URL}/invitations/{partnership.slug}/{token}/",
    )
    subject = f"{partnership.short_name}: an invitation to join"
    invitation.attempts += 1
    try:
        EmailMessage(subject=subject, body=body, to=[invitation.email]).send()
    except (smtplib.SMTPException, OSError):
        log.warning("invitation not accepted by the mail server", extra={"row": invitation.pk})
        invitation.save(update_fields=["attempts"])
        return False
    invitation.token_hash, invitation.sent_at = tokens.hash_of(token), at
    invitation.save(update_fields=["attempts", "token_hash", "sent_at"])
    return True
