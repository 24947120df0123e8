"""A count of working days written out day by day, so that it can be checked with a finger.

The rule: the trigger's day is day 0, each working day after it (or before it, for a count back)
has the next number, and a day that is not counted says why.

Authority and convention: `deadlines.working_days`. Not decided here: any date.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from deadlines.terms import DayZero, Direction, Due, Unit
from deadlines.working_days import FRIDAY, ONE_DAY

LONGEST: Final = 60
"""More working days than this nobody reads; the lines of the working are enough."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One day of a count: its number, or why it has none."""

    day: date
    number: int | None
    why: str = ""


def day_by_day(due: Due) -> tuple[Counted, ...]:
    """Write out every day from the trigger to the due date, in the order of the count.

    Empty for what is not counted in working days, is not counted at all, or is too long to read.
    """
    length = due.length or 0
    if due.due is None or due.unit is not Unit.WORKING_DAYS or not 0 < length <= LONGEST:
        return ()
    stride = ONE_DAY if due.rule.direction is Direction.AFTER else -ONE_DAY
    passed = {each.day: each.why for each in due.skipped}
    day, number = due.trigger_on, 0
    found = []
    if due.rule.day_zero is not DayZero.TRIGGER_DAY_IS_ONE:
        found.append(Counted(day, 0))
        day += stride
    while number < length:
        if day in passed:
            found.append(Counted(day, None, _reason(day, passed[day])))
        else:
            number += 1
            found.append(Counted(day, number))
        day += stride
    return tuple(found)


def _reason(day: date, why: str) -> str:
    return "weekend" if day.weekday() > FRIDAY else why
