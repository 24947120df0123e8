"""Which people hold what, and where."""

from collections.abc import Iterable
from datetime import date

from krscp_portal.foundation.context import as_user
from partnerships.models import Partnership, RoleAssignment, User


def partnerships_of(*, user: User, on: date) -> list[Partnership]:
    """Return the partnerships in which the user holds a role on the day, by name."""
    with as_user(user.pk):
        ids = list(
            RoleAssignment.objects.filter(user=user)
            .on_day(on)
            .values_list("partnership_id", flat=True)
            .distinct()
        )
    return list(Partnership.objects.filter(pk__in=ids).order_by("name"))


def roles_anywhere(*, user: User, on: date) -> frozenset[str]:
    """Return the role codes that the user holds in any partnership on the day."""
    with as_user(user.pk):
        held = RoleAssignment.objects.filter(user=user).on_day(on)
        return frozenset(held.values_list("role", flat=True))


def holders(*, roles: Iterable[str], on: date) -> list[User]:
    """Return the active users who hold one of the roles in the open partnership on the day."""
    held = RoleAssignment.objects.filter(role__in=list(roles)).on_day(on).in_open_partnership()
    found = User.objects.filter(is_active=True, pk__in=held.values("user_id"))
    return list(found.order_by("pk"))


def members_among(*, users: Iterable[int], on: date) -> list[User]:
    """Return those of the users who are active and hold a role in the open partnership that day."""
    held = RoleAssignment.objects.filter(user_id__in=list(users)).on_day(on).in_open_partnership()
    found = User.objects.filter(is_active=True, pk__in=held.values("user_id"))
    return list(found.order_by("pk"))


def system_user() -> User:
    """Return the account that the portal itself acts as: the sweep, the loaders."""
    return User.objects.system()
