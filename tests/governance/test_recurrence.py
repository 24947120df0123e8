"""On which days a series falls: months without such a day, and times by the clock in England."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.recurrence import Pattern, beginning, days, in_words, is_whole, ordinal
from krscp_portal.foundation.verdict import Refused

SPRING = date(2027, 3, 28)


def pattern(kind: str, **facts: object) -> Pattern:
    usual = {"starts_on": date(2027, 1, 1), "until_on": date(2027, 12, 31), **facts}
    return Pattern(kind=kind, **usual)


def found(asked: Pattern, holidays: frozenset[date] = frozenset()) -> list[date | None]:
    return [each.day for each in days(asked, holidays)]


def test_the_31st_is_answered_where_a_month_has_none():
    answers = days(pattern("day_of_month", day=31), frozenset())

    assert [each.day.month for each in answers if each.day] == [1, 3, 5, 7, 8, 10, 12]
    assert [each.why_not for each in answers if not each.day] == [
        "February 2027 has no 31st.",
        "April 2027 has no 31st.",
        "June 2027 has no 31st.",
        "September 2027 has no 31st.",
        "November 2027 has no 31st.",
    ]


def test_the_29th_of_february_is_there_in_a_leap_year_alone():
    asked = pattern("day_of_month", day=29, months=(2,), until_on=date(2028, 12, 31))

    assert found(asked) == [None, date(2028, 2, 29)]


def test_the_third_tuesday_of_every_second_month():
    asked = pattern("nth_weekday", nth=3, weekday=1, every_months=2)

    assert found(asked)[:3] == [date(2027, 1, 19), date(2027, 3, 16), date(2027, 5, 18)]
    assert in_words(asked) == "the third Tuesday of every 2nd month"


def test_the_last_friday_of_named_months():
    asked = pattern("nth_weekday", nth=-1, weekday=4, months=(3, 6))

    assert found(asked) == [date(2027, 3, 26), date(2027, 6, 25)]
    assert in_words(asked) == "the last Friday of March, June"


def test_a_working_day_leaves_bank_holidays_out():
    asked = pattern("nth_working_day", nth=1, months=(1,))

    assert found(asked, frozenset({date(2027, 1, 1)})) == [date(2027, 1, 4)]
    assert in_words(asked) == "the 1st working day of January"


def test_the_last_working_day_before_christmas_shuts_nothing():
    asked = pattern("nth_working_day", nth=-1, months=(12,))

    assert found(asked, frozenset({date(2027, 12, 31)})) == [date(2027, 12, 30)]


def test_a_month_with_too_few_working_days_says_so():
    shut = frozenset(date(2027, 2, day) for day in range(1, 8))

    answer = days(pattern("nth_working_day", nth=20, months=(2,)), shut)

    assert answer[0].why_not == "February 2027 has no 20th working day."


def test_every_fortnight_starts_on_its_first_day():
    asked = pattern("every_weeks", every_weeks=2, until_on=date(2027, 2, 1))

    assert found(asked) == [date(2027, 1, 1), date(2027, 1, 15), date(2027, 1, 29)]
    assert in_words(asked) == "every 2 weeks, on Friday"


def test_ten_in_the_morning_stays_ten_when_the_clocks_change():
    before = beginning(SPRING - timedelta(days=7), time(10))
    after = beginning(SPRING + timedelta(days=7), time(10))

    assert before == datetime(2027, 3, 21, 10, 0, tzinfo=UTC)
    assert after == datetime(2027, 4, 4, 9, 0, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_refused():
    answer = beginning(SPRING, time(1, 30))

    assert isinstance(answer, Refused)
    assert answer.reason == "This time does not exist: the clocks go forward."


def test_a_time_that_comes_twice_is_the_first():
    assert beginning(date(2027, 10, 31), time(1, 30)) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"kind": "day_of_month"}, "day", "Say which day of the month."),
        ({"kind": "every_weeks"}, "every_weeks", "Say every how many weeks."),
        ({"kind": "nth_weekday", "nth": 1}, "weekday", "Say which weekday."),
        ({"kind": "nth_weekday", "weekday": 1}, "nth", "Say which one of the month."),
        (
            {"kind": "nth_weekday", "weekday": 1, "nth": 5},
            "nth",
            "Choose the first to the fourth, or the last.",
        ),
        (
            {"kind": "nth_working_day", "nth": 21},
            "nth",
            "Choose the 1st to the 20th working day, or the last.",
        ),
        (
            {"kind": "day_of_month", "day": 1, "every_months": 2, "months": (1,)},
            "months",
            "Say every how many months, or which months, not both.",
        ),
        (
            {"kind": "every_weeks", "every_weeks": 1, "until_on": date(2026, 12, 31)},
            "until_on",
            "The last day is before the first.",
        ),
        (
            {"kind": "every_weeks", "every_weeks": 1, "until_on": date(2031, 1, 1)},
            "until_on",
            "A series goes on for three years at most.",
        ),
    ],
)
def test_what_a_pattern_leaves_out_is_asked_for(facts, field, sentence):
    verdict = is_whole(pattern(**facts))

    assert (verdict.reason, verdict.code) == (sentence, field)


@pytest.mark.parametrize(
    ("number", "words"), [(1, "1st"), (2, "2nd"), (11, "11th"), (13, "13th"), (22, "22nd")]
)
def test_numbers_are_said_as_people_say_them(number, words):
    assert ordinal(number) == words


@given(
    st.integers(1, 31),
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.integers(0, 1000),
)
def test_every_day_found_is_inside_and_each_month_is_answered_once(day, starts_on, length):
    asked = Pattern("day_of_month", starts_on, starts_on + timedelta(days=length), day=day)

    answers = days(asked, frozenset())

    assert all(asked.starts_on <= each.day <= asked.until_on for each in answers if each.day)
    assert len({each.month for each in answers}) == len(answers)
    assert all(bool(each.day) != bool(each.why_not) for each in answers)
