"""On which days the steps of a plan fall, over Christmas too, and how each stands."""

from datetime import date

import pytest

from reviews.plan_days import Days, StepStand, days_of, stand_of

CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
DAYS = Days(date(2026, 6, 3), date(2026, 6, 10))


@pytest.mark.parametrize(
    ("steps", "first", "last"),
    [
        ((0, 0), date(2026, 12, 21), date(2026, 12, 21)),
        ((1, 1), date(2026, 12, 22), date(2026, 12, 22)),
        ((2, 10), date(2026, 12, 23), date(2027, 1, 7)),
        ((16, 16), date(2027, 1, 15), date(2027, 1, 15)),
    ],
)
def test_days_are_counted_over_christmas_without_its_holidays(steps, first, last):
    found = days_of(*steps, notified_on=date(2026, 12, 21), holidays=CHRISTMAS)

    assert found == Days(first, last)


@pytest.mark.parametrize(
    ("on", "stand"),
    [
        (date(2026, 6, 2), StepStand.AHEAD),
        (date(2026, 6, 3), StepStand.NOW),
        (date(2026, 6, 10), StepStand.NOW),
        (date(2026, 6, 11), StepStand.LATE),
    ],
)
def test_a_step_is_ahead_then_now_then_late(on, stand):
    assert stand_of(DAYS, done=False, left_out=False, on=on) == stand


def test_a_step_that_is_over_is_never_late():
    late = date(2026, 7, 1)
    assert stand_of(DAYS, done=True, left_out=False, on=late) == StepStand.DONE
    assert stand_of(DAYS, done=False, left_out=True, on=late) == StepStand.LEFT_OUT
