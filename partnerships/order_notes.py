"""What the rules of order need of a person: one entry for all that is required and not kept.

The look at who chairs next is told of thirty days ahead, once for each date.
"""

from datetime import date, timedelta

from partnerships import order
from partnerships.access import Standing
from partnerships.models import User
from partnerships.needs import Need
from partnerships.reminders import Reminder
from partnerships.roles import Permission
from partnerships.selectors.rules import chairs_due

NOTICE = timedelta(days=30)


def needs(_user: User, standing: Standing, on: date) -> list[Need]:
    """Return one entry for required rules that are not kept, and one for each late look at a chair.

    For whoever keeps the record; as many queries as the page "Are we in order?".
    """
    if not standing.can(Permission.PARTNERSHIP_EDIT):
        return []
    broken = [each for each in order.findings(on=on) if each.is_broken]
    required = sum(each.is_required for each in broken)
    looks = [
        Need("Look at who chairs next, and record it", each.path, state="Overdue", late=True)
        for each in broken
        if each.key == "chair_reviewed"
    ]
    if not required:
        return looks
    what = "A required rule is" if required == 1 else f"{required} required rules are"
    return [Need(f"{what} not kept: see what to do", "order/", state="Not in order"), *looks]


def reminders(on: date) -> list[Reminder]:
    """Return the looks at a chair that fall due within thirty days or are overdue; six queries."""
    return [
        Reminder(
            key=f"chair-review:{rule}:{due}",
            subject="The choice of a chair is due to be looked at again",
            path=f"details/chair-rules/{rule}/",
            permission=Permission.PARTNERSHIP_EDIT,
        )
        for rule, _body, due in chairs_due(on=on, within=NOTICE)
    ]
