"""How long notifications and rapid reviews took, year by year.

The median, because one very late case would move an average of few. Days are working days, as the
duties count them (statutory.md §1.3: five to notify, fifteen to the rapid review).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Year:
    """One year of awareness: its cases, and the median days of those that got so far."""

    year: int
    cases: int
    notified: int
    notify: float | None
    sent: int
    rapid: float | None


def years_of(cases: Iterable[tuple[int, int | None, int | None]]) -> tuple[Year, ...]:
    """Return the years in order; of each case its year, its days to notify and to its rapid review.

    A case that has not got so far gives None and counts in no median.
    """
    by_year: defaultdict[int, list[tuple[int | None, int | None]]] = defaultdict(list)
    for year, notify, rapid in cases:
        by_year[year].append((notify, rapid))
    return tuple(_year(year, by_year[year]) for year in sorted(by_year))


def _year(year: int, rows: list[tuple[int | None, int | None]]) -> Year:
    notify = [each for each, _ in rows if each is not None]
    rapid = [each for _, each in rows if each is not None]
    return Year(year, len(rows), len(notify), _middle(notify), len(rapid), _middle(rapid))


def _middle(days: list[int]) -> float | None:
    return float(median(days)) if days else None
