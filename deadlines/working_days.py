"""Working-day and month arithmetic for statutory clocks, over a calendar that is handed in.

The rule: a working day is Monday to Friday and not a bank or public holiday of England and Wales.
The day of the trigger is day 0, so day 1 is the next working day even when the trigger falls on a
Sunday, on Christmas Day or at 23:30. "No later than N working days before" counts backwards and
leaves the day itself out. "Six months" means calendar months, cut back to the end of a short month.

Authority: the Serious Child Safeguarding Incident timescales of Working Together and the Panel's
guidance count in working days; the Child Safeguarding Practice Review and Relevant Agency (England)
Regulations 2018 define the term for the copy sent before publication. The days come from the table
behind gov.uk's bank-holidays.json (division england-and-wales), not from the Banking and Financial
Dealings Act 1971 alone, whose schedule leaves out Good Friday, Christmas Day and every day that is
proclaimed. Devon's published flowchart counts day 0 as here.

Not decided here: which days are holidays, how long a duty runs, or what a late act means. Local
closures (a council's Christmas shutdown, school holidays) never belong in the set: they do not stop
a statutory clock.
"""

import calendar
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from krscp_portal.foundation.errors import DomainError

ONE_DAY: Final = timedelta(days=1)
FRIDAY: Final = 4
MOST_WORKING_DAYS: Final = 10_000
"""Nearly forty years: no duty is longer, so a longer count is a slip in the rule's data."""

WEEKDAYS: Final = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


class CalendarError(DomainError, ValueError):
    """The count asked for is not one that this calendar can make; the message says why."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """One day that a count passed over, and why: a weekday's name or the name of the holiday."""

    day: date
    why: str


def is_working_day(day: date, holidays: Set[date]) -> bool:
    """Say whether `day` is Monday to Friday and stands in no entry of `holidays`.

    Source: gov.uk bank holidays for England and Wales; Practical Law's extract on working days.
    """
    return day.weekday() <= FRIDAY and day not in holidays


def add_working_days(start: date, n: int, holidays: Set[date]) -> date:
    """Return the `n`th working day after `start`, where `start` is day 0 whatever day it is.

    With `n` of 0 the answer is `start` itself: "the same day" is the same day, even a Sunday.
    Refuses a negative or absurd `n`, and a count that runs off the end of the calendar.
    Source: the trigger's own day is day 0 (Devon's flowchart: notification is working day 0).
    """
    return _step(start, n, holidays, ONE_DAY)


def subtract_working_days(before: date, n: int, holidays: Set[date]) -> date:
    """Return the last day that is no later than `n` working days before `before`.

    The day itself is not counted, so a report published on a Thursday and owed one working day
    ahead is owed on the Wednesday. Refuses what `add_working_days` refuses.
    Source: the copy for the Panel and the Secretary of State before publication (2018 Regulations).
    """
    return _step(before, n, holidays, -ONE_DAY)


def working_days_between(a: date, b: date, holidays: Set[date]) -> int:
    """Count the working days after `a` up to and including `b`; negative where `b` is earlier.

    It undoes `add_working_days`: between a day and its nth working day there are n. A Friday and
    the Saturday after it are 0 apart. Refuses nothing.
    """
    if b < a:
        return -working_days_between(b, a, holidays)

    span = (b - a).days
    weeks, rest = divmod(span, 7)
    tail = sum(1 for i in range(1, rest + 1) if (a + i * ONE_DAY).weekday() <= FRIDAY)
    closed = sum(1 for day in holidays if a < day <= b and day.weekday() <= FRIDAY)
    return weeks * 5 + tail - closed


def skipped(start: date, end: date, holidays: Mapping[date, str]) -> tuple[Skipped, ...]:
    """List the days after `start` up to and including `end` that are not working days, in order.

    A weekend day is named by its weekday even where a holiday falls on it, because the weekend
    alone already keeps it from counting. An `end` on or before `start` gives nothing.
    """
    days = (start + i * ONE_DAY for i in range(1, (end - start).days + 1))
    return tuple(
        Skipped(day, _why(day, holidays))
        for day in days
        if not is_working_day(day, holidays.keys())
    )


def add_months(start: date, n: int) -> date:
    """Return the same day of the month `n` months on, cut back to the end of a shorter month.

    31 August and six months is 28 February (29 in a leap year). `n` may be negative. Refuses a
    result outside the years 1 to 9999.
    Source: the six months of a local review run in calendar months (Working Together, chapter on
    learning from serious incidents); the cut at the month's end is general practice.
    """
    months = start.year * 12 + (start.month - 1) + n
    year, month = divmod(months, 12)
    if not date.min.year <= year <= date.max.year:
        raise CalendarError(f"{n} months from {start:%d/%m/%Y} leaves the calendar.")
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(start.day, last))


def _step(start: date, n: int, holidays: Set[date], stride: timedelta) -> date:
    if n < 0:
        raise CalendarError("A number of working days cannot be negative.")
    if n > MOST_WORKING_DAYS:
        raise CalendarError(f"{n} working days is longer than any duty runs.")

    day, left = start, n
    try:
        while left:
            day += stride
            left -= is_working_day(day, holidays)
    except OverflowError as error:
        raise CalendarError(f"{n} working days leaves the calendar.") from error
    return day


def _why(day: date, holidays: Mapping[date, str]) -> str:
    return WEEKDAYS[day.weekday()] if day.weekday() > FRIDAY else holidays[day]
