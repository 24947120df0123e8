"""Loads what hangs on priorities: outcomes, figures, plans with what was said of them, reviews."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Final
from uuid import UUID

from governance.models import (
    Group,
    Indicator,
    Outcome,
    PlanItem,
    Priority,
    PriorityReview,
    Workplan,
)
from governance.services import plan_updates, priorities, workplans
from governance.services.plan_updates import Said
from krscp_portal.examples import words
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import MORNING, Load
from krscp_portal.foundation.moment import LONDON, local_day
from partnerships.models import Seat, User

COUNTED_AFTER: Final = timedelta(days=10)
NOTHING: Final = UUID(int=0)  # the public id of no row


def load_outcomes(load: Load) -> None:
    """Load what each priority is to change, in the file's order."""
    for row in load.rows("priority"):
        priority = _priority(row["title"])
        if priority is None:
            continue
        for statement in row.get("outcomes", []):
            load.ledger.once(
                "outcome",
                f"{row['title']}:{statement}",
                partial(
                    priorities.add_outcome,
                    priority=priority,
                    statement=statement,
                    source=words.cited(row),
                    by=load.by,
                    at=load.at,
                ),
                there=Outcome.objects.current().filter(priority=priority, statement=statement),
            )


def load_plans(load: Load) -> None:
    """Put in figures, plans with their lines and steps, what was said of the lines, and reviews."""
    for row in load.rows("indicator"):
        _load_indicator(load, row)
    begun = {row["key"]: load.morning(row["from_days"]) for row in load.rows("plan")}
    for row in load.rows("plan"):
        load.timeline.add(begun[row["key"]], partial(_load_plan, load, row))
    for row in load.rows("plan_line"):
        load.timeline.add(begun[row["plan"]], partial(_load_line, load, row))
    for row in load.rows("plan_review"):
        load.timeline.add(load.morning(row["days"]), partial(_load_review, load, row))


def quarters_before(day: date, number: int) -> list[date]:
    """Return the last days of so many quarters that are over on the day, the oldest first."""
    found = []
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    for _each in range(number):
        last = first - timedelta(days=1)
        found.append(last)
        first = date(last.year, last.month - 2, 1)
    return found[::-1]


def _counted(end: date) -> datetime:
    """Return when somebody writes down the figure of a quarter."""
    return datetime.combine(end + COUNTED_AFTER, MORNING, tzinfo=LONDON)


def _load_indicator(load: Load, row: Row) -> None:
    priority = _priority(row["priority"])
    if priority is None:
        return
    facts = priorities.IndicatorFacts(
        name=row["name"],
        definition=row.get("definition", ""),
        unit=row.get("unit", ""),
        polarity=row["polarity"],
        baseline=_figure(row, "baseline"),
        target=_figure(row, "target"),
        owner=_seat(row.get("owner", "")),
        source=words.cited(row),
    )

    def make() -> Indicator:
        made = priorities.add_indicator(priority=priority, facts=facts, by=load.by, at=load.at)
        ends = quarters_before(local_day(load.now), len(row["values"]))
        for end, value in zip(ends, row["values"], strict=True):
            load.timeline.add(
                min(max(_counted(end), load.at), load.now),
                partial(
                    priorities.record_reading,
                    indicator=made,
                    period_end=end,
                    value=Decimal(value),
                    by=load.by,
                ),
            )
        return made

    there = Indicator.objects.current().filter(priority=priority, name=row["name"])
    load.ledger.once("indicator", f"{row['priority']}:{row['name']}", make, there=there)


def _load_plan(load: Load, row: Row, *, at: datetime) -> None:
    group = Group.objects.current().filter(key=row.get("group", "")).first()
    if "group" in row and group is None:
        return
    facts = workplans.PlanFacts(
        title=row["title"],
        group=group,
        from_on=load.day(row["from_days"]) or local_day(load.now),
        to_on=load.day(row["to_days"]) or local_day(load.now),
        note=row.get("note", ""),
        source=words.cited(row),
    )
    load.ledger.once(
        "plan",
        row["key"],
        partial(workplans.add_workplan, facts=facts, by=load.by, at=at),
        there=Workplan.objects.filter(group=group, title=row["title"]),
    )


def _load_line(load: Load, row: Row, *, at: datetime) -> None:
    """Load a line with its steps and what was said of it; later loads leave all of it alone."""
    plan = Workplan.objects.filter(
        public_id=load.ledger.known.get(("plan", row["plan"]), NOTHING)
    ).first()
    owner = _seat(row["owner"])
    if plan is None or plan.ended_on is not None or owner is None:
        return
    priority = _priority(row.get("priority", ""))
    above = load.ledger.known.get(("plan_line", row.get("serves", "")), NOTHING)
    facts = workplans.ItemFacts(
        title=row["title"],
        owner=owner,
        due_on=load.day(row["due_days"]) or local_day(load.now),
        priority=priority,
        outcome=_outcome(priority, row),
        serves=PlanItem.objects.filter(public_id=above).select_related("plan").first(),
        measure=row.get("measure", ""),
        source=words.cited(row),
    )

    def make() -> PlanItem:
        made = workplans.add_item(plan=plan, facts=facts, by=load.by, at=at)
        _load_steps(load, row, made, at=at)
        _put_updates(load, row, made, at=at)
        return made

    load.ledger.once("plan_line", row["key"], make)


def _load_steps(load: Load, row: Row, item: PlanItem, *, at: datetime) -> None:
    """Load the steps with the line; one that was taken is written down on the day it was."""
    for step in row.get("steps", []):
        facts = workplans.MilestoneFacts(
            title=step["title"],
            due_on=load.day(step["due_days"]) or item.due_on,
            done_on=load.day(step.get("done_days")),
        )
        add = partial(workplans.add_milestone, item=item, facts=facts, by=load.by)
        load.timeline.add(max(load.morning(step.get("done_days")), at), add)


def _put_updates(load: Load, row: Row, item: PlanItem, *, at: datetime) -> None:
    for revision, update in enumerate(row.get("updates", [])):
        person = User.objects.filter(email=update["by"]).first() or load.by
        said = Said(item, update["answer"], revision, update.get("reason", ""))
        send = partial(plan_updates.send_updates, said=[said], by=person)
        load.timeline.add(max(load.now + timedelta(days=update["days"]), at), send)


def _load_review(load: Load, row: Row, *, at: datetime) -> None:
    priority = _priority(row["priority"])
    if priority is None:
        return
    facts = priorities.ReviewFacts(
        reviewed_on=load.day(row["days"]) or local_day(load.now),
        rag=row["rag"],
        what_changed=row["what_changed"],
        what_next=row["what_next"],
    )
    load.ledger.once(
        "plan_review",
        row["priority"],
        partial(priorities.review_priority, priority=priority, facts=facts, by=load.by, at=at),
        there=PriorityReview.objects.filter(priority=priority),
    )


def _priority(title: str) -> Priority | None:
    return Priority.objects.current().filter(title=title).first()


def _outcome(priority: Priority | None, row: Row) -> Outcome | None:
    found = Outcome.objects.current().filter(priority=priority, order=row.get("outcome", 0))
    return found.first()


def _seat(key: str) -> Seat | None:
    return Seat.objects.filter(key=key, closed_on__isnull=True).first()


def _figure(row: Row, name: str) -> Decimal | None:
    return Decimal(row[name]) if name in row else None
