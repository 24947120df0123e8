"""Who may use a partnership's portal, and who has been asked to."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import LONDON
from partnerships import authority, tokens
from partnerships.models import Invitation, RoleAssignment, User
from partnerships.roles import ROLES

CLOSED_SHOWN = 20


@dataclass(frozen=True)
class RoleLine:
    """One role of one person, with its dates; `state` is current, coming or ended."""

    public_id: UUID
    role: str
    name: str
    from_on: date
    to_on: date | None
    state: str


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


def members(*, on: date) -> list[MemberRow]:
    """Return everybody who holds or held a role in the open partnership, by name; one query."""
    rows = RoleAssignment.objects.in_open_partnership().select_related("user")
    lines: dict[User, list[RoleLine]] = defaultdict(list)
    for row in rows.order_by("user__display_name", "user_id", "from_on", "pk"):
        lines[row.user].append(_line(row, on=on))
    return [
        MemberRow(user.public_id, user.display_name, user.email, tuple(held))
        for user, held in lines.items()
    ]


def member(*, user_id: UUID, on: date) -> MemberRow | None:
    """Return one person of the open partnership with all their roles here, or None."""
    rows = RoleAssignment.objects.in_open_partnership().filter(user__public_id=user_id)
    held = list(rows.select_related("user").order_by("from_on", "pk"))
    if not held:
        return None
    user = held[0].user
    lines = tuple(_line(row, on=on) for row in held)
    return MemberRow(user.public_id, user.display_name, user.email, lines)


def invitations(*, at: datetime) -> list[InvitationRow]:
    """Return the open invitations and the latest closed ones, newest first; two queries."""
    rows = Invitation.objects.select_related("invited_by").order_by("-invited_at", "-pk")
    closed = rows.exclude(pk__in=Invitation.objects.open().values("pk"))[:CLOSED_SHOWN]
    return [_invitation(row, at=at) for row in [*rows.open(), *closed]]


def invitation_of(*, token: str, at: datetime) -> Invitation:
    """Return the open partnership's invitation that the link's token belongs to.

    Refuses a token that is not known, and an offer that is used, expired or withdrawn, in the
    same words.
    """
    found = Invitation.objects.usable(at).filter(token_hash=tokens.hash_of(token)).first()
    if found is None:
        raise DomainError(authority.SPENT, code="invitation-spent")
    return found


def has_account(*, email: str) -> bool:
    """Say whether the address belongs to an account; only for who holds a link sent to it."""
    return User.objects.filter(email=email.lower()).exists()


def _line(row: RoleAssignment, *, on: date) -> RoleLine:
    if row.ended_at or (row.to_on and row.to_on < on):
        state = "ended"
    else:
        state = "coming" if row.from_on > on else "current"
    name = ROLES[row.role].name if row.role in ROLES else row.role
    return RoleLine(row.public_id, row.role, name, row.from_on, row.to_on, state)


def _invitation(row: Invitation, *, at: datetime) -> InvitationRow:
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
    )


def _state(row: Invitation, *, at: datetime) -> tuple[str, str]:
    if row.accepted_at:
        return "Accepted", "green"
    if row.revoked_at:
        return "Withdrawn", "grey"
    if row.expires_at <= at:
        return "Expired", "orange"
    if row.sent_at is None:
        return "Waiting to be sent", "yellow"
    sent = row.sent_at.astimezone(LONDON)
    return f"Sent {sent.day} {sent:%B}", "blue"
