"""On which days a step of a rapid review's plan falls, and how it stands.

The rule: a step runs from one working day after the notification to another; the notification is
day 0. Days are counted when they are shown, so that a bank holiday added later moves them. A step
that was ticked or left out with a reason is over; one whose last day has gone is late.

Authority: Devon's flowchart counts so (statutory.md §1.1 and D5a); the steps themselves are the
partnership's own and bind nobody. The statutory dates of a review are the app `deadlines`'.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from deadlines.working_days import add_working_days

LATEST: Final = 400
"""The last working day that a plan may name: a year and a half, far beyond any rapid review."""


class StepStand(StrEnum):
    """How a step stands."""

    DONE = "done"
    LEFT_OUT = "left_out"
    AHEAD = "ahead"
    NOW = "now"
    LATE = "late"


LABELS: Final = {
    StepStand.DONE: ("Done", "green"),
    StepStand.LEFT_OUT: ("Left out", "grey"),
    StepStand.AHEAD: ("Ahead", "grey"),
    StepStand.NOW: ("Now", "blue"),
    StepStand.LATE: ("Late", "red"),
}


@dataclass(frozen=True)
class Days:
    """The first and last day of a step."""

    first: date
    last: date


def days_of(from_day: int, to_day: int, *, notified_on: date, holidays: Set[date]) -> Days:
    """Return the days of a step, counted in working days from the notification's own day."""
    return Days(
        add_working_days(notified_on, from_day, holidays),
        add_working_days(notified_on, to_day, holidays),
    )


def stand_of(days: Days, *, done: bool, left_out: bool, on: date) -> StepStand:
    """Say how a step stands on the day."""
    if done:
        return StepStand.DONE
    if left_out:
        return StepStand.LEFT_OUT
    if on > days.last:
        return StepStand.LATE
    return StepStand.NOW if on >= days.first else StepStand.AHEAD
