"""The daily round: everybody is told once of what falls due by itself.

Providers say what falls due (partnerships/reminders.py) and are asked again every day. A notice is
unique by recipient and key, so a round can be repeated, and one that did not run is caught up by
the next: nothing is counted, and the last round is not remembered.
"""

import logging
from collections import defaultdict
from datetime import date, datetime

from django.db import transaction

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.moment import local_day
from partnerships import audit, reminders
from partnerships.enums import AuditVerb
from partnerships.models import Partnership, RoleAssignment, User
from partnerships.reminders import Provider, Reminder
from partnerships.roles import GROUP_PERMISSIONS, ROLES
from partnerships.services.notices import tell

log = logging.getLogger(__name__)


def remind(*, at: datetime) -> int:
    """Tell whoever holds a role here today what falls due; return how many notices were new.

    A reminder goes to those who hold its permission and to the users that it names; a person whose
    role has ended is told nothing. A provider that fails is logged and does not stop the others.
    """
    on = local_day(at)
    people = _people(on)
    return sum(_ask(provider, people=people, at=at) for provider in reminders.providers())


def _ask(provider: Provider, *, people: dict[User, frozenset[str]], at: datetime) -> int:
    """Tell what one provider knows, all of it or nothing."""
    try:
        with transaction.atomic():
            found = provider(local_day(at))
            return sum(_tell(reminder, people=people, at=at) for reminder in found)
    except Exception:
        log.exception(
            "a provider of reminders failed",
            extra={"provider": f"{provider.__module__}.{getattr(provider, '__qualname__', '?')}"},
        )
        return 0


def _tell(reminder: Reminder, *, people: dict[User, frozenset[str]], at: datetime) -> int:
    told = tell(
        recipients=[user for user, held in people.items() if _concerns(reminder, user, held)],
        key=reminder.key,
        subject=reminder.subject,
        path=reminder.path,
        at=at,
    )
    if told:
        audit.record(
            verb=AuditVerb.WARNED,
            on=Partnership.objects.get(pk=required_partnership_id()),
            by=User.objects.system(),
            at=at,
            reference=reminder.subject,
            facts={"reminder": reminder.key, "people": told},
        )
    return told


def _concerns(reminder: Reminder, user: User, permissions: frozenset[str]) -> bool:
    return user.pk in reminder.also or reminder.permission in permissions


def _people(on: date) -> dict[User, frozenset[str]]:
    """Return who holds a role here on the day, with what they may do; one query."""
    held: defaultdict[User, set[str]] = defaultdict(set)
    rows = RoleAssignment.objects.in_open_partnership().on_day(on).filter(user__is_active=True)
    for row in rows.select_related("user").order_by("user_id"):
        # A role narrowed to one group lets somebody act in that group, not in the partnership.
        narrowed = GROUP_PERMISSIONS if row.group_key else frozenset()
        held[row.user] |= ROLES[row.role].permissions - narrowed if row.role in ROLES else set()
    return {user: frozenset(permissions) for user, permissions in held.items()}
