"""From a rule and a trigger to a due date with its working, and from a due date to its state.

The rule: one function turns any duty held as data into a date and the lines that explain it. What
a deadline's state is on a day is computed from stored facts each time and never counted up.

Authority: Working Together's chapters on partnership arrangements and on learning from serious
incidents, the Panel's guidance, Children Act 2004 ss.16B-16H and the 2018 Regulations give the
figures; they reach this module as `Rule` values with their own citation. Working days are counted
as `deadlines.working_days` says.

Not decided here: which rule applies to whom, which event triggers it where sources differ (the two
dates of a rapid review are two rules), and who is told what (`deadlines.steps`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never
from zoneinfo import ZoneInfo

from deadlines.steps import Escalation, Plan, Step, all_steps, attention, steps_due
from deadlines.terms import Bound, Calendar, DayZero, Direction, Due, Rule, Unit
from deadlines.wording import explain, plural
from deadlines.working_days import (
    ONE_DAY,
    CalendarError,
    Skipped,
    add_months,
    add_working_days,
    skipped,
    subtract_working_days,
    working_days_between,
)

__all__ = [
    "Bound",
    "Calendar",
    "CalendarError",
    "DayZero",
    "Direction",
    "Due",
    "Escalation",
    "Plan",
    "Rule",
    "State",
    "StateCode",
    "Step",
    "Unit",
    "all_steps",
    "attention",
    "compute",
    "london_day",
    "state",
    "steps_due",
]

LONDON: Final = ZoneInfo("Europe/London")
"""Days are days in England: awareness at 00:30 BST is still the evening before in UTC."""

SOON_WORKING_DAYS: Final = 2
"""A duty is due soon this many working days ahead, which is when its first warning usually goes."""

MONTHS_IN_A_YEAR: Final = 12
NO_TIME: Final = timedelta(0)


def london_day(trigger: datetime | date) -> date:
    """Return the day in England on which `trigger` fell; a plain date is that day.

    Refuses a moment without a time zone: guessing one could move a statutory clock by a day.
    """
    moment = _london(trigger)
    return moment.date() if isinstance(moment, datetime) else moment


def compute(rule: Rule, trigger: datetime | date, calendar: Calendar) -> Due:
    """Work out when `rule` falls due after (or before) `trigger`, and say how in plain English.

    Promises the same answer for the same three values, whoever asks and whenever. Refuses a
    moment without a time zone and a date outside the calendar, by `CalendarError`.
    Source: the counting conventions of `deadlines.working_days`; the figures are the rule's own.
    """
    moment = _london(trigger)
    on = moment.date() if isinstance(moment, datetime) else moment
    answer = Due(
        rule=rule,
        due=None,
        trigger_on=on,
        first_counted=None,
        skipped=(),
        explanation=(),
        beyond_known_holidays=False,
    )
    if rule.unit is not Unit.NONE:
        answer = _dated(answer, calendar)

    clock_time = moment.time() if isinstance(moment, datetime) else None
    return replace(answer, explanation=explain(answer, clock_time=clock_time))


def _london(trigger: datetime | date) -> datetime | date:
    if not isinstance(trigger, datetime):
        return trigger
    if trigger.tzinfo is None:
        raise CalendarError("The time of the trigger has no time zone.")
    return trigger.astimezone(LONDON)


def _dated(answer: Due, calendar: Calendar) -> Due:
    rule, on = answer.rule, answer.trigger_on
    ahead = rule.direction is Direction.AFTER
    stride = ONE_DAY if ahead else -ONE_DAY
    try:
        base = on - stride if rule.day_zero is DayZero.TRIGGER_DAY_IS_ONE else on
        due = _end(rule, base, on - base, calendar)
        first = _first_counted(rule, base, calendar)
    except (OverflowError, ValueError) as error:
        raise CalendarError(f"Rule {rule.key}: {error}") from error

    passed: tuple[Skipped, ...] = ()
    if rule.unit is Unit.WORKING_DAYS:
        start, end = (base, due) if ahead else (due - ONE_DAY, base - ONE_DAY)
        passed = skipped(start, end, calendar.holidays)
    reach = (on, due) if ahead else (due, max(due, on - ONE_DAY))
    return replace(
        answer,
        due=due,
        first_counted=first,
        skipped=passed,
        beyond_known_holidays=not calendar.knows(*reach),
    )


def _end(rule: Rule, base: date, moved: timedelta, calendar: Calendar) -> date:
    """Count from `base`; months keep the day of the month of the trigger, `moved` from it."""
    length = rule.length or 0
    sign = 1 if rule.direction is Direction.AFTER else -1
    match rule.unit:
        case Unit.WORKING_DAYS:
            count = add_working_days if sign > 0 else subtract_working_days
            return count(base, length, calendar.closed)
        case Unit.CALENDAR_DAYS:
            return base + ONE_DAY * sign * length
        case Unit.MONTHS:
            return add_months(base + moved, sign * length) - moved
        case Unit.YEARS:
            return add_months(base + moved, sign * length * MONTHS_IN_A_YEAR) - moved
        case Unit.FIXED_DATE:
            return _fixed(rule, base)
        case Unit.NONE:
            raise CalendarError("no figure is set.")
        case _:
            assert_never(rule.unit)


def _fixed(rule: Rule, base: date) -> date:
    """Return the rule's day of the year nearest to `base`, strictly after it or before it."""
    here = _on_that_day(rule, base.year)
    if rule.direction is Direction.AFTER:
        return here if here > base else _on_that_day(rule, base.year + 1)
    return here if here < base else _on_that_day(rule, base.year - 1)


def _on_that_day(rule: Rule, year: int) -> date:
    return add_months(date(year, 1, rule.day or 1), (rule.month or 1) - 1)


def _first_counted(rule: Rule, base: date, calendar: Calendar) -> date | None:
    """Return the day counted as day 1, for what is counted in days and has at least one."""
    if rule.unit not in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS) or not rule.length:
        return None
    return _end(replace(rule, length=1), base, NO_TIME, calendar)


class StateCode(StrEnum):
    """Where a deadline stands on a day. `HELD_UNTIL` and after are for acts that must wait."""

    NO_FIGURE = "no_figure"
    RUNNING = "running"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met_late"
    HELD_UNTIL = "held_until"
    FREE = "free"
    ENDED_EARLY = "ended_early"


WORDS: Final[Mapping[StateCode, str]] = {
    StateCode.NO_FIGURE: "To be done as soon as it can be",
    StateCode.RUNNING: "Due in {working}",
    StateCode.DUE_SOON: "Due soon: {working} left",
    StateCode.DUE_TODAY: "Due today",
    StateCode.OVERDUE: "Overdue by {working}",
    StateCode.MET: "Done in time",
    StateCode.MET_LATE: "Done late by {working}",
    StateCode.HELD_UNTIL: "Must wait: {plain} to go",
    StateCode.FREE: "The waiting time is over",
    StateCode.ENDED_EARLY: "Ended too early by {plain}",
}
BREACHES: Final = frozenset({StateCode.OVERDUE, StateCode.MET_LATE, StateCode.ENDED_EARLY})


@dataclass(frozen=True, slots=True)
class State:
    """A deadline's standing on one day, with how many days are left, late or short.

    `days` counts working days, except for an act that must wait, where it counts plain days.
    It may be 0 for what is overdue or late: a Saturday after a Friday is late by no working day.
    """

    code: StateCode
    days: int = 0

    @property
    def is_breach(self) -> bool:
        """Say whether a limit has been passed: not done, done late, or ended too early."""
        return self.code in BREACHES

    @property
    def words(self) -> str:
        """Say the state in a few words that stand without colour."""
        working = plural(self.days, "working day") if self.days else "less than one working day"
        return WORDS[self.code].format(working=working, plain=plural(self.days, "day"))


def state(
    due: date | None,
    *,
    on: date,
    calendar: Calendar,
    met_on: date | None = None,
    bound: Bound = Bound.NO_LATER_THAN,
    soon: int = SOON_WORKING_DAYS,
) -> State:
    """Say where a deadline stands at the end of the day `on`, from stored facts alone.

    `met_on` is the day the duty was done or, for an act that must wait, the day it was done; a day
    after `on` has not happened yet. A duty done on its due date is in time. Refuses nothing.
    """
    met = met_on if met_on is not None and met_on <= on else None
    if due is None:
        return State(StateCode.NO_FIGURE if met is None else StateCode.MET)
    if bound is Bound.NO_EARLIER_THAN:
        return _held(due, on, met)
    if met is not None:
        late = working_days_between(due, met, calendar.closed)
        return State(StateCode.MET_LATE, late) if met > due else State(StateCode.MET)
    if on > due:
        return State(StateCode.OVERDUE, working_days_between(due, on, calendar.closed))
    if on == due:
        return State(StateCode.DUE_TODAY)
    left = working_days_between(on, due, calendar.closed)
    return State(StateCode.DUE_SOON if left <= soon else StateCode.RUNNING, left)


def _held(due: date, on: date, done: date | None) -> State:
    if done is not None:
        short = (due - done).days
        return State(StateCode.ENDED_EARLY, short) if short > 0 else State(StateCode.MET)
    return State(StateCode.HELD_UNTIL, (due - on).days) if on < due else State(StateCode.FREE)
