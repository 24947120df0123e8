"""Live blocks about how the partnership works: disagreements, the year, priorities."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from governance.enums import DisputeLevel
from governance.models import CycleEntry, DisputeStep, Group, Priority
from governance.models.rules import MONTHS

ANY_TIME = "Any time"
FIRST_MONTH = 4  # the business year of every partnership whose cycle is published begins in April


@dataclass(frozen=True)
class Step:
    label: str
    who: str
    what: str
    when: str


@dataclass(frozen=True)
class Ladder:
    level: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Disputes:
    ladders: tuple[Ladder, ...]

    @property
    def is_empty(self) -> bool:
        return not self.ladders


@dataclass(frozen=True)
class Happening:
    what: str
    group: str
    often: str
    note: str


@dataclass(frozen=True)
class Month:
    name: str
    rows: tuple[Happening, ...]


@dataclass(frozen=True)
class Cycle:
    months: tuple[Month, ...]

    @property
    def is_empty(self) -> bool:
        return not self.months


@dataclass(frozen=True)
class PriorityEntry:
    title: str
    years: str
    note: str


@dataclass(frozen=True)
class Priorities:
    rows: tuple[PriorityEntry, ...]

    @property
    def is_empty(self) -> bool:
        return not self.rows


def disputes(on: date) -> Disputes:
    """Return the ladders for disagreements, one for each level that has steps."""
    steps: dict[str, list[Step]] = defaultdict(list)
    for row in DisputeStep.objects.filter(_holds(on)).order_by("order", "pk"):
        steps[row.level].append(
            Step(
                label=f"{row.order} ({row.stage})" if row.stage else str(row.order),
                who=row.who,
                what=row.what,
                when=_when(row, is_first=not steps[row.level]),
            )
        )
    return Disputes(
        tuple(
            Ladder(str(level.label), tuple(steps[level.value]))
            for level in DisputeLevel
            if steps[level.value]
        )
    )


def cycle(on: date) -> Cycle:
    """Return the year from April to March, then what comes round at any time."""
    rows: dict[int, list[Happening]] = defaultdict(list)
    for entry in CycleEntry.objects.filter(_holds(on)).select_related("group").order_by("pk"):
        rows[entry.month or 0].append(
            Happening(entry.what, _short(entry.group), _often(entry), entry.note)
        )
    in_order = [(FIRST_MONTH + step - 1) % 12 + 1 for step in range(12)]
    months = [Month(MONTHS[each - 1], tuple(rows[each])) for each in in_order if rows[each]]
    if rows[0]:
        months.append(Month(ANY_TIME, tuple(rows[0])))
    return Cycle(tuple(months))


def priorities(on: date) -> Priorities:
    """Return the priorities with their years, those whose years are over left out."""
    rows = (
        Priority.objects.filter(_holds(on))
        .filter(Q(to_year__isnull=True) | Q(to_year__gte=on.year))
        .order_by("from_year", "pk")
    )
    return Priorities(tuple(PriorityEntry(row.title, _years(row), row.note) for row in rows))


def _holds(on: date) -> Q:
    return Q(ended_on__isnull=True) | Q(ended_on__gt=on)


def _when(row: DisputeStep, *, is_first: bool) -> str:
    if row.sequential:
        default = "First." if is_first else "If the step before does not settle it."
        return f"{default} {row.note}".strip()
    return row.note or "Where it is needed; not always after the step before."


def _short(group: Group | None) -> str:
    return (group.short_name or group.name) if group else ""


def _often(entry: CycleEntry) -> str:
    if entry.every_weeks:
        return "every week" if entry.every_weeks == 1 else f"every {entry.every_weeks} weeks"
    match entry.times_a_year:
        case None:
            return ""
        case 1:
            return "once a year"
        case 2:
            return "twice a year"
        case times:
            return f"{times} times a year"


def _years(row: Priority) -> str:
    if row.from_year and row.to_year:
        return f"{row.from_year} to {row.to_year}"
    if row.from_year:
        return f"from {row.from_year}"
    return f"until {row.to_year}" if row.to_year else ""
