"""The plain values that statutory clocks are made of: a rule, a calendar and a due date.

The rule: every duty is data - a length, a unit, a direction, a convention for day 0 and a bound -
so that no figure of the law stands in code. The figures and their citations live in the rules'
data file and reach this module as `Rule` values.

Authority: none of its own; `deadlines.clock` names the sources of the counting conventions.
Not decided here: any date.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from deadlines.working_days import CalendarError, Skipped

LEAP_YEAR: Final = 2024
"""Any leap year: the test of whether a month and day can ever be a date."""


class Unit(StrEnum):
    """What a rule's length is counted in; `NONE` is a duty without a figure ("as soon as")."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    YEARS = "years"
    FIXED_DATE = "fixed_date"
    NONE = "none"


class Direction(StrEnum):
    """Whether a rule counts forward from its trigger or back from a planned day."""

    AFTER = "after"
    BEFORE = "before"


class DayZero(StrEnum):
    """Whether the trigger's own day is left out of the count (usual) or is its first day.

    A count back from a publication says `PUBLICATION_DAY_EXCLUDED`, which leaves that day out too.
    """

    TRIGGER_DAY_IS_ZERO = "trigger_day_is_zero"
    PUBLICATION_DAY_EXCLUDED = "publication_day_excluded"
    TRIGGER_DAY_IS_ONE = "trigger_day_is_one"


class Bound(StrEnum):
    """Whether the date is the last on which to act or the first on which something may end."""

    NO_LATER_THAN = "no_later_than"
    NO_EARLIER_THAN = "no_earlier_than"


COUNTED: Final = frozenset({Unit.WORKING_DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS, Unit.YEARS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One duty's arithmetic as plain values; refuses values that contradict one another.

    Codes may come as strings from a data file or a column and are held as the enums above.
    Raises `CalendarError` for an unknown code, a counted unit without a length of 0 or more,
    a fixed date without a real month and day, and a length on a duty that has no figure.
    """

    key: str
    unit: Unit
    length: int | None = None
    direction: Direction = Direction.AFTER
    day_zero: DayZero = DayZero.TRIGGER_DAY_IS_ZERO
    bound: Bound = Bound.NO_LATER_THAN
    month: int | None = None
    day: int | None = None
    trigger_event: str = ""

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "unit", Unit(self.unit))
            object.__setattr__(self, "direction", Direction(self.direction))
            object.__setattr__(self, "day_zero", DayZero(self.day_zero))
            object.__setattr__(self, "bound", Bound(self.bound))
        except ValueError as error:
            raise CalendarError(f"Rule {self.key}: {error}.") from error
        if self.unit in COUNTED and (self.length is None or self.length < 0):
            raise CalendarError(f"Rule {self.key} counts {self.unit} but has no length.")
        if self.unit is Unit.NONE and self.length is not None:
            raise CalendarError(f"Rule {self.key} has a length but says it has no figure.")
        if self.unit is Unit.FIXED_DATE and not self._has_a_day():
            raise CalendarError(f"Rule {self.key} has no real month and day.")

    def _has_a_day(self) -> bool:
        try:
            date(LEAP_YEAR, self.month or 0, self.day or 0)
        except ValueError:
            return False
        return True


@dataclass(frozen=True, slots=True, eq=False)
class Calendar:
    """The holidays known, by day and name, and how far the table that holds them reaches."""

    holidays: Mapping[date, str]
    known_until: date
    known_from: date | None = None
    closed: frozenset[date] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "closed", frozenset(self.holidays))

    def knows(self, first: date, last: date) -> bool:
        """Say whether every day from `first` to `last` lies inside the table of holidays."""
        return last <= self.known_until and (self.known_from is None or self.known_from <= first)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """When a duty falls due and how that was worked out; `due` is None where no figure is set.

    `explanation` is plain English, one line to a fact, in the order of the count.
    `first_counted` is the day counted as day 1 where days are counted, else None.
    `beyond_known_holidays` warns that the dates run outside the table of bank holidays.
    """

    rule: Rule
    due: date | None
    trigger_on: date
    first_counted: date | None
    skipped: tuple[Skipped, ...]
    explanation: tuple[str, ...]
    beyond_known_holidays: bool

    @property
    def unit(self) -> Unit:
        """Return what the rule counts in."""
        return self.rule.unit

    @property
    def length(self) -> int | None:
        """Return how many of its unit the rule runs, or None where it has no figure."""
        return self.rule.length
