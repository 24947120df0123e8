"""A year on one page: the meetings of every group by month, and the days to keep clear."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from deadlines.selectors import calendar
from governance.models import BoardDate, Group, Meeting, SchoolHoliday
from governance.models.meetings import MeetingQuerySet
from governance.models.rules import MONTHS
from governance.selectors.meetings import meeting_loaded
from krscp_portal.foundation.moment import local_day

TWELVE = 12


@dataclass(frozen=True)
class Cell:
    """One month of one group."""

    month: str
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True)
class GroupYear:
    """One group's year."""

    group: Group
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Clear:
    """The days to keep clear in one month, in words."""

    month: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Year:
    """Twelve months from the first: what meets, and what is in the way."""

    first: date
    months: tuple[str, ...]
    rows: tuple[GroupYear, ...]
    clear: tuple[Clear, ...]
    count: int


def year(seen: MeetingQuerySet, *, first: date) -> Year:
    """Return the year from the first day of a month; five queries, however much there is.

    A shared meeting stands with each of its groups. Groups that have ended show if they met.
    """
    months = [_month(first, number) for number in range(TWELVE + 1)]
    rows = seen.standing().filter(
        starts_at__date__gte=months[0], starts_at__date__lt=months[TWELVE]
    )
    loaded = rows.select_related("group").prefetch_related(meeting_loaded())
    placed: dict[tuple[int, date], list[Meeting]] = defaultdict(list)
    met: dict[int, Group] = {}
    meetings = list(loaded.order_by("starts_at", "pk"))
    for row in meetings:
        for group in (row.group, *(each.group for each in row.sharing)):  # type: ignore[attr-defined]
            placed[group.pk, local_day(row.starts_at).replace(day=1)].append(row)
            met[group.pk] = group
    groups = sorted(met.values(), key=lambda each: each.name)
    names = tuple(f"{MONTHS[month.month - 1][:3]} {month:%Y}" for month in months[:TWELVE])
    return Year(
        first=months[0],
        months=names,
        rows=tuple(
            GroupYear(
                group,
                tuple(
                    Cell(name, tuple(placed[group.pk, month]))
                    for name, month in zip(names, months[:TWELVE], strict=True)
                ),
            )
            for group in groups
        ),
        clear=_clear(names, months),
        count=len(meetings),
    )


def _month(first: date, number: int) -> date:
    whole = first.year * TWELVE + first.month - 1 + number
    return date(whole // TWELVE, whole % TWELVE + 1, 1)


def _clear(names: tuple[str, ...], months: list[date]) -> tuple[Clear, ...]:
    first, last = months[0], months[TWELVE] - timedelta(days=1)
    lines: dict[date, list[tuple[date, str]]] = defaultdict(list)
    for on, name in calendar().holidays.items():
        if first <= on <= last:
            lines[on.replace(day=1)].append((on, f"{on.day}: {name}"))
    holidays = SchoolHoliday.objects.current().filter(from_on__lte=last, to_on__gte=first)
    for row in holidays.select_related("area").order_by("from_on", "pk"):
        area = f", {row.area.name}" if row.area else ""
        start = max(row.from_on, first)
        until = f" to {_short(row.to_on)}" if row.to_on != row.from_on else ""
        shown = f"{_short(row.from_on)}{until}: schools closed, {row.name}{area}"
        lines[start.replace(day=1)].append((start, shown))
    dates = BoardDate.objects.current().filter(on__gte=first, on__lte=last)
    for on, name in dates.order_by("on", "pk").values_list("on", "board__name"):
        lines[on.replace(day=1)].append((on, f"{on.day}: {name} meets"))
    return tuple(
        Clear(name, tuple(text for _on, text in sorted(lines[month])))
        for name, month in zip(names, months[:TWELVE], strict=True)
    )


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]}"
