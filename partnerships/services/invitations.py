"""Asking people in: an account begins with an invitation, and with nothing else."""

import logging
import smtplib
from dataclasses import dataclass
from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction

from krscp_portal.foundation import outbox
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import LONDON, local_day
from partnerships import audit, authority, selectors, tokens
from partnerships.enums import AuditVerb
from partnerships.models import Invitation, Partnership, RoleAssignment, Seat, User
from partnerships.roles import ROLES, Permission
from partnerships.services import roles, seats
from partnerships.services.notices import tell
from partnerships.services.permission import refuse_unless, require
from partnerships.services.roles import EVERYTHING, Scope

log = logging.getLogger(__name__)

SEND = "partnerships.send_invitations"
ATTEMPTS = 8
BODY = (
    "You are invited to join {partnership} on the {product}, as: {role}.\n{seat}\n"
    "To accept, open this link before {until}:\n\n    {link}\n\n"
    "The link works once and is for you alone. If you did not expect it, do nothing.\n"
)


@dataclass(frozen=True)
class Terms:
    """What an offer says beyond the role: its bound, its last day, and a seat to go with it."""

    scope: Scope = EVERYTHING
    to_on: date | None = None
    seat: Seat | None = None


PLAIN = Terms()


@transaction.atomic
def invite_member(
    *, email: str, display_name: str, role: str, terms: Terms = PLAIN, by: User, at: datetime
) -> Invitation:
    """Offer a role to an address, and perhaps a seat; the e-mail goes out after commit.

    Refuses a role that does not exist, a bound that it does not take, a last day in the past, a
    seat that is closed or has a holder, an address that holds the role already, and a second
    offer of the same role while one is open.
    """
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    address = email.strip().lower()
    roles.check_role(role=role, scope=terms.scope, on=local_day(at))
    _check_terms(terms, by=by, at=at)
    _check_offer(address, role, terms.scope, at=at)

    invitation = Invitation.objects.create(
        email=address,
        display_name=display_name.strip(),
        role=role,
        organisation=terms.scope.organisation,
        group_key=terms.scope.group_key,
        role_to_on=terms.to_on,
        seat=terms.seat,
        token_hash=tokens.hash_of(
            tokens.new_token()
        ),  # nobody knows this one; sending makes the real one
        invited_at=at,
        invited_by=by,
        expires_at=authority.expiry(at, last_day=terms.to_on),
    )
    facts = _facts(invitation)
    audit.record(verb=AuditVerb.INVITED, on=invitation, by=by, at=at, facts=facts)
    outbox.wake(SEND)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by: User, at: datetime) -> Invitation:
    """Send an open offer again with a new link and a new fortnight; the earlier link is dead.

    Refuses an offer of a role whose last day has passed.
    """
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    invitation = _lock_open(invitation)
    _refuse_past(invitation.role_to_on, at=at)

    invitation.expires_at = authority.expiry(at, last_day=invitation.role_to_on)
    invitation.token_hash = tokens.hash_of(tokens.new_token())
    invitation.sent_at, invitation.attempts = None, 0
    invitation.save(update_fields=["expires_at", "token_hash", "sent_at", "attempts"])
    facts = {**_facts(invitation), "again": True}
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
    """Give the signed-in person the role that was offered to their address, and the seat.

    Refuses an offer that is used, expired or withdrawn, and one made to another address. A seat
    that cannot be filled any more stands in nobody's way: the managers are told.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    refuse_unless(authority.may_accept(_offer(invitation), email=by.email, at=at))

    invitation.accepted_at, invitation.accepted_by = at, by
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    assignment = _give_role(invitation, to=by, on=local_day(at))
    facts = {**_facts(invitation), "user": by.pk, "assignment": str(assignment.public_id)}
    if invitation.seat and not _fill(invitation, invitation.seat, by=by, at=at):
        facts["seat_not_filled"] = True
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


def _check_terms(terms: Terms, *, by: User, at: datetime) -> None:
    _refuse_past(terms.to_on, at=at)
    if terms.seat is None:
        return
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    if terms.seat not in selectors.seats_to_offer(on=local_day(at)):
        raise DomainError(
            "Somebody holds this seat, or it is closed.", code="seat-taken", field="seat"
        )


def _refuse_past(last_day: date | None, *, at: datetime) -> None:
    if last_day and last_day < local_day(at):
        raise DomainError("The last day must not be in the past.", code="past", field="to_on")


def _check_offer(address: str, role: str, scope: Scope, *, at: datetime) -> None:
    person = User.objects.filter(email=address).first()
    day = local_day(at)
    if person and roles.held(user=person, role=role, scope=scope, from_on=day, to_on=day):
        raise DomainError("This person holds the role already.", code="role-held", field="email")
    if Invitation.objects.open().filter(email=address, role=role).exists():
        raise DomainError(
            "This address has been invited to the role already. Send that invitation again.",
            code="invited-already",
            field="email",
        )


def _give_role(invitation: Invitation, *, to: User, on: date) -> RoleAssignment:
    """Give the role from the day on; one that counts already, or was to begin later, serves."""
    scope = Scope(invitation.organisation, invitation.group_key)
    last = invitation.role_to_on
    known = roles.held(user=to, role=invitation.role, scope=scope, from_on=on, to_on=last)
    if known is None:
        return RoleAssignment.objects.create(
            user=to,
            role=invitation.role,
            organisation=scope.organisation,
            group_key=scope.group_key,
            from_on=on,
            to_on=last,
        )
    if known.from_on > on:
        known.from_on = on
        known.save(update_fields=["from_on"])
    return known


def _fill(invitation: Invitation, seat: Seat, *, by: User, at: datetime) -> bool:
    """Appoint the person to the seat that was offered; say whether it could be done."""
    facts = seats.AppointmentFacts(
        person=seats.NewPerson(by.display_name, user=by),
        starts_on=local_day(at),
        appointed_by=invitation.invited_by.display_name,
    )
    try:
        seats.place(seat=seat, facts=facts, by=by, at=at)
    except DomainError:
        tell(
            recipients=_managers(on=local_day(at)),
            key=f"invitation:{invitation.public_id}:seat",
            subject=f"An accepted invitation found its seat taken: {seat.title}"[:160],
            path=f"seats/{seat.public_id}/",
            at=at,
        )
        return False
    return True


def _managers(*, on: date) -> list[User]:
    may = [code for code, role in ROLES.items() if Permission.ACCESS_MANAGE in role.permissions]
    return selectors.holders(roles=may, on=on)


def _lock_open(invitation: Invitation) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    if found.accepted_at or found.revoked_at:
        raise DomainError(
            "This invitation has been accepted or withdrawn already.", code="invitation-closed"
        )
    return found


def _facts(invitation: Invitation) -> dict[str, object]:
    facts: dict[str, object] = {"role": invitation.role, **roles.scope_facts(invitation)}
    if invitation.role_to_on:
        facts["to"] = invitation.role_to_on.isoformat()
    if invitation.seat:
        facts["seat"] = str(invitation.seat.public_id)
    return facts


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
        seat=f"With it comes the seat: {invitation.seat.title}.\n" if invitation.seat else "",
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
