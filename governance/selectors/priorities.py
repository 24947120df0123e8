"""The golden thread: from a priority to outcomes, plans, actions and figures, and what is missing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from governance import planning
from governance.enums import ActionSource, ActionState, Polarity
from governance.models import (
    Action,
    Indicator,
    Outcome,
    PlanItem,
    Priority,
    PriorityReview,
    Reading,
)
from governance.selectors.workplans import TONES, Line, current_items, line_of
from krscp_portal.foundation.charts import Caption, Chart, ChartRefused, Point, line_chart

OPEN = (ActionState.OPEN, ActionState.DONE)
ONE_FIGURE = "There is one figure so far."


@dataclass(frozen=True)
class OutcomeThread:
    """An outcome and the lines of plans that work for it."""

    outcome: Outcome
    lines: tuple[Line, ...]
    gap: str = ""


@dataclass(frozen=True)
class Figure:
    """An indicator with its readings, newest last, and what the newest says."""

    indicator: Indicator
    readings: tuple[Reading, ...]
    latest: str
    movement: str
    chart: Chart | None = None

    @property
    def last(self) -> Reading | None:
        return self.readings[-1] if self.readings else None


@dataclass(frozen=True)
class PriorityThread:
    """Everything that hangs on one priority."""

    priority: Priority
    years: str
    outcomes: tuple[OutcomeThread, ...]
    other_lines: tuple[Line, ...]  # for the priority, but for none of its outcomes
    figures: tuple[Figure, ...]
    open_actions: int
    closed_actions: int
    review: PriorityReview | None
    review_tone: str
    gaps: tuple[str, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        named = [line for each in self.outcomes for line in each.lines]
        return (*named, *self.other_lines)


def threads(
    *, on: date, only: Priority | None = None, charts: bool = False
) -> list[PriorityThread]:
    """Return the priorities that hold (or the one asked for) with all that hangs on each.

    Seven queries, however much there is. Actions of part B are not counted.
    """
    priorities = _priorities(only)
    keys = [each.pk for each in priorities]
    outcomes = _grouped(Outcome.objects.current().filter(priority__in=keys).order_by("order", "pk"))
    counted = _actions(keys)
    lines = _lines(keys, counted, on=on)
    figures = _figures(keys, charts=charts)
    reviews = _last_reviews(keys)
    return [
        _thread(
            priority,
            outcomes=outcomes[priority.pk],
            lines=lines[priority.pk],
            figures=figures[priority.pk],
            review=reviews.get(priority.pk),
            actions=counted,
            on=on,
        )
        for priority in priorities
    ]


def reviews_of(priority: Priority) -> list[PriorityReview]:
    """Return the reviews of a priority, newest first; one query."""
    found = priority.reviews.select_related("by", "meeting__group")
    return list(found.order_by("-reviewed_on"))


def figure_of(indicator: Indicator, readings: Iterable[Reading], *, charts: bool = True) -> Figure:
    """Return an indicator with its readings and, where it can be drawn, its chart."""
    rows = tuple(readings)
    return Figure(
        indicator=indicator,
        readings=rows,
        latest=_shown(rows[-1], indicator) if rows else "No figure yet",
        movement=_movement(indicator, rows),
        chart=_chart(indicator, rows) if charts else None,
    )


def years_of(priority: Priority) -> str:
    """Return a priority's years in words; nothing where none are stated."""
    match priority.from_year, priority.to_year:
        case None, None:
            return ""
        case first, None:
            return f"from {first}"
        case None, last:
            return f"until {last}"
        case first, last:
            return f"{first} to {last}" if first != last else str(first)
    return ""


@dataclass
class _Counted:
    open: dict[int, int]
    closed: dict[int, int]
    of_line: dict[Any, int]


def _priorities(only: Priority | None) -> list[Priority]:
    rows: QuerySet[Any] = Priority.objects.select_related("area", "lead__organisation")
    rows = rows.filter(pk=only.pk) if only else rows.filter(ended_on__isnull=True)
    return list(rows.order_by("order", F("from_year").asc(nulls_last=True), "pk"))


def _grouped(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.priority_id].append(row)
    return found


def _actions(keys: list[int]) -> _Counted:
    """Count the actions of priorities, and of lines, by their state; one query."""
    counted = _Counted(defaultdict(int), defaultdict(int), defaultdict(int))
    from_lines = Q(source=ActionSource.WORKPLAN)
    rows = Action.objects.filter(Q(priority__in=keys) | from_lines, confidential=False)
    for row in rows.values("priority_id", "source", "source_id", "state").annotate(
        number=Count("pk")
    ):
        is_open = row["state"] in OPEN
        if row["priority_id"] and row["state"] != ActionState.CANCELLED:
            which = counted.open if is_open else counted.closed
            which[row["priority_id"]] += row["number"]
        if is_open and row["source"] == ActionSource.WORKPLAN:
            counted.of_line[row["source_id"]] += row["number"]
    return counted


def _lines(keys: list[int], counted: _Counted, *, on: date) -> defaultdict[int, list[Line]]:
    rows: QuerySet[PlanItem] = current_items().filter(priority__in=keys)
    found: defaultdict[int, list[Line]] = defaultdict(list)
    for item in rows.select_related("plan__group", "owner").order_by(
        F("plan__group_id").asc(nulls_first=True), "plan_id", "order", "pk"
    ):
        line = line_of(item, on=on, actions=counted.of_line.get(item.public_id, 0))
        found[item.priority_id].append(line)  # type: ignore[index]
    return found


def _figures(keys: list[int], *, charts: bool) -> defaultdict[int, list[Figure]]:
    rows = Indicator.objects.current().filter(priority__in=keys)
    indicators = list(rows.select_related("area", "owner").order_by("pk"))
    readings: defaultdict[int, list[Reading]] = defaultdict(list)
    for row in Reading.objects.filter(indicator__in=indicators).order_by("period_end"):
        readings[row.indicator_id].append(row)
    found: defaultdict[int, list[Figure]] = defaultdict(list)
    for each in indicators:
        found[each.priority_id].append(figure_of(each, readings[each.pk], charts=charts))
    return found


def _last_reviews(keys: list[int]) -> dict[int, PriorityReview]:
    rows = PriorityReview.objects.filter(priority__in=keys)
    newest = rows.order_by("priority_id", "-reviewed_on").distinct("priority_id")
    return {row.priority_id: row for row in newest}


def _thread(
    priority: Priority,
    *,
    outcomes: list[Outcome],
    lines: list[Line],
    figures: list[Figure],
    review: PriorityReview | None,
    actions: _Counted,
    on: date,
) -> PriorityThread:
    hung = [_outcome(outcome, lines) for outcome in outcomes]
    placed = {outcome.pk for outcome in outcomes}
    facts = planning.Thread(
        last_year=priority.to_year,
        has_lead=priority.lead_id is not None,
        worked_for=[not each.gap for each in hung],
        lines=len(lines),
        quiet_lines=sum(line.is_quiet for line in lines),
        readings=[
            (each.indicator.name, each.last.period_end if each.last else None) for each in figures
        ],
        reviewed_on=review.reviewed_on if review else None,
    )
    return PriorityThread(
        priority=priority,
        years=years_of(priority),
        outcomes=tuple(hung),
        other_lines=tuple(each for each in lines if each.item.outcome_id not in placed),
        figures=tuple(figures),
        open_actions=actions.open.get(priority.pk, 0),
        closed_actions=actions.closed.get(priority.pk, 0),
        review=review,
        review_tone=TONES[review.rag] if review else "",
        gaps=planning.gaps(facts, on=on) if priority.ended_on is None else (),
    )


def _outcome(outcome: Outcome, lines: list[Line]) -> OutcomeThread:
    mine = tuple(line for line in lines if line.item.outcome_id == outcome.pk)
    by_a_group = any(line.item.plan.group_id is not None for line in mine)
    return OutcomeThread(outcome, mine, "" if by_a_group else "No group works for this outcome.")


def _movement(indicator: Indicator, rows: tuple[Reading, ...]) -> str:
    """Say which way the newest figure went against the one before, and whether that is right."""
    if len(rows) < 2:
        return ""
    before, now = rows[-2].value, rows[-1].value
    if before == now:
        return "the same as before"
    way = "up" if now > before else "down"
    if indicator.polarity == Polarity.NONE:
        return f"{way} from {_number(before)}"
    sense = "the right way" if indicator.polarity == way else "the wrong way"
    return f"{way} from {_number(before)}, {sense}"


def _chart(indicator: Indicator, rows: tuple[Reading, ...]) -> Chart | None:
    movement = _movement(indicator, rows)
    caption = Caption(
        chart_id=f"indicator-{indicator.pk}",
        title=f"{indicator.name}{f' ({indicator.unit})' if indicator.unit else ''}",
        description=f"{movement[0].upper()}{movement[1:]}." if movement else ONE_FIGURE,
        columns=("Period that ended on", indicator.unit or "Figure"),
    )
    points = [Point(f"{row.period_end:%b %Y}", float(row.value)) for row in rows]
    target = None if indicator.target is None else float(indicator.target)
    try:
        return line_chart(points, caption, target=target)
    except ChartRefused:
        return None  # nothing to draw, or a figure below zero: the table has it all the same


def _shown(reading: Reading, indicator: Indicator) -> str:
    unit = indicator.unit
    gap = "" if unit.startswith("%") or not unit else " "
    return f"{_number(reading.value)}{gap}{unit}"


def _number(value: Any) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
