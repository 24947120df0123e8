"""Plain builders of priorities and plans, inside the open partnership."""

from datetime import date
from typing import Any

from governance.models import Group, Indicator, Outcome, PlanItem, Priority, Workplan
from partnerships.models import Seat

FROM, TO = date(2020, 1, 1), date(2099, 12, 31)


def priority(title: str = "Neglect", **fields: Any) -> Priority:
    return Priority.objects.create(title=title, **fields)


def outcome(of: Priority, statement: str = "Noticed early") -> Outcome:
    return Outcome.objects.create(priority=of, statement=statement)


def indicator(of: Priority, name: str = "Plans for neglect", **fields: Any) -> Indicator:
    return Indicator.objects.create(priority=of, name=name, **fields)


def plan(group: Group | None = None, title: str = "A plan", **fields: Any) -> Workplan:
    facts = {"from_on": FROM, "to_on": TO, **fields}
    return Workplan.objects.create(group=group, title=title, **facts)


def line(of: Workplan, owner: Seat, title: str = "A line", **fields: Any) -> PlanItem:
    return PlanItem.objects.create(plan=of, owner=owner, title=title, **{"due_on": TO, **fields})


def priorities() -> list[Priority]:
    """Every priority, in the order in which they were made."""
    return list(Priority.objects.order_by("pk"))


def lines() -> list[PlanItem]:
    """Every line with its plan, in the order in which they were made."""
    return list(PlanItem.objects.select_related("plan").order_by("pk"))
