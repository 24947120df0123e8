"""Whether a group meets as often as its partnership says it has to. Pure.

A rule is of one partnership, written down in its arrangements (statutory.md §6): so many times a
year, every so many weeks, or in certain months. Looked at are the twelve months up to the day, the
meetings that were held in them and those that are planned. A year that a group has not existed for
asks only for its part. Cancelled meetings and drafts never count as held; a draft counts as planned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from krscp_portal.foundation.days import in_words as day_in_words

YEAR = 365
GRACE_DAYS = 7  # a fortnightly meeting is not behind for being put off by some days
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True)
class Rule:
    """How often: `times_a_year`, or `every_weeks`; `months` are those that the rule names."""

    times_a_year: int | None = None
    every_weeks: int | None = None
    months: tuple[int, ...] = ()


@dataclass(frozen=True)
class Standing:
    """How a group stands to a rule, in words, and the tone that repeats them."""

    words: str
    tone: str
    held: int
    is_behind: bool = False


def in_words(rule: Rule) -> str:
    """Return the rule as a sentence without its end: "at least four times a year"."""
    if rule.every_weeks:
        weeks = rule.every_weeks
        said = "Every week" if weeks == 1 else f"Every {weeks} weeks"
    else:
        times = rule.times_a_year or 1
        said = "At least once a year" if times == 1 else f"At least {times} times a year"
    if rule.months:
        said += f", in {', '.join(MONTHS[each - 1] for each in sorted(rule.months))}"
    return said


def standing(
    rule: Rule, *, held: Sequence[date], planned: Sequence[date], since: date, on: date
) -> Standing:
    """Say how a group stands on a day. `since` is the day from which it can be asked for meetings.

    Behind is: fewer held than the year asks for so far; longer than the interval since the last one; a named month that has
    passed without a meeting. Of a group without any meeting on record nothing is said.
    """
    if not held and not planned:
        return Standing("No meeting is recorded yet", "grey", 0)
    start = max(since, on - timedelta(days=YEAR - 1))
    of_year = sorted(day for day in held if start <= day <= on)
    if rule.every_weeks:
        return _by_weeks(rule.every_weeks, of_year, planned, start=start, on=on)
    missed = _missed_month(rule.months, held, start=start, on=on)
    if missed:
        return Standing(f"Behind: no meeting in {missed}", "red", len(of_year), is_behind=True)
    return _by_count(rule.times_a_year or 1, of_year, planned, start=start, on=on)


def _by_weeks(
    weeks: int, held: Sequence[date], planned: Sequence[date], *, start: date, on: date
) -> Standing:
    last = held[-1] if held else start
    due = last + timedelta(days=weeks * 7)
    to_come = sorted(day for day in planned if day >= on)
    if on > due + timedelta(days=GRACE_DAYS):
        words = f"Behind: the next was due by {day_in_words(due)}"
        return Standing(words, "red", len(held), is_behind=True)
    if to_come:
        return Standing(f"In step, next on {day_in_words(to_come[0])}", "green", len(held))
    return Standing(f"None planned, due by {day_in_words(due)}", "yellow", len(held))


def _by_count(
    times: int, held: Sequence[date], planned: Sequence[date], *, start: date, on: date
) -> Standing:
    owed = times * ((on - start).days + 1) // YEAR
    to_come = [day for day in planned if on <= day < on + timedelta(days=YEAR)]
    count = f"{len(held)} held of {times} in the last twelve months"
    if len(held) < owed:
        return Standing(f"Behind: {count}", "red", len(held), is_behind=True)
    if len(held) < times and len(held) + len(to_come) < times:
        return Standing(f"Too few planned: {count}, {len(to_come)} to come", "yellow", len(held))
    return Standing(f"In step: {count}", "green", len(held))


def _missed_month(months: Sequence[int], held: Sequence[date], *, start: date, on: date) -> str:
    """Return the first named month that lies wholly between the days and had no meeting."""
    met = {(day.year, day.month) for day in held}
    month = (start if start.day == 1 else _next_month(start)).replace(day=1)
    while _next_month(month) <= on:
        if month.month in months and (month.year, month.month) not in met:
            return f"{MONTHS[month.month - 1]} {month.year}"
        month = _next_month(month)
    return ""


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
