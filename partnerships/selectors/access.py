"""Who may use a partnership's portal, and who has been asked to."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from krscp_portal.foundation.context import as_invitee
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import LONDON
from partnerships import authority, group_names, tokens
from partnerships.enums import AppointmentKind
from partnerships.models import (
    AgencyMembership,
    Appointment,
    Invitation,
    Organisation,
    Partnership,
    RoleAssignment,
    Seat,
    User,
)
from partnerships.roles import ROLES

CLOSED_SHOWN = 20
EXPIRED = "Expired"


@dataclass(frozen=True)
class RoleLine:
    """One role of one person, with its dates; `state` is current, coming or ended.

    `scope` names the agency or the group that it is narrowed to, if any.
    """

    public_id: UUID
    role: str
    name: str
    from_on: date
    to_on: date | None
    state: str
    scope: str = ""


@dataclass(frozen=True)
class MemberRow:
    """One person with the roles they hold, held or will hold here."""

    public_id: UUID
    name: str
    email: str
    roles: tuple[RoleLine, ...]

    @property
    def is_current(self) -> bool:
        """Say whether any of the roles counts now or will."""
        return any(line.state != "ended" for line in self.roles)


@dataclass(frozen=True)
class InvitationRow:
    """One invitation in words: what was offered to whom, and what became of it."""

    public_id: UUID
    name: str
    email: str
    role: str
    by: str
    invited_at: datetime
    expires_at: datetime
    state: str
    tone: str
    is_open: bool
    is_expired: bool = False
    scope: str = ""
    seat: str = ""
    role_to_on: date | None = None


@dataclass(frozen=True)
class OfferElsewhere:
    """What a partnership in which somebody holds no role yet has offered to their address."""

    partnership: str
    role: str
    expires_at: datetime


def members(*, on: date) -> list[MemberRow]:
    """Return everybody who holds or held a role in the open partnership, by name; two queries."""
    rows = RoleAssignment.objects.in_open_partnership().select_related("user", "organisation")
    groups = group_names.current_groups()
    lines: dict[User, list[RoleLine]] = defaultdict(list)
    for row in rows.order_by("user__display_name", "user_id", "from_on", "pk"):
        lines[row.user].append(_line(row, groups, on=on))
    return [
        MemberRow(user.public_id, user.display_name, user.email, tuple(held))
        for user, held in lines.items()
    ]


def member(*, user_id: UUID, on: date) -> MemberRow | None:
    """Return one person of the open partnership with all their roles here, or None."""
    rows = RoleAssignment.objects.in_open_partnership().filter(user__public_id=user_id)
    held = list(rows.select_related("user", "organisation").order_by("from_on", "pk"))
    if not held:
        return None
    user = held[0].user
    groups = group_names.current_groups()
    lines = tuple(_line(row, groups, on=on) for row in held)
    return MemberRow(user.public_id, user.display_name, user.email, lines)


def invitations(*, at: datetime) -> list[InvitationRow]:
    """Return the open invitations and the latest closed ones, newest first; three queries."""
    rows = Invitation.objects.select_related("invited_by", "organisation", "seat")
    rows = rows.order_by("-invited_at", "-pk")
    closed = rows.exclude(pk__in=Invitation.objects.open().values("pk"))[:CLOSED_SHOWN]
    groups = group_names.current_groups()
    return [_invitation(row, groups, at=at) for row in [*rows.open(), *closed]]


def offers_elsewhere(
    *, user: User, at: datetime, known: Iterable[Partnership]
) -> list[OfferElsewhere]:
    """Return what the person's own address was offered where they hold no role yet.

    Nothing else of those partnerships is read; the link stands in the e-mail alone.
    """
    with as_invitee(user.email):
        rows = list(
            Invitation.objects.usable(at)
            .filter(email=user.email)
            .exclude(partnership__in=[each.pk for each in known])
            .order_by("expires_at", "pk")
            .values_list("partnership_id", "role", "expires_at")
        )
    names = Partnership.objects.in_bulk({pk for pk, _role, _until in rows}) if rows else {}
    return [
        OfferElsewhere(names[pk].name, ROLES[role].name, until)
        for pk, role, until in rows
        if role in ROLES
    ]


def seats_to_offer(*, on: date) -> QuerySet[Seat]:
    """Return the open seats that have no substantive holder on the day or later, by title."""
    held = Appointment.objects.filter(kind=AppointmentKind.SUBSTANTIVE).filter(
        Q(period__endswith__isnull=True) | Q(period__endswith__gt=on)
    )
    seats = Seat.objects.filter(closed_on__isnull=True).exclude(pk__in=held.values("seat_id"))
    return seats.order_by("title", "pk")


def agencies_to_narrow_to(*, on: date) -> QuerySet[Organisation]:
    """Return the organisations that take part in the open partnership on the day, by name."""
    mine = AgencyMembership.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
    return Organisation.objects.filter(pk__in=mine.values("organisation_id")).order_by("name")


def scope_in_words(row: RoleAssignment | Invitation, groups: dict[str, str]) -> str:
    """Return the agency or the group that a role is narrowed to; the caller loaded the agency."""
    if row.organisation:
        return row.organisation.name
    return groups.get(row.group_key, row.group_key)


def invitation_of(*, token: str, at: datetime) -> Invitation:
    """Return the open partnership's invitation that the link's token belongs to.

    Refuses a token that is not known, and an offer that is used, expired or withdrawn, in the
    same words.
    """
    usable = Invitation.objects.usable(at).select_related("organisation", "seat")
    found = usable.filter(token_hash=tokens.hash_of(token)).first()
    if found is None:
        raise DomainError(authority.SPENT, code="invitation-spent")
    return found


def has_account(*, email: str) -> bool:
    """Say whether the address belongs to an account; only for who holds a link sent to it."""
    return User.objects.filter(email=email.lower()).exists()


def scope_of(row: RoleAssignment | Invitation) -> str:
    """Return what one role or offer is narrowed to, in words, or nothing."""
    return scope_in_words(row, group_names.current_groups() if row.group_key else {})


def _line(row: RoleAssignment, groups: dict[str, str], *, on: date) -> RoleLine:
    if row.ended_at or (row.to_on and row.to_on < on):
        state = "ended"
    else:
        state = "coming" if row.from_on > on else "current"
    name = ROLES[row.role].name if row.role in ROLES else row.role
    scope = scope_in_words(row, groups)
    return RoleLine(row.public_id, row.role, name, row.from_on, row.to_on, state, scope)


def _invitation(row: Invitation, groups: dict[str, str], *, at: datetime) -> InvitationRow:
    state, tone = _state(row, at=at)
    return InvitationRow(
        public_id=row.public_id,
        name=row.display_name,
        email=row.email,
        role=ROLES[row.role].name if row.role in ROLES else row.role,
        by=row.invited_by.display_name,
        invited_at=row.invited_at,
        expires_at=row.expires_at,
        state=state,
        tone=tone,
        is_open=row.accepted_at is None and row.revoked_at is None,
        is_expired=state == EXPIRED,
        scope=scope_in_words(row, groups),
        seat=row.seat.title if row.seat else "",
        role_to_on=row.role_to_on,
    )


def _state(row: Invitation, *, at: datetime) -> tuple[str, str]:
    if row.accepted_at:
        return "Accepted", "green"
    if row.revoked_at:
        return "Withdrawn", "grey"
    if row.expires_at <= at:
        return EXPIRED, "orange"
    if row.sent_at is None:
        return "Waiting to be sent", "yellow"
    sent = row.sent_at.astimezone(LONDON)
    return f"Sent {sent.day} {sent:%B}", "blue"
