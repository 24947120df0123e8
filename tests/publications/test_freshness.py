"""When a public page should be confirmed again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from publications import freshness

CONFIRMED = date(2026, 5, 31)


@pytest.mark.parametrize(
    ("on", "stale"),
    [
        (date(2026, 5, 31), False),
        (date(2026, 11, 30), False),  # six months, cut back to the end of a shorter month
        (date(2026, 12, 1), True),
    ],
)
def test_a_confirmation_is_stale_after_six_months(on, stale):
    assert freshness.is_stale(CONFIRMED, on=on) is stale


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (date(2026, 5, 31), None),
        (date(2026, 10, 30), None),
        (date(2026, 10, 31), date(2026, 10, 31)),
        (date(2026, 11, 29), date(2026, 10, 31)),
        (date(2026, 11, 30), date(2026, 11, 30)),
        (date(2027, 3, 2), date(2027, 2, 28)),
    ],
)
def test_a_reminder_is_due_at_five_months_at_six_and_then_every_month(on, due):
    assert freshness.reminder_due(CONFIRMED, on=on) == due


@given(some.dates(date(2000, 1, 1), date(2100, 1, 1)), some.integers(0, 3000))
def test_what_is_due_is_never_in_the_future_and_never_older_than_a_month(start, days):
    on = date.fromordinal(start.toordinal() + days)

    due = freshness.reminder_due(start, on=on)

    assert due is None or 0 <= (on - due).days <= 31
