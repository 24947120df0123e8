"""Plans, their lines and who is asked how they stand, as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from governance import planning
from governance.enums import Rag
from governance.models import (
    Group,
    GroupSeat,
    Milestone,
    Outcome,
    PlanItem,
    PlanUpdate,
    Priority,
    UpdateDraft,
    Workplan,
)
from governance.selectors.actions import ActionLine
from krscp_portal.foundation.moment import local_day
from partnerships.access import Standing
from partnerships.models import Appointment, RoleAssignment, Seat, User
from partnerships.roles import ROLES, Permission

TONES = {
    Rag.NOT_STARTED.value: "grey",
    Rag.GREEN.value: "green",
    Rag.AMBER.value: "yellow",
    Rag.RED.value: "red",
    Rag.DONE.value: "blue",
}
BUSINESS_PLAN = "The partnership"
CHAIRING = [code for code, role in ROLES.items() if Permission.GOVERNANCE_EDIT in role.permissions]


@dataclass(frozen=True)
class Line:
    """A line of a plan as lists show it, with how long nobody has said anything of it."""

    item: PlanItem
    rag: str
    tone: str
    touched_on: date | None
    is_quiet: bool
    is_late: bool
    milestones: tuple[Milestone, ...] = ()
    actions: int = 0
    given: tuple[ActionLine, ...] = ()  # filled by `line_actions.with_actions`


@dataclass(frozen=True)
class PlanRow:
    """A plan in the list: whose it is, how many lines it has and how they stand."""

    plan: Workplan
    whose: str
    lines: int
    counts: tuple[tuple[str, str, int], ...]  # label, tone, number; those that occur
    quiet: int


@dataclass(frozen=True)
class UpdateLine:
    """A line on the update page: what was last said, and what is typed but not sent."""

    item: PlanItem
    rag: str
    tone: str
    touched_on: date | None
    is_late: bool
    draft: UpdateDraft | None
    given: tuple[ActionLine, ...] = ()  # filled by `line_actions.with_actions`


def current_items() -> QuerySet[PlanItem]:
    """Return the lines that hold, of plans that hold; a chainable start for every list."""
    return PlanItem.objects.filter(ended_on__isnull=True, plan__ended_on__isnull=True)


def line_of(item: PlanItem, *, on: date, actions: int = 0) -> Line:
    """Return a line as lists show it; the caller has loaded its plan (and milestones, if shown)."""
    touched = local_day(item.touched_at) if item.touched_at else None
    is_open = item.rag != Rag.DONE
    return Line(
        item=item,
        rag=item.get_rag_display(),
        tone=TONES[item.rag],
        touched_on=touched,
        is_quiet=is_open and planning.is_quiet(touched, began_on=item.plan.from_on, on=on),
        is_late=is_open and item.due_on < on,
        milestones=tuple(getattr(item, "steps", ())),
        actions=actions,
    )


def plans_in_order(*, on: date) -> tuple[list[PlanRow], list[PlanRow]]:
    """Return the plans that hold, the business plan first, and those that were ended; two queries."""
    plans = list(Workplan.objects.select_related("group").order_by("group_id", "from_on", "pk"))
    plans.sort(key=lambda plan: (plan.group_id is not None, plan.group_id or 0))
    items: dict[int, list[Line]] = {}
    for item in PlanItem.objects.current().select_related("plan").order_by("order", "pk"):
        items.setdefault(item.plan_id, []).append(line_of(item, on=on))
    rows = [_plan_row(plan, items.get(plan.pk, [])) for plan in plans]
    now = [row for row in rows if row.plan.ended_on is None]
    return now, [row for row in rows if row.plan.ended_on is not None]


def plans_of_group(group: Group, *, on: date) -> list[PlanRow]:
    """Return the plans of one group that hold; two queries, or one where it has none."""
    plans = list(Workplan.objects.current().filter(group=group).order_by("from_on", "pk"))
    items: dict[int, list[Line]] = {}
    found = PlanItem.objects.current().filter(plan__in=plans).select_related("plan")
    for item in found if plans else ():
        items.setdefault(item.plan_id, []).append(line_of(item, on=on))
    return [_plan_row(plan, items.get(plan.pk, [])) for plan in plans]


def lines_of_plan(plan: Workplan, *, on: date) -> tuple[list[Line], list[Line]]:
    """Return the plan's lines in order with their steps, and those taken out; two queries."""
    steps = Prefetch("milestones", Milestone.objects.order_by("due_on", "order", "pk"), "steps")
    found = plan.items.select_related(
        "plan", "priority", "outcome", "owner__organisation", "area", "serves__plan"
    ).prefetch_related(steps)
    lines = [line_of(item, on=on) for item in found.order_by("order", "pk")]
    return [each for each in lines if each.item.ended_on is None], [
        each for each in lines if each.item.ended_on is not None
    ]


def last_updates(plan: Workplan, *, most: int = 20) -> list[PlanUpdate]:
    """Return what was last said of a plan's lines, newest first; one query."""
    found = PlanUpdate.objects.filter(item__plan=plan).select_related("item", "by", "file")
    return list(found.order_by("-at", "-pk")[:most])


def every_line(*, on: date, rag: str = "", group: str = "") -> list[Line]:
    """Return all lines of plans that hold, for the file; one query."""
    found = current_items().select_related("plan__group", "priority", "outcome", "owner")
    if rag:
        found = found.filter(rag=rag)
    if group:
        found = found.filter(plan__group__key=group)
    return [line_of(item, on=on) for item in found.order_by("plan_id", "order", "pk")]


# ------------------------------------------------------------------ whose lines somebody updates
def led_by(user: User, *, on: date) -> Q:
    """Return what finds the groups on which a seat of the user leads on the day."""
    if not user.pk:
        return Q(pk__in=[])
    held = Appointment.objects.filter(person__user=user, period__contains=on)
    places = _leading(on).filter(seat__in=held.values("seat_id"))
    return Q(pk__in=places.values("group_id"))


def groups_to_update(user: User, standing: Standing, *, on: date) -> Q:
    """Return what finds the groups whose lines a person is asked about.

    Those on which a seat of theirs leads, and those to which their role of a chair is narrowed.
    """
    keys = [key for key, held in standing.in_groups if held == Permission.GOVERNANCE_EDIT]
    return led_by(user, on=on) | Q(key__in=keys)


def lines_to_update(user: User, standing: Standing, *, on: date) -> QuerySet[PlanItem]:
    """Return the lines of the groups that the person chairs; a query, or part of one."""
    groups = Group.objects.current().filter(groups_to_update(user, standing, on=on))
    return current_items().filter(plan__group__in=groups.values("pk"))


def update_lines(items: QuerySet[PlanItem], *, user: User, on: date) -> list[UpdateLine]:
    """Return lines for the update page, plan by plan in their order; two queries."""
    drafts = Prefetch("drafts", UpdateDraft.objects.filter(user=user), "mine")
    found = items.select_related("plan__group", "owner")
    rows = found.prefetch_related(drafts).order_by("plan__group_id", "plan_id", "order", "pk")
    return [_update_line(item, on=on) for item in rows]


def due_for_update(*, on: date) -> QuerySet[PlanItem]:
    """Return the open lines of plans under way of which nobody has said a word for four weeks."""
    asked = planning.asked_before(on)
    waiting = Q(touched_at__isnull=True, plan__from_on__lte=asked) | Q(touched_at__date__lte=asked)
    under_way = Q(plan__from_on__lte=on)
    return current_items().filter(waiting, under_way).exclude(rag=Rag.DONE)


def chairs_of(groups: Iterable[int], *, on: date) -> dict[int, set[int]]:
    """Return the ids of the users who lead each group, by a seat or by a role; three queries."""
    keys = list(groups)
    found: dict[int, set[int]] = {}
    roles = RoleAssignment.objects.in_open_partnership().on_day(on).filter(role__in=CHAIRING)
    named = dict(Group.objects.filter(pk__in=keys).values_list("key", "pk"))
    for key, user in roles.filter(group_key__in=named).values_list("group_key", "user_id"):
        found.setdefault(named[key], set()).add(user)
    rows = _leading(on).filter(
        group__in=keys,
        seat__appointments__period__contains=on,
        seat__appointments__person__user__isnull=False,
    )
    for group, user in rows.values_list("group_id", "seat__appointments__person__user_id"):
        found.setdefault(group, set()).add(user)
    return found


# ------------------------------------------------------------------ what a form offers
def seats_to_own() -> QuerySet[Seat]:
    """Return the seats that may own a line: those that are not closed."""
    return (
        Seat.objects.filter(closed_on__isnull=True)
        .select_related("organisation")
        .order_by("title", "pk")
    )


def priorities_to_serve() -> QuerySet[Priority]:
    """Return the priorities that hold."""
    return Priority.objects.current().order_by("order", "from_year", "pk")


def outcomes_to_serve() -> QuerySet[Outcome]:
    """Return the outcomes that hold, of priorities that hold."""
    found = Outcome.objects.filter(ended_on__isnull=True, priority__ended_on__isnull=True)
    return found.select_related("priority").order_by("priority__order", "priority_id", "order")


def lines_to_serve() -> QuerySet[PlanItem]:
    """Return the lines of the business plan that a group's line may work for."""
    return current_items().filter(plan__group__isnull=True).order_by("plan_id", "order", "pk")


def groups_to_plan_for(standing: Standing) -> QuerySet[Group]:
    """Return the groups for which the person may begin a plan."""
    found: Any = Group.objects.current().order_by("name")
    if standing.can(Permission.GOVERNANCE_EDIT):
        return found
    keys = [key for key, held in standing.in_groups if held == Permission.GOVERNANCE_EDIT]
    return found.filter(key__in=keys)


def counts_by_rag(lines: Iterable[PlanItem]) -> dict[str, int]:
    """Return how many lines stand at each colour, in the order of `Rag`."""
    found = dict.fromkeys(Rag.values, 0)
    for line in lines:
        found[line.rag] += 1
    return found


def _leading(on: date) -> QuerySet[GroupSeat]:
    return (
        GroupSeat.objects.exclude(chairing="")
        .filter(Q(from_on__isnull=True) | Q(from_on__lte=on))
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
    )


def _plan_row(plan: Workplan, lines: list[Line]) -> PlanRow:
    numbers = counts_by_rag(line.item for line in lines)
    return PlanRow(
        plan=plan,
        whose=plan.group.name if plan.group else BUSINESS_PLAN,
        lines=len(lines),
        counts=tuple(
            (str(Rag(code).label), TONES[code], number)
            for code, number in numbers.items()
            if number
        ),
        quiet=sum(line.is_quiet for line in lines),
    )


def _update_line(item: Any, *, on: date) -> UpdateLine:
    return UpdateLine(
        item=item,
        rag=item.get_rag_display(),
        tone=TONES[item.rag],
        touched_on=local_day(item.touched_at) if item.touched_at else None,
        is_late=item.due_on < on,
        draft=next(iter(item.mine), None),
    )
