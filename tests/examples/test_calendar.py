"""The fictional cases stand where they should on whatever day they are loaded."""

from datetime import UTC, date, datetime

import pytest

from krscp_portal.examples.calendar import Days

HOLIDAY = date(2026, 5, 25)


@pytest.mark.parametrize(
    ("today", "ago", "day"),
    [
        (date(2026, 6, 1), 1, date(2026, 5, 29)),  # Monday: back over the weekend
        (date(2026, 6, 1), 5, date(2026, 5, 22)),  # and over a holiday
        (date(2026, 5, 31), 1, date(2026, 5, 28)),  # Sunday counts from the Friday before it
        (date(2026, 5, 30), 1, date(2026, 5, 28)),  # so does Saturday
        (HOLIDAY, 1, date(2026, 5, 21)),  # a holiday counts from the working day before it
    ],
)
def test_days_are_working_days_back_from_a_working_day(today, ago, day):
    assert Days(today, {HOLIDAY}).day(ago) == day


def test_a_moment_is_by_the_clock_in_england():
    days = Days(date(2026, 6, 2), set())

    assert days.moment(1, "16:20") == datetime(2026, 6, 1, 15, 20, tzinfo=UTC)
