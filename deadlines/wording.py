"""The sentences that show a deadline's working, so that anybody can check the date by hand.

The rule: a date is never given without its count. Every line names a day in full and says what it
was: day 0, a day not counted and why, the first day counted, the last day in time.

Authority: none; the counting is `deadlines.working_days`. Not decided here: any date.
"""

from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Final

from deadlines.terms import Bound, DayZero, Direction, Due, Rule, Unit
from deadlines.working_days import FRIDAY, WEEKDAYS, Skipped

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

TRIGGER_DAYS: Final[Mapping[str, str]] = {
    "awareness": "the day of awareness",
    "notification": "the day of notification",
    "lcspr_decision": "the day of the decision to start a local review",
    "publication_planned": "the planned day of publication",
    "publication": "the day of publication",
    "period_end": "the last day of the period",
    "previous_report": "the day of the previous report",
    "chair_taken": "the day the chair was taken",
    "decision_taken": "the day of the decision",
    "course_held": "the day of the course",
    "priorities_agreed": "the day the priorities were agreed",
    "review_held": "the day of the last review",
    "arrangements_changed": "the day the arrangements changed",
    "action_due": "the day agreed for the action",
    "impact_due": "the day to ask again",
}

UNITS: Final[Mapping[Unit, str]] = {
    Unit.WORKING_DAYS: "working day",
    Unit.CALENDAR_DAYS: "calendar day",
    Unit.MONTHS: "calendar month",
    Unit.YEARS: "calendar year",
}


def in_words(day: date) -> str:
    """Write a date as people say it: "Thursday 24 December 2026", whatever the locale."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def plural(number: int, noun: str) -> str:
    """Write a number with its noun: "1 working day", "5 working days"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def explain(due: Due, *, clock_time: time | None = None) -> tuple[str, ...]:
    """Write the working of `due`, one line to a fact, in the order of the count.

    `clock_time` is the local time of the trigger where it is known. Refuses nothing.
    """
    return tuple(_lines(due, clock_time))


def _lines(due: Due, clock_time: time | None) -> Iterator[str]:
    rule = due.rule
    yield _trigger_line(due, clock_time)
    if due.due is None:
        yield "No figure is set for this duty: it is to be done as soon as it can be."
        return

    if due.length == 0:
        yield f"To be done the same day: {in_words(due.due)}, {_meaning(rule)}."
    elif rule.unit is Unit.WORKING_DAYS:
        yield from _counted_lines(due, due.due)
    else:
        yield _span_line(rule, due.due)
    if _is_cut_back(due, due.due):
        yield f"{MONTHS[due.due.month - 1]} {due.due.year} has no day {due.trigger_on.day}."
    if due.beyond_known_holidays:
        yield _horizon_line(rule)


def _is_cut_back(due: Due, end: date) -> bool:
    monthly = due.rule.unit in (Unit.MONTHS, Unit.YEARS)
    return (
        monthly
        and due.rule.day_zero is not DayZero.TRIGGER_DAY_IS_ONE
        and (end.day != due.trigger_on.day)
    )


def _trigger_line(due: Due, clock_time: time | None) -> str:
    day = f"{in_words(due.trigger_on)}, {trigger_day(due.rule)}"
    at = f" ({clock_time:%H:%M} London time)" if clock_time else ""
    if due.due is not None and due.rule.day_zero is DayZero.TRIGGER_DAY_IS_ONE:
        return f"From {day}{at}, which itself counts as the first day."
    if due.rule.unit in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS):
        return f"Day 0: {day}{at}."
    return f"From {day}{at}."


def trigger_day(rule: Rule) -> str:
    """Name the day that starts a rule's count: "the day of awareness"."""
    spoken = rule.trigger_event.replace("_", " ")
    return TRIGGER_DAYS.get(rule.trigger_event, f"the day of {spoken or 'the trigger'}")


def _counted_lines(due: Due, end: date) -> Iterator[str]:
    """Give the days not counted between the first day counted and the last, in counting order."""
    length = due.length or 0
    backwards = due.rule.direction is Direction.BEFORE
    marks = [(skip.day, _skipped_line(skip)) for skip in due.skipped]
    if length > 1 and due.first_counted is not None:
        marks.append((due.first_counted, f"Day 1: {in_words(due.first_counted)}."))
    yield from (line for _, line in sorted(marks, reverse=backwards))
    yield f"Day {length}: {in_words(end)}, {_meaning(due.rule)}."


def _skipped_line(skip: Skipped) -> str:
    why = "weekend" if skip.day.weekday() > FRIDAY else skip.why
    return f"{in_words(skip.day)} not counted: {why}."


def _span_line(rule: Rule, end: date) -> str:
    if rule.unit is Unit.FIXED_DATE:
        side = "next" if rule.direction is Direction.AFTER else "last"
        day = f"{rule.day} {MONTHS[(rule.month or 1) - 1]}"
        return f"The {side} {day} is {in_words(end)}, {_meaning(rule)}."
    length = plural(rule.length or 0, UNITS[rule.unit])
    where = "on" if rule.direction is Direction.AFTER else "before"
    return f"{length} {where} is {in_words(end)}, {_meaning(rule)}."


def _meaning(rule: Rule) -> str:
    if rule.bound is Bound.NO_LATER_THAN:
        return "the last day in time"
    return "the first day on which it may end"


def _horizon_line(rule: Rule) -> str:
    line = "This reaches outside the bank holidays known here"
    if rule.unit is Unit.WORKING_DAYS:
        return f"{line}, so the date may be wrong: add the holidays and it is worked out again."
    return f"{line}, but the date does not depend on them."
