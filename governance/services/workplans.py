"""The business plan and the groups' workplans: their lines and the steps on the way."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from governance import planning
from governance.models import Group, Milestone, Outcome, PlanItem, Priority, Workplan
from governance.services.checks import clean, refuse_unless, require_edit
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import Area, Seat, User
from partnerships.services.changes import as_fields


@dataclass(frozen=True)
class PlanFacts:
    """A plan: what it is called and for what time; without a group it is the business plan."""

    title: str
    from_on: date
    to_on: date
    group: Group | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class ItemFacts:
    """A line: what, who, by when; for which priority and outcome; which line above it serves."""

    title: str
    owner: Seat
    due_on: date
    priority: Priority | None = None
    outcome: Outcome | None = None
    serves: PlanItem | None = None
    measure: str = ""
    area: Area | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class MilestoneFacts:
    """A step on the way of a line; `done_on` when it has been taken."""

    title: str
    due_on: date
    done_on: date | None = None


@transaction.atomic
def add_workplan(*, facts: PlanFacts, by: User, at: datetime) -> Workplan:
    """Begin a plan. The business plan belongs to the partnership, a workplan to its group.

    Refuses an end before the start, the title of a plan that the group has, and an ended group.
    """
    require_edit(by, at=at, group_key=_key(facts.group))
    if facts.group is not None and facts.group.ended_on is not None:
        raise DomainError("This group has been ended.", code="ended", field="group")
    row = Workplan(**as_fields(facts))

    clean(row)
    row.save(force_insert=True)
    audit.record(verb=AuditVerb.CREATED, on=row, by=by, at=at, reference=row.title)
    return row


@transaction.atomic
def change_workplan(*, plan: Workplan, facts: PlanFacts, by: User, at: datetime) -> Workplan:
    """Correct a plan's title or time. Refuses another group and a time that leaves a line out."""
    plan = _locked(plan, by=by, at=at)
    if (facts.group.pk if facts.group else None) != plan.group_id:
        raise DomainError("A plan stays with its group. End it and begin another.", code="group")
    last = plan.items.current().aggregate(last=Max("due_on"))["last"]
    if last and last > facts.to_on:
        raise DomainError(
            "A line of the plan falls due after that day. Change the line first.",
            code="line-later",
            field="to_on",
        )
    return _change(plan, as_fields(facts), reference=facts.title, by=by, at=at)


@transaction.atomic
def end_workplan(*, plan: Workplan, on: date, by: User, at: datetime) -> Workplan:
    """Note that a plan no longer holds after the day; its lines stay as history."""
    plan = _locked(plan, by=by, at=at)
    return _end(plan, on=on, reference=plan.title, by=by, at=at)


@transaction.atomic
def add_item(*, plan: Workplan, facts: ItemFacts, by: User, at: datetime) -> PlanItem:
    """Put a line at the foot of a plan.

    A line that serves one of the business plan works for the same priority and outcome unless it
    names its own. Refuses a day outside the plan, an owner whose seat is closed, an outcome of
    another priority, and to serve a line that is not of the business plan.
    """
    plan = _locked(plan, by=by, at=at)
    values = _checked(facts, plan)
    last = plan.items.aggregate(last=Max("order"))["last"] or 0
    row = PlanItem(plan=plan, order=last + 1, **values)

    clean(row)
    row.save(force_insert=True)
    audit.record(verb=AuditVerb.CREATED, on=row, by=by, at=at, reference=plan.title, facts=_of(row))
    return row


@transaction.atomic
def change_item(*, item: PlanItem, facts: ItemFacts, by: User, at: datetime) -> PlanItem:
    """Correct a line; what was said of it stays. Refuses what `add_item` refuses."""
    item = _locked_item(item, by=by, at=at)
    values = _checked(facts, item.plan)
    return _change(item, values, reference=item.plan.title, by=by, at=at)


@transaction.atomic
def end_item(*, item: PlanItem, on: date, by: User, at: datetime) -> PlanItem:
    """Take a line out of its plan after the day; it stays in the record."""
    item = _locked_item(item, by=by, at=at)
    return _end(item, on=on, reference=item.plan.title, by=by, at=at)


@transaction.atomic
def add_milestone(*, item: PlanItem, facts: MilestoneFacts, by: User, at: datetime) -> Milestone:
    """Add a step to a line. Refuses a day outside the plan, and a step taken on a day to come."""
    item = _locked_item(item, by=by, at=at)
    _check_milestone(facts, item.plan, at=at)
    row = Milestone(item=item, order=item.milestones.count() + 1, **as_fields(facts))

    clean(row)
    row.save(force_insert=True)
    audit.record(
        verb=AuditVerb.CREATED, on=row, by=by, at=at, reference=item.plan.title, facts=_of(item)
    )
    return row


@transaction.atomic
def change_milestone(
    *, milestone: Milestone, facts: MilestoneFacts, by: User, at: datetime
) -> Milestone:
    """Correct a step, or note that it was taken, or that it was not after all."""
    item = _locked_item(milestone.item, by=by, at=at)
    _check_milestone(facts, item.plan, at=at)
    milestone = Milestone.objects.select_for_update(of=("self",)).get(pk=milestone.pk)
    return _change(milestone, as_fields(facts), reference=item.plan.title, by=by, at=at)


def _check_milestone(facts: MilestoneFacts, plan: Workplan, *, at: datetime) -> None:
    refuse_unless(planning.may_be_due(facts.due_on, from_on=plan.from_on, to_on=plan.to_on))
    if facts.done_on is not None and facts.done_on > local_day(at):
        raise DomainError(
            "The step was taken on a day to come. Leave it empty until then.",
            code="future",
            field="done_on",
        )


def _checked(facts: ItemFacts, plan: Workplan) -> dict[str, Any]:
    """Return a line's columns, with the priority of the line that it serves where it names none."""
    refuse_unless(planning.may_be_due(facts.due_on, from_on=plan.from_on, to_on=plan.to_on))
    if facts.owner.closed_on is not None:
        raise DomainError("This seat is closed. Choose another.", code="closed", field="owner")
    values = as_fields(facts)
    above = facts.serves
    if above is not None and (plan.group_id is None or above.plan.group_id is not None):
        raise DomainError(
            "A group’s line serves a line of the business plan.", code="serves", field="serves"
        )
    if above is not None and facts.priority is None:
        values |= {"priority": above.priority, "outcome": facts.outcome or above.outcome}
    outcome, priority = values["outcome"], values["priority"]
    if outcome is not None and priority is None:
        values["priority"] = outcome.priority
    elif outcome is not None and outcome.priority_id != priority.pk:
        raise DomainError(
            "This outcome belongs to another priority.", code="outcome", field="outcome"
        )
    return values


def _change(row: Any, values: Mapping[str, Any], *, reference: str, by: User, at: datetime) -> Any:
    moved = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in moved:
        setattr(row, name, values[name])
    if not moved:
        return row

    clean(row)
    row.save(update_fields=moved)
    audit.record(
        verb=AuditVerb.CHANGED,
        on=row,
        by=by,
        at=at,
        reference=reference,
        facts={"changed": moved},
    )
    return row


def _end(row: Any, *, on: date, reference: str, by: User, at: datetime) -> Any:
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    facts = {"on": on.isoformat()}
    audit.record(verb=AuditVerb.ENDED, on=row, by=by, at=at, reference=reference, facts=facts)
    return row


def _locked(plan: Workplan, *, by: User, at: datetime) -> Workplan:
    """Return the plan, locked; refuse who keeps the record of another group, and an ended plan."""
    found = Workplan.objects.select_for_update(of=("self",)).select_related("group")
    plan = found.get(pk=plan.pk)
    require_edit(by, at=at, group_key=_key(plan.group))
    if plan.ended_on is not None:
        raise DomainError("This plan has been ended already.", code="ended")
    return plan


def _locked_item(item: PlanItem, *, by: User, at: datetime) -> PlanItem:
    found = PlanItem.objects.select_for_update(of=("self",)).select_related("plan__group")
    item = found.get(pk=item.pk)
    require_edit(by, at=at, group_key=_key(item.plan.group))
    if item.ended_on is not None or item.plan.ended_on is not None:
        raise DomainError("This line has been ended already.", code="ended")
    return item


def _key(group: Group | None) -> str:
    return group.key if group else ""


def _of(item: PlanItem) -> dict[str, Any]:
    return {"line": str(item.public_id), "due_on": item.due_on.isoformat()}
