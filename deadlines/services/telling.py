"""Who hears of a clock: people who hold the role on the day and may know of its subject."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from deadlines import subjects
from deadlines.models import Deadline
from deadlines.neutral import moved_line
from deadlines.steps import CHAIR, LADDER, OWNER
from krscp_portal.foundation.moment import local_day
from partnerships import access
from partnerships.models import RoleAssignment, User
from partnerships.roles import ROLES, Permission
from partnerships.services.notices import tell


@dataclass(frozen=True)
class Audiences:
    """Who holds which role in the open partnership on one day; read once for a whole sweep."""

    by_role: dict[str, tuple[User, ...]]
    seers: frozenset[int]  # ids of those whose roles let them see deadlines at all
    on: date

    def told(self, deadline: Deadline, audience: str) -> tuple[str, tuple[User, ...]]:
        """Return the people of the audience who may hear of the deadline, and their rung.

        Where there is nobody (no owner, a vacant role, a restricted case) the next rung up the
        ladder hears instead, so that a warning is not lost for want of a reader. Possibly nobody.
        """
        for rung in _from(audience):
            heard = tuple(each for each in self._of(deadline, rung) if self._may(deadline, each))
            if heard:
                return rung, heard
        return audience, ()

    def _of(self, deadline: Deadline, rung: str) -> tuple[User, ...]:
        kind = subjects.kind(deadline.subject_kind)
        if kind.audience is not None and rung in (OWNER, CHAIR):
            return tuple(kind.audience(rung, deadline.subject_id, self.on))
        if rung == OWNER:
            return (deadline.owner,) if deadline.owner else ()
        return self.by_role.get(rung, ())

    def _may(self, deadline: Deadline, user: User) -> bool:
        return user.is_active and user.pk in self.seers and may_be_told(deadline, user)


def audiences(on: date) -> Audiences:
    """Return the open partnership's people on the day, in one query."""
    rows = (
        RoleAssignment.objects.filter(from_on__lte=on, user__is_active=True)
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .in_open_partnership()
        .select_related("user")
        .order_by("user_id", "pk")
    )
    by_role: dict[str, list[User]] = defaultdict(list)
    for row in rows:
        by_role[row.role].append(row.user)
    seers = {
        user.pk
        for code, users in by_role.items()
        if code in ROLES and Permission.DEADLINE_VIEW in ROLES[code].permissions
        for user in users
    }
    by_code = {code: tuple(users) for code, users in by_role.items()}
    return Audiences(by_code, frozenset(seers), on)


def may_be_told(deadline: Deadline, user: User) -> bool:
    """Say whether the person may hear of the deadline's subject; its own app answers."""
    return subjects.kind(deadline.subject_kind).may_be_told(user, deadline.subject_id)


def tell_moved(deadline: Deadline, *, before: date | None, at: datetime) -> None:
    """Tell the owner of an open clock, in neutral words, that its date is another one now."""
    owner, due = deadline.owner, deadline.due_on
    if owner is None or due is None or deadline.met_at is not None or not owner.is_active:
        return
    sees = access.can(owner, Permission.DEADLINE_VIEW, on=local_day(at))
    if not sees or not may_be_told(deadline, owner):
        return
    tell(
        recipients=[owner],
        key=f"deadline:{deadline.public_id}:moved:{before}:{due}:{at:%Y%m%d%H%M%S}",
        subject=moved_line(due=due, reference=deadline.subject_reference),
        path=deadline.subject_path,
        at=at,
    )


def _from(audience: str) -> Iterator[str]:
    if audience not in LADDER:
        yield audience
        return
    yield from LADDER[LADDER.index(audience) :]
