"""How long notifications, rapid reviews and publications took, year by year.

The median, because one very late case would move an average of few. Days are working days, as the
duties count them (statutory.md §1.3: five to notify, fifteen to the rapid review). From the decision
to hold a practice review to its publication calendar months are counted (D8: six).
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
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


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """One year of decisions: its practice reviews, and the median months of those published."""

    year: int
    reviews: int
    published: int
    months: float | None


def years_of(cases: Iterable[tuple[int, int | None, int | None]]) -> tuple[Year, ...]:
    """Return the years in order; of each case its year, its days to notify and to its rapid review.

    A case that has not got so far gives None and counts in no median.
    """
    by_year: defaultdict[int, list[tuple[int | None, int | None]]] = defaultdict(list)
    for year, notify, rapid in cases:
        by_year[year].append((notify, rapid))
    return tuple(_year(year, by_year[year]) for year in sorted(by_year))


def published_years(reviews: Iterable[tuple[date, date | None]]) -> tuple[PublishedYear, ...]:
    """Return the years in order; of each review the day of its decision, and of its publication.

    A review that is not published gives None and counts in no median.
    """
    by_year: defaultdict[int, list[float | None]] = defaultdict(list)
    for decided, published in reviews:
        by_year[decided.year].append(months_between(decided, published) if published else None)
    return tuple(_published(year, by_year[year]) for year in sorted(by_year))


def months_between(first: date, last: date) -> float:
    """Return the months from one day to a later one: whole ones, and the part of the next.

    From the last day of a long month a month lasts until the last day of a shorter one.
    """
    whole = (last.year - first.year) * 12 + last.month - first.month
    if _after(first, whole) > last:
        whole -= 1
    begun, ends = _after(first, whole), _after(first, whole + 1)
    return round(whole + (last - begun).days / (ends - begun).days, 1)


def _after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _published(year: int, rows: list[float | None]) -> PublishedYear:
    known = [each for each in rows if each is not None]
    middle = round(float(median(known)), 1) if known else None
    return PublishedYear(year, len(rows), len(known), middle)


def _year(year: int, rows: list[tuple[int | None, int | None]]) -> Year:
    notify = [each for each, _ in rows if each is not None]
    rapid = [each for _, each in rows if each is not None]
    return Year(year, len(rows), len(notify), _middle(notify), len(rapid), _middle(rapid))


def _middle(days: list[int]) -> float | None:
    return float(median(days)) if days else None
