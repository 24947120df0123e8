"""May this person? The only module that asks guardian (with the `models/grants.py` tables).

Roles come from `RoleAssignment` rows of the open partnership; guardian is for named exceptions on
one object only: sight of one restricted case, a reviewer's access to one review.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from guardian.shortcuts import assign_perm, get_users_with_perms, remove_perm

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.verdict import Allowed, Refused, Verdict
from partnerships.models import RoleAssignment, User
from partnerships.roles import AGENCY_PERMISSIONS, GROUP_PERMISSIONS, ROLES, Permission


@dataclass(frozen=True)
class Sight:
    """How far somebody sees whose role is for one agency: that agency, and what is their own."""

    agencies: frozenset[int]
    user_id: int


@dataclass(frozen=True)
class Standing:
    """What one person holds in the open partnership on one day.

    `permissions` are those held without a bound. A role narrowed to one group holds what belongs
    to groups (`roles.GROUP_PERMISSIONS`) in that group alone: those stand in `in_groups` and not
    in `permissions`, so whoever forgets to name the group is refused. A role narrowed to agencies
    holds what belongs to agencies (`roles.AGENCY_PERMISSIONS`) for them alone: those stand in
    `for_agencies`, and `agencies` are the ids of the organisations. `elsewhere` counts the other
    partnerships in which they hold a role, for the switcher.
    """

    roles: frozenset[str]
    permissions: frozenset[Permission]
    is_system: bool = False
    elsewhere: int = 0
    in_groups: frozenset[tuple[str, Permission]] = frozenset()
    agencies: frozenset[int] = frozenset()
    for_agencies: frozenset[Permission] = frozenset()

    def __bool__(self) -> bool:
        return self.is_system or bool(self.roles)

    @property
    def needs_second_factor(self) -> bool:
        return any(ROLES[code].needs_second_factor for code in self.roles)

    def can(self, permission: Permission, *, group_key: str = "") -> Verdict:
        """Say whether the roles allow it, with the sentence that pages and interface share.

        With a `group_key` the question is about that group alone; without one, about any.
        """
        if not isinstance(permission, Permission):
            raise TypeError(f"{permission!r} is not a Permission")
        if self.is_system or permission in self.permissions:
            return Allowed()
        if (group_key, permission) in self.in_groups:
            return Allowed()
        if self._in_some_group(permission):
            return Refused(
                "Your role is for another group, and allows this only there.",
                code=f"other-group:{permission.value}",
            )
        if permission in self.for_agencies:
            return Refused(
                "Your role is for one agency, and allows this only for what belongs to it.",
                code=f"other-agency:{permission.value}",
            )
        holders = [role.name.lower() for role in ROLES.values() if permission in role.permissions]
        return Refused(
            f"Your role does not allow this. It is for: {', '.join(holders)}.",
            code=f"needs:{permission.value}",
        )

    def can_in_some_group(self, permission: Permission) -> Verdict:
        """Say whether the roles allow it in one group at least: for a door, never for a service."""
        return Allowed() if self._in_some_group(permission) else self.can(permission)

    def can_for_an_agency(self, permission: Permission) -> Verdict:
        """Say whether the roles allow it for one agency at least; who asks narrows what is shown."""
        return Allowed() if permission in self.for_agencies else self.can(permission)

    def sight_of(self, user: User) -> Sight | None:
        """Return how far the user sees the record: None without a bound.

        Who may not see the record at all sees what is their own; selectors take it as `sight`.
        """
        if self.can(Permission.PARTNERSHIP_VIEW):
            return None
        return Sight(self.agencies, user.pk)

    def _in_some_group(self, permission: Permission) -> bool:
        return any(held == permission for _group, held in self.in_groups)


def standing(user: User, *, on: date) -> Standing:
    """Return what the user holds in the open partnership on the day; one query."""
    if user.is_system:
        return Standing(frozenset(), frozenset(), is_system=True)
    here = required_partnership_id()
    # The policy also shows a person's own rows of other partnerships.
    held = list(
        RoleAssignment.objects.filter(user_id=user.pk)
        .on_day(on)
        .values_list("partnership_id", "role", "group_key", "organisation_id")
    )
    mine = [each[1:] for each in held if each[0] == here and each[1] in ROLES]
    return Standing(
        roles=frozenset(role for role, _group, _agency in mine),
        permissions=frozenset().union(*(_unbound(*each) for each in mine)),
        elsewhere=len({each[0] for each in held} - {here}),
        in_groups=frozenset(
            (group, permission)
            for role, group, _agency in mine
            if group
            for permission in ROLES[role].permissions & GROUP_PERMISSIONS
        ),
        agencies=frozenset(agency for _role, _group, agency in mine if agency),
        for_agencies=frozenset().union(
            *(
                ROLES[role].permissions & AGENCY_PERMISSIONS
                for role, _group, agency in mine
                if agency
            )
        ),
    )


def can(user: User, permission: Permission, *, on: date, group_key: str = "") -> Verdict:
    """Say whether the user may do this in the open partnership, or in one group, on the day."""
    return standing(user, on=on).can(permission, group_key=group_key)


def require_in_group(permission: Permission, *, group_key: str, by: User, at: datetime) -> None:
    """Refuse with the reason unless the person holds the permission, everywhere or in this group.

    What services ask before they change something that belongs to one group.
    """
    can(by, permission, on=local_day(at), group_key=group_key).or_raise()


def _unbound(role: str, group_key: str, agency: int | None) -> frozenset[Permission]:
    held = ROLES[role].permissions
    if group_key:
        held -= GROUP_PERMISSIONS
    return held - AGENCY_PERMISSIONS if agency else held


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
