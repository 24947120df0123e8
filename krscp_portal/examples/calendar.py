"""The days of the fictional cases, counted back from the day of loading. Pure."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, time

from deadlines.working_days import is_working_day, subtract_working_days
from krscp_portal.foundation.moment import LONDON


@dataclass(frozen=True)
class Days:
    """Working days back from the day of loading.

    From a weekend or a holiday they count from the working day before it, so that a clock that has
    one working day left has one left on whatever day the examples are loaded.
    """

    today: date
    holidays: Set[date]

    def day(self, ago: int) -> date:
        """Return the day that lies so many working days back."""
        return subtract_working_days(self._from, ago, self.holidays)

    def moment(self, ago: int, at: str | time) -> datetime:
        """Return the moment on that day, by the clock in England."""
        clock = time.fromisoformat(at) if isinstance(at, str) else at
        return datetime.combine(self.day(ago), clock, tzinfo=LONDON)

    @property
    def _from(self) -> date:
        if is_working_day(self.today, self.holidays):
            return self.today
        return subtract_working_days(self.today, 1, self.holidays)
