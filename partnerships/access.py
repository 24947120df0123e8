"""May this person? The only module that asks guardian (with the `models/grants.py` tables).

Roles come from `RoleAssignment` rows of the open partnership; guardian is for named exceptions on
one object only: sight of one restricted case, a reviewer's access to one review.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from guardian.shortcuts import assign_perm, get_users_with_perms, remove_perm

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.verdict import Allowed, Refused, Verdict
from partnerships.models import RoleAssignment, User
from partnerships.roles import ROLES, Permission


@dataclass(frozen=True)
class Standing:
    """What one person holds in the open partnership on one day.

    `elsewhere` counts the other partnerships in which they hold a role, for the switcher.
    """

    roles: frozenset[str]
    permissions: frozenset[Permission]
    is_system: bool = False
    elsewhere: int = 0

    def __bool__(self) -> bool:
        return self.is_system or bool(self.roles)

    @property
    def needs_second_factor(self) -> bool:
        return any(ROLES[code].needs_second_factor for code in self.roles)

    def can(self, permission: Permission) -> Verdict:
        """Say whether the roles allow it, with the sentence that pages and interface share."""
        if not isinstance(permission, Permission):
            raise TypeError(f"{permission!r} is not a Permission")
        if self.is_system or permission in self.permissions:
            return Allowed()
        holders = [role.name.lower() for role in ROLES.values() if permission in role.permissions]
        return Refused(
            f"Your role does not allow this. It is for: {', '.join(holders)}.",
            code=f"needs:{permission.value}",
        )


def standing(user: User, *, on: date) -> Standing:
    """Return what the user holds in the open partnership on the day; one query."""
    if user.is_system:
        return Standing(frozenset(), frozenset(), is_system=True)
    here = required_partnership_id()
    # The policy also shows a person's own rows of other partnerships.
    held = set(
        RoleAssignment.objects.filter(user_id=user.pk)
        .on_day(on)
        .values_list("partnership_id", "role")
    )
    codes = frozenset(role for where, role in held if where == here) & frozenset(ROLES)
    permissions = frozenset().union(*(ROLES[code].permissions for code in codes))
    elsewhere = len({where for where, _role in held if where != here})
    return Standing(codes, permissions, elsewhere=elsewhere)


def can(user: User, permission: Permission, *, on: date) -> Verdict:
    """Say whether the user may do this in the open partnership on the day."""
    return standing(user, on=on).can(permission)


def grant(user: User, codename: str, thing: Model) -> None:
    """Give one person one permission on one object; services call this, with an audit row."""
    assign_perm(f"{thing._meta.app_label}.{codename}", user, thing)


def revoke(user: User, codename: str, thing: Model) -> None:
    """Take that permission back."""
    remove_perm(f"{thing._meta.app_label}.{codename}", user, thing)


def is_named_on(user: User, codename: str, thing: Model) -> bool:
    """Say whether the person has been named on this one object."""
    return user.has_perm(f"{thing._meta.app_label}.{codename}", thing)


def named_on(thing: Model) -> Any:
    """Return the users who are named on the object."""
    return get_users_with_perms(thing, with_group_users=False)
