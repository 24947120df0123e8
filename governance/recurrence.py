"""On which days a series falls, and at which moment a meeting begins. Pure.

House rules of the portal. A series says a weekday of the month ("the third Tuesday"), a working day
of the month ("the second working day"), a day of the month, or every so many weeks. A month that
has no such day, as June has no 31st and most months no fifth Tuesday, has no meeting then, and the
answer says so: no day is made up. Times are those of the clock on the wall in England, so that a
meeting at ten stays at ten when the clocks change; how long it lasts is time that really passes.

Not decided here: which days are holidays, and whether a day is a good one (governance.proposals).
"""

import calendar
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

ENGLAND = ZoneInfo("Europe/London")
NTH_WEEKDAY, NTH_WORKING_DAY = "nth_weekday", "nth_working_day"
DAY_OF_MONTH, EVERY_WEEKS = "day_of_month", "every_weeks"
LAST = -1
MOST_WORKING_DAYS = 20
FRIDAY = 4
LONGEST = timedelta(days=3 * 366)
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TWELVE = 12


@dataclass(frozen=True)
class Pattern:
    """How a series finds its days. `months` narrows it to some; 0 is Monday; -1 the last."""

    kind: str
    starts_on: date
    until_on: date
    nth: int | None = None
    weekday: int | None = None
    day: int | None = None
    every_weeks: int | None = None
    every_months: int | None = None
    months: tuple[int, ...] = ()


@dataclass(frozen=True)
class Found:
    """One place of the pattern: its day, or why there is none (`why_not`) in that month."""

    day: date | None
    month: date
    why_not: str = field(default="")


def is_whole(pattern: Pattern) -> Verdict:
    """Say whether a pattern says all that it needs; the refusal's code is the field at fault."""
    if pattern.until_on < pattern.starts_on:
        return Refused("The last day is before the first.", code="until_on")
    if pattern.until_on - pattern.starts_on > LONGEST:
        return Refused("A series goes on for three years at most.", code="until_on")
    if pattern.every_months and pattern.months:
        return Refused("Say every how many months, or which months, not both.", code="months")
    return _kind_is_whole(pattern)


def days(pattern: Pattern, holidays: Set[date]) -> list[Found]:
    """Return every place of the pattern from its first day to its last, both counted.

    `holidays` are the bank holidays, which no working day counts. A month without such a day is
    answered with the reason.
    """
    if pattern.kind == EVERY_WEEKS:
        step = timedelta(weeks=pattern.every_weeks or 1)
        count = (pattern.until_on - pattern.starts_on) // step + 1
        every = [pattern.starts_on + step * number for number in range(count)]
        return [Found(each, each.replace(day=1)) for each in every]
    found = [_in_month(pattern, month, holidays) for month in _months(pattern)]
    return [
        each
        for each in found
        if each.day is None or pattern.starts_on <= each.day <= pattern.until_on
    ]


def beginning(on: date, at: time) -> datetime | Refused:
    """Return the moment at which a meeting begins by the clock in England.

    Refuses a time that the spring change of the clocks skips. One that the autumn change repeats
    is the first of the two.
    """
    local = datetime.combine(on, at, tzinfo=ENGLAND)
    if local.astimezone(UTC).astimezone(ENGLAND).replace(tzinfo=None) != local.replace(tzinfo=None):
        return Refused("This time does not exist: the clocks go forward.", code="start_time")
    return local.astimezone(UTC)


def in_words(pattern: Pattern) -> str:
    """Return the pattern as a phrase: "the third Tuesday of every second month"."""
    if pattern.kind == EVERY_WEEKS:
        weeks = pattern.every_weeks or 1
        often = "every week" if weeks == 1 else f"every {weeks} weeks"
        return f"{often}, on {WEEKDAYS[pattern.starts_on.weekday()]}"
    return f"{_day_in_words(pattern)} of {_months_in_words(pattern)}"


def ordinal(number: int) -> str:
    """Return 1 as "1st", 22 as "22nd", 11 as "11th"."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number // 10 % 10 == 1 else ending}"


def _kind_is_whole(pattern: Pattern) -> Verdict:
    if pattern.kind == EVERY_WEEKS:
        return _needs(pattern.every_weeks, "Say every how many weeks.", "every_weeks")
    if pattern.kind == DAY_OF_MONTH:
        return _needs(pattern.day, "Say which day of the month.", "day")
    if pattern.kind == NTH_WEEKDAY and pattern.weekday is None:
        return Refused("Say which weekday.", code="weekday")
    return _nth_holds(pattern)


def _needs(value: int | None, sentence: str, code: str) -> Verdict:
    return Allowed() if value else Refused(sentence, code=code)


def _nth_holds(pattern: Pattern) -> Verdict:
    if pattern.nth is None:
        return Refused("Say which one of the month.", code="nth")
    if pattern.kind == NTH_WEEKDAY and pattern.nth not in ORDINALS:
        return Refused("Choose the first to the fourth, or the last.", code="nth")
    if pattern.nth != LAST and not 1 <= pattern.nth <= MOST_WORKING_DAYS:
        return Refused("Choose the 1st to the 20th working day, or the last.", code="nth")
    return Allowed()


def _months(pattern: Pattern) -> Iterator[date]:
    """Return the first day of each month that the pattern looks at."""
    first = pattern.starts_on.year * TWELVE + pattern.starts_on.month - 1
    last = pattern.until_on.year * TWELVE + pattern.until_on.month - 1
    for number in range(first, last + 1, pattern.every_months or 1):
        month = date(number // TWELVE, number % TWELVE + 1, 1)
        if not pattern.months or month.month in pattern.months:
            yield month


def _in_month(pattern: Pattern, month: date, holidays: Set[date]) -> Found:
    length = calendar.monthrange(month.year, month.month)[1]
    every = [month.replace(day=number) for number in range(1, length + 1)]
    if pattern.kind == DAY_OF_MONTH:
        wanted = pattern.day or 0
        if wanted > length:
            return Found(None, month, f"{month:%B %Y} has no {ordinal(wanted)}.")
        return Found(every[wanted - 1], month)
    if pattern.kind == NTH_WEEKDAY:
        fitting = [each for each in every if each.weekday() == pattern.weekday]
    else:
        fitting = [each for each in every if each.weekday() <= FRIDAY and each not in holidays]
    nth = pattern.nth or 1
    if nth > len(fitting):
        return Found(None, month, f"{month:%B %Y} has no {ordinal(nth)} working day.")
    return Found(fitting[nth if nth == LAST else nth - 1], month)


def _day_in_words(pattern: Pattern) -> str:
    if pattern.kind == DAY_OF_MONTH:
        return f"the {ordinal(pattern.day or 0)}"
    nth = pattern.nth or 1
    if pattern.kind == NTH_WEEKDAY:
        return f"the {ORDINALS[nth]} {WEEKDAYS[pattern.weekday or 0]}"
    return f"the {'last' if nth == LAST else ordinal(nth)} working day"


def _months_in_words(pattern: Pattern) -> str:
    if pattern.months:
        return ", ".join(calendar.month_name[each] for each in sorted(pattern.months))
    every = pattern.every_months or 1
    return "every month" if every == 1 else f"every {ordinal(every)} month"
