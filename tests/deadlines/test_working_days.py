from datetime import date, timedelta

import pytest
from hypothesis import given

from deadlines.working_days import (
    CalendarError,
    Skipped,
    add_months,
    add_working_days,
    is_working_day,
    skipped,
    subtract_working_days,
    working_days_between,
)
from tests.deadlines.calendars import COUNTS, DAYS, FROM_PACKAGE, HOLIDAYS, TYPED_OUT

CALENDARS = pytest.mark.parametrize(
    "holidays", [frozenset(TYPED_OUT), frozenset(FROM_PACKAGE)], ids=["typed", "package"]
)
NONE: frozenset[date] = frozenset()
ONE_DAY = timedelta(days=1)


@CALENDARS
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 26), False),
        (date(2026, 12, 28), False),
        (date(2026, 12, 29), True),
        (date(2027, 3, 26), False),
        (date(2027, 12, 27), False),
        (date(2027, 12, 28), False),
        (date(2028, 1, 3), False),
    ],
)
def test_weekends_holidays_and_substitute_days_are_not_working_days(day, expected, holidays):
    assert is_working_day(day, holidays) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2022, 6, 2), False),
        (date(2022, 6, 3), False),
        (date(2022, 9, 19), False),
        (date(2023, 5, 8), False),
        (date(2022, 5, 30), True),
    ],
)
def test_days_proclaimed_once_are_in_the_packages_table(day, expected):
    assert is_working_day(day, frozenset(FROM_PACKAGE)) is expected


@CALENDARS
@pytest.mark.parametrize(
    ("aware", "notify", "review", "review_from_notification"),
    [
        (date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 22), date(2026, 6, 29)),
        (date(2026, 8, 28), date(2026, 9, 7), date(2026, 9, 21), date(2026, 9, 28)),
        (date(2026, 12, 21), date(2026, 12, 30), date(2027, 1, 14), date(2027, 1, 21)),
        (date(2026, 12, 24), date(2027, 1, 5), date(2027, 1, 19), date(2027, 1, 26)),
        (date(2026, 12, 26), date(2027, 1, 5), date(2027, 1, 19), date(2027, 1, 26)),
        (date(2027, 3, 25), date(2027, 4, 5), date(2027, 4, 19), date(2027, 4, 26)),
        (date(2027, 12, 24), date(2028, 1, 5), date(2028, 1, 19), date(2028, 1, 26)),
    ],
)
def test_five_and_fifteen_working_days_match_the_reference_table(
    aware, notify, review, review_from_notification, holidays
):
    assert add_working_days(aware, 5, holidays) == notify
    assert add_working_days(aware, 15, holidays) == review
    assert add_working_days(notify, 15, holidays) == review_from_notification


@CALENDARS
@pytest.mark.parametrize(
    ("publish", "copy_by"),
    [
        (date(2027, 4, 8), date(2027, 3, 30)),
        (date(2027, 1, 5), date(2026, 12, 22)),
        (date(2026, 9, 7), date(2026, 8, 26)),
    ],
)
def test_seven_working_days_before_publication_match_the_reference_table(
    publish, copy_by, holidays
):
    assert subtract_working_days(publish, 7, holidays) == copy_by


def test_a_trigger_on_a_weekend_starts_the_count_on_the_next_working_day():
    saturday, sunday = date(2026, 6, 6), date(2026, 6, 7)

    assert add_working_days(saturday, 1, NONE) == date(2026, 6, 8)
    assert add_working_days(sunday, 1, NONE) == date(2026, 6, 8)


def test_no_working_days_on_is_the_same_day_even_a_sunday():
    assert add_working_days(date(2026, 6, 7), 0, NONE) == date(2026, 6, 7)
    assert subtract_working_days(date(2026, 6, 7), 0, NONE) == date(2026, 6, 7)


@pytest.mark.parametrize("count", [add_working_days, subtract_working_days])
@pytest.mark.parametrize(
    ("n", "sentence"),
    [
        (-1, "A number of working days cannot be negative."),
        (10_001, "10001 working days is longer than any duty runs."),
    ],
)
def test_a_negative_or_absurd_count_is_refused(count, n, sentence):
    with pytest.raises(CalendarError) as refusal:
        count(date(2026, 6, 1), n, NONE)

    assert str(refusal.value) == sentence


def test_a_count_that_runs_off_the_calendar_is_refused():
    with pytest.raises(CalendarError, match=r"^5 working days leaves the calendar\.$"):
        add_working_days(date.max, 5, NONE)
    with pytest.raises(CalendarError, match=r"^5 working days leaves the calendar\.$"):
        subtract_working_days(date.min, 5, NONE)


def test_working_days_between_counts_the_last_day_and_not_the_first():
    friday = date(2026, 8, 28)

    assert working_days_between(friday, friday, frozenset(TYPED_OUT)) == 0
    assert working_days_between(friday, date(2026, 8, 29), frozenset(TYPED_OUT)) == 0
    assert working_days_between(friday, date(2026, 9, 1), frozenset(TYPED_OUT)) == 1
    assert working_days_between(date(2026, 9, 1), friday, frozenset(TYPED_OUT)) == -1


def test_skipped_days_say_why_and_a_weekend_outranks_a_holiday_on_it():
    christmas = {date(2026, 12, 26): "Boxing Day"} | TYPED_OUT

    assert skipped(date(2026, 12, 24), date(2026, 12, 29), christmas) == (
        Skipped(date(2026, 12, 25), "Christmas Day"),
        Skipped(date(2026, 12, 26), "Saturday"),
        Skipped(date(2026, 12, 27), "Sunday"),
        Skipped(date(2026, 12, 28), "Boxing Day (substitute day)"),
    )
    assert skipped(date(2026, 12, 29), date(2026, 12, 24), christmas) == ()


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 8, 30), 6, date(2027, 2, 28)),
        (date(2026, 12, 15), 6, date(2027, 6, 15)),
        (date(2026, 3, 31), 12, date(2027, 3, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 31), -1, date(2025, 12, 31)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
    ],
)
def test_months_keep_the_day_and_are_cut_back_to_a_shorter_months_end(start, months, end):
    assert add_months(start, months) == end


@pytest.mark.parametrize("months", [7, -120_000])
def test_months_that_leave_the_calendar_are_refused(months):
    with pytest.raises(CalendarError) as refusal:
        add_months(date(9999, 6, 1), months)

    assert str(refusal.value) == f"{months} months from 01/06/9999 leaves the calendar."


@given(start=DAYS, n=COUNTS, holidays=HOLIDAYS)
def test_a_count_of_one_or_more_lands_on_a_working_day(start, n, holidays):
    ahead = add_working_days(start, n + 1, holidays.keys())
    back = subtract_working_days(start, n + 1, holidays.keys())

    assert is_working_day(ahead, holidays.keys())
    assert is_working_day(back, holidays.keys())
    assert back < start < ahead


@given(start=DAYS, n=COUNTS, holidays=HOLIDAYS)
def test_more_days_never_end_sooner_and_a_later_start_never_ends_sooner(start, n, holidays):
    closed = holidays.keys()

    assert add_working_days(start, n, closed) < add_working_days(start, n + 1, closed)
    assert add_working_days(start, n, closed) <= add_working_days(start + ONE_DAY, n, closed)


@given(start=DAYS, n=COUNTS, holidays=HOLIDAYS)
def test_counting_on_and_then_back_returns_to_a_working_start(start, n, holidays):
    closed = holidays.keys()
    first = add_working_days(start, 1, closed)

    assert subtract_working_days(add_working_days(first, n, closed), n, closed) == first


@given(start=DAYS, n=COUNTS, holidays=HOLIDAYS)
def test_working_days_between_undoes_counting_either_way(start, n, holidays):
    closed = holidays.keys()

    last = add_working_days(start, n, closed)
    first = subtract_working_days(start, n, closed)

    assert working_days_between(start, last, closed) == n
    assert working_days_between(last, start, closed) == -n
    assert working_days_between(first - ONE_DAY, start - ONE_DAY, closed) == n


@given(start=DAYS, n=COUNTS, extra=DAYS, holidays=HOLIDAYS)
def test_one_more_holiday_never_brings_a_due_date_forward(start, n, extra, holidays):
    more = holidays.keys() | {extra}

    assert add_working_days(start, n, more) >= add_working_days(start, n, holidays.keys())
    assert subtract_working_days(start, n, more) <= subtract_working_days(start, n, holidays.keys())


@given(a=DAYS, b=DAYS, holidays=HOLIDAYS)
def test_days_skipped_and_days_counted_make_up_the_whole_span(a, b, holidays):
    first, last = min(a, b), max(a, b)
    passed = skipped(first, last, holidays)

    assert working_days_between(first, last, holidays.keys()) + len(passed) == (last - first).days
    assert all(first < skip.day <= last for skip in passed)
    assert not any(is_working_day(skip.day, holidays.keys()) for skip in passed)
