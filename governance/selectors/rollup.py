"""How the lines of every plan stand, rolled up by priority and group, with a chart for each."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from governance.enums import Rag
from governance.selectors.priorities import years_of
from governance.selectors.workplans import (
    BUSINESS_PLAN,
    Line,
    counts_by_rag,
    every_line,
    priorities_to_serve,
)
from krscp_portal.foundation.charts import Caption, Chart, Point, bar_chart

NO_PRIORITY = "No priority"
HEADINGS = tuple(str(label) for label in Rag.labels)


@dataclass(frozen=True)
class GroupCount:
    """How many lines of one group stand at each colour, in the order of `HEADINGS`."""

    name: str
    counts: tuple[int, ...]
    total: int
    quiet: int

    @property
    def cells(self) -> tuple[tuple[str, int], ...]:
        return tuple(zip(HEADINGS, self.counts, strict=True))


@dataclass(frozen=True)
class PriorityCount:
    """One priority: its groups' lines, and all of them in a chart."""

    title: str
    years: str
    groups: tuple[GroupCount, ...]
    counts: tuple[int, ...]
    total: int
    chart: Chart | None
    words: str


@dataclass(frozen=True)
class RollUp:
    """Every priority, and the lines that work for none."""

    priorities: tuple[PriorityCount, ...]
    total: int


def roll_up(*, on: date) -> RollUp:
    """Return how the lines of all plans that hold stand, by priority and group; two queries."""
    lines: defaultdict[int | None, list[Line]] = defaultdict(list)
    for line in every_line(on=on):
        lines[line.item.priority_id].append(line)
    priorities = list(priorities_to_serve())
    rows = [
        _count(each.title, years_of(each), lines.pop(each.pk, []), n)
        for n, each in enumerate(priorities, 1)
    ]
    if rest := [line for each in lines.values() for line in each]:
        rows.append(_count(NO_PRIORITY, "", rest, len(rows) + 1))
    return RollUp(tuple(rows), sum(row.total for row in rows))


def _count(title: str, years: str, lines: list[Line], number: int) -> PriorityCount:
    groups: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        group = line.item.plan.group
        groups[group.name if group else BUSINESS_PLAN].append(line)
    counts = tuple(counts_by_rag(line.item for line in lines).values())
    words = in_words(counts)
    return PriorityCount(
        title=title,
        years=years,
        groups=tuple(_group(name, rows) for name, rows in groups.items()),
        counts=counts,
        total=len(lines),
        chart=_chart(title, counts, words, number) if lines else None,
        words=words,
    )


def _group(name: str, lines: list[Line]) -> GroupCount:
    return GroupCount(
        name=name,
        counts=tuple(counts_by_rag(line.item for line in lines).values()),
        total=len(lines),
        quiet=sum(line.is_quiet for line in lines),
    )


def in_words(counts: tuple[int, ...]) -> str:
    """Return the counts as a sentence: "8 lines: 5 on track, 2 at risk, 1 off track."."""
    total = sum(counts)
    if not total:
        return "No line of a plan works for it."
    parts = [f"{n} {HEADINGS[place].lower()}" for place, n in enumerate(counts) if n]
    return f"{total} line{'' if total == 1 else 's'}: {', '.join(parts)}."


def _chart(title: str, counts: tuple[int, ...], words: str, number: int) -> Chart:
    caption = Caption(
        chart_id=f"priority-{number}",
        title=f"How the lines for “{title}” stand",
        description=words,
        columns=("How it stands", "Lines"),
    )
    return bar_chart(
        [Point(heading, count) for heading, count in zip(HEADINGS, counts, strict=True)], caption
    )
