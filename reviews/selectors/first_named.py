"""Who is named on a case from its first moment, where the partnership closes new cases to others."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from partnerships.access import Standing
from partnerships.enums import RuleKind, RuleStance
from partnerships.models import LocalRule, RoleAssignment, User
from partnerships.roles import ROLES, Permission
from reviews.selectors.people import people_to_name

MANAGER: Final = "manager"
DECIDERS: Final = frozenset(
    code
    for code, role in ROLES.items()
    if Permission.CASE_DECIDE in role.permissions and code != MANAGER
)
"""The roles of those who decide for a safeguarding partner; a manager is not one by being manager."""


@dataclass(frozen=True)
class FirstNamed:
    """Who is on a new case in any event, in words, and who else may be chosen, with their roles."""

    words: str
    others: list[tuple[User, str]]


def first_named(*, user: User, standing: Standing, on: date) -> FirstNamed | None:
    """Return who is on a case that the person logs, where new cases are closed; three queries.

    None where they are not. Whoever does not see the record of people is offered nobody.
    """
    if not new_cases_are_closed(on=on):
        return None
    deciders = who_decides(on=on)
    names = ", ".join(each.display_name for each in deciders if each.pk != user.pk)
    words = f"You will see it, and those who decide for the partners: {names or 'nobody yet'}."
    if not standing.can(Permission.PARTNERSHIP_VIEW):
        return FirstNamed(words, [])
    but = frozenset({user.pk, *(each.pk for each in deciders)})
    more = "Nobody else sees it, no manager either, unless you choose them here."
    return FirstNamed(f"{words} {more}", people_to_name(but=but, on=on))


def new_cases_are_closed(*, on: date) -> bool:
    """Say whether the partnership's rule closes new cases to all but those named; one query.

    As every rule of a partnership it binds where it refuses, was confirmed, and has not ended.
    """
    rules = LocalRule.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        kind=RuleKind.NEW_CASES_ARE_SEEN_BY_THOSE_NAMED,
        stance=RuleStance.REFUSE,
        confirmed=True,
    )
    return rules.exists()


def who_decides(*, on: date) -> list[User]:
    """Return the people who decide for a safeguarding partner on the day, by name; one query."""
    return _holders(DECIDERS, on=on)


def managers(*, on: date) -> list[User]:
    """Return the managers on the day, by name; one query."""
    return _holders({MANAGER}, on=on)


def _holders(roles: frozenset[str] | set[str], *, on: date) -> list[User]:
    held = RoleAssignment.objects.in_open_partnership().on_day(on).filter(role__in=roles)
    rows = held.filter(user__is_active=True).select_related("user")
    found = {row.user_id: row.user for row in rows.order_by("user__display_name", "user_id")}
    return list(found.values())
