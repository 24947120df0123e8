from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.clock import (
    Calendar,
    CalendarError,
    DayZero,
    Direction,
    Rule,
    Unit,
    compute,
    london_day,
)
from deadlines.working_days import Skipped, is_working_day
from tests.deadlines.calendars import DAYS, FIRST, LAST, PACKAGE, TYPED

NOTIFY = Rule(key="notify_panel", unit="working_days", length=5, trigger_event="awareness")
REVIEW = Rule(key="rapid_review", unit="working_days", length=15, trigger_event="awareness")
COPY = Rule(
    key="prepublication_copy",
    unit="working_days",
    length=7,
    direction="before",
    day_zero="publication_day_excluded",
    trigger_event="publication_planned",
)
PUBLISH = Rule(key="lcspr_publish", unit="months", length=6, trigger_event="lcspr_decision")
SEPTEMBER = Rule(
    key="yearly_report_by_september",
    unit="fixed_date",
    month=9,
    day=30,
    trigger_event="period_end",
)
CALENDARS = pytest.mark.parametrize("calendar", [TYPED, PACKAGE], ids=["typed", "package"])


@CALENDARS
@pytest.mark.parametrize(
    ("aware", "notify", "review"),
    [
        (date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 22)),
        (date(2026, 8, 28), date(2026, 9, 7), date(2026, 9, 21)),
        (date(2026, 12, 21), date(2026, 12, 30), date(2027, 1, 14)),
        (date(2026, 12, 24), date(2027, 1, 5), date(2027, 1, 19)),
        (date(2026, 12, 26), date(2027, 1, 5), date(2027, 1, 19)),
        (date(2027, 3, 25), date(2027, 4, 5), date(2027, 4, 19)),
        (date(2027, 12, 24), date(2028, 1, 5), date(2028, 1, 19)),
    ],
)
def test_the_two_clocks_of_an_incident_match_the_reference_table(aware, notify, review, calendar):
    assert compute(NOTIFY, aware, calendar).due == notify
    assert compute(REVIEW, aware, calendar).due == review


@CALENDARS
@pytest.mark.parametrize(
    ("publish", "copy_by"),
    [
        (date(2027, 4, 8), date(2027, 3, 30)),
        (date(2027, 1, 5), date(2026, 12, 22)),
        (date(2026, 9, 7), date(2026, 8, 26)),
    ],
)
def test_the_copy_before_publication_matches_the_reference_table(publish, copy_by, calendar):
    assert compute(COPY, publish, calendar).due == copy_by


def test_the_working_of_a_date_names_every_day_passed_over():
    answer = compute(NOTIFY, datetime(2026, 12, 24, 23, 30, tzinfo=UTC), TYPED)

    assert answer.due == date(2027, 1, 5)
    assert answer.trigger_on == date(2026, 12, 24)
    assert answer.first_counted == date(2026, 12, 29)
    assert (answer.unit, answer.length) == (Unit.WORKING_DAYS, 5)
    assert answer.skipped == (
        Skipped(date(2026, 12, 25), "Christmas Day"),
        Skipped(date(2026, 12, 26), "Saturday"),
        Skipped(date(2026, 12, 27), "Sunday"),
        Skipped(date(2026, 12, 28), "Boxing Day (substitute day)"),
        Skipped(date(2027, 1, 1), "New Year's Day"),
        Skipped(date(2027, 1, 2), "Saturday"),
        Skipped(date(2027, 1, 3), "Sunday"),
    )
    assert answer.explanation == (
        "Day 0: Thursday 24 December 2026, the day of awareness (23:30 London time).",
        "Friday 25 December 2026 not counted: Christmas Day.",
        "Saturday 26 December 2026 not counted: weekend.",
        "Sunday 27 December 2026 not counted: weekend.",
        "Monday 28 December 2026 not counted: Boxing Day (substitute day).",
        "Day 1: Tuesday 29 December 2026.",
        "Friday 1 January 2027 not counted: New Year's Day.",
        "Saturday 2 January 2027 not counted: weekend.",
        "Sunday 3 January 2027 not counted: weekend.",
        "Day 5: Tuesday 5 January 2027, the last day in time.",
    )
    assert answer.beyond_known_holidays is False


def test_the_working_of_a_count_backwards_runs_backwards():
    assert compute(COPY, date(2026, 9, 7), TYPED).explanation == (
        "Day 0: Monday 7 September 2026, the planned day of publication.",
        "Sunday 6 September 2026 not counted: weekend.",
        "Saturday 5 September 2026 not counted: weekend.",
        "Day 1: Friday 4 September 2026.",
        "Monday 31 August 2026 not counted: Summer bank holiday.",
        "Sunday 30 August 2026 not counted: weekend.",
        "Saturday 29 August 2026 not counted: weekend.",
        "Day 7: Wednesday 26 August 2026, the last day in time.",
    )


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 6, 1, 22, 30, tzinfo=UTC), date(2026, 6, 1)),
        (datetime(2026, 6, 1, 22, 59, tzinfo=UTC), date(2026, 6, 1)),
        (datetime(2026, 6, 1, 23, 0, tzinfo=UTC), date(2026, 6, 2)),
        (datetime(2026, 12, 24, 23, 30, tzinfo=UTC), date(2026, 12, 24)),
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 6, 2, 8, 0, tzinfo=timezone(timedelta(hours=10))), date(2026, 6, 1)),
    ],
)
def test_a_moment_belongs_to_the_day_it_was_in_london_summer_and_winter(moment, day):
    assert london_day(moment) == day
    assert compute(NOTIFY, moment, PACKAGE).trigger_on == day
    assert compute(NOTIFY, moment, PACKAGE).due == compute(NOTIFY, day, PACKAGE).due


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(CalendarError) as refusal:
        compute(NOTIFY, datetime(2026, 6, 1, 23, 30), TYPED)  # noqa: DTZ001

    assert str(refusal.value) == "The time of the trigger has no time zone."


@pytest.mark.parametrize(
    ("decided", "publish_by", "last_lines"),
    [
        (
            date(2026, 8, 31),
            date(2027, 2, 28),
            (
                "6 calendar months on is Sunday 28 February 2027, the last day in time.",
                "February 2027 has no day 31.",
            ),
        ),
        (
            date(2027, 8, 31),
            date(2028, 2, 29),
            (
                "6 calendar months on is Tuesday 29 February 2028, the last day in time.",
                "February 2028 has no day 31.",
            ),
        ),
        (
            date(2026, 6, 1),
            date(2026, 12, 1),
            ("6 calendar months on is Tuesday 1 December 2026, the last day in time.",),
        ),
    ],
)
def test_six_months_are_calendar_months_cut_back_at_a_months_end(decided, publish_by, last_lines):
    answer = compute(PUBLISH, decided, PACKAGE)

    assert answer.due == publish_by
    assert answer.first_counted is None
    assert answer.skipped == ()
    assert answer.explanation[1:] == last_lines


@pytest.mark.parametrize(
    ("period_end", "due"),
    [
        (date(2026, 3, 31), date(2026, 9, 30)),
        (date(2026, 9, 29), date(2026, 9, 30)),
        (date(2026, 9, 30), date(2027, 9, 30)),
        (date(2026, 12, 31), date(2027, 9, 30)),
    ],
)
def test_a_day_of_the_year_is_the_next_one_after_the_trigger(period_end, due):
    assert compute(SEPTEMBER, period_end, PACKAGE).due == due


def test_a_day_of_the_year_may_be_the_last_one_before_and_keeps_to_short_februaries():
    leap = Rule(key="x", unit="fixed_date", month=2, day=29, direction="before")

    assert compute(leap, date(2028, 2, 29), PACKAGE).due == date(2027, 2, 28)
    assert compute(leap, date(2028, 3, 1), PACKAGE).due == date(2028, 2, 29)
    assert compute(leap, date(2028, 3, 1), PACKAGE).explanation == (
        "From Wednesday 1 March 2028, the day of the trigger.",
        "The last 29 February is Tuesday 29 February 2028, the last day in time.",
    )


@pytest.mark.parametrize(
    ("unit", "length", "direction", "day_zero", "due"),
    [
        ("calendar_days", 7, "after", "trigger_day_is_zero", date(2026, 6, 12)),
        ("calendar_days", 7, "after", "trigger_day_is_one", date(2026, 6, 11)),
        ("calendar_days", 7, "before", "trigger_day_is_zero", date(2026, 5, 29)),
        ("calendar_days", 7, "before", "trigger_day_is_one", date(2026, 5, 30)),
        ("working_days", 1, "after", "trigger_day_is_one", date(2026, 6, 5)),
        ("working_days", 2, "after", "trigger_day_is_one", date(2026, 6, 8)),
        ("working_days", 1, "before", "trigger_day_is_one", date(2026, 6, 5)),
        ("months", 2, "before", "trigger_day_is_zero", date(2026, 4, 5)),
        ("months", 2, "after", "trigger_day_is_one", date(2026, 8, 4)),
        ("months", 2, "before", "trigger_day_is_one", date(2026, 4, 6)),
        ("years", 2, "after", "trigger_day_is_zero", date(2028, 6, 5)),
        ("years", 1, "before", "trigger_day_is_zero", date(2025, 6, 5)),
    ],
)
def test_every_unit_counts_either_way_under_either_convention_for_day_zero(
    unit, length, direction, day_zero, due
):
    rule = Rule(key="x", unit=unit, length=length, direction=direction, day_zero=day_zero)

    assert compute(rule, date(2026, 6, 5), PACKAGE).due == due


def test_the_working_says_when_the_triggers_own_day_is_counted():
    rule = Rule(
        key="x",
        unit=Unit.WORKING_DAYS,
        length=1,
        day_zero=DayZero.TRIGGER_DAY_IS_ONE,
        trigger_event="panel_meeting",
    )

    assert compute(rule, date(2026, 6, 5), TYPED).explanation == (
        "From Friday 5 June 2026, the day of panel meeting, which itself counts as the first day.",
        "Day 1: Friday 5 June 2026, the last day in time.",
    )


def test_a_duty_of_the_same_day_is_due_that_day_even_a_sunday():
    same_day = Rule(key="x", unit="working_days", length=0, trigger_event="notification")

    answer = compute(same_day, date(2026, 6, 7), TYPED)

    assert (answer.due, answer.first_counted, answer.skipped) == (date(2026, 6, 7), None, ())
    assert answer.explanation == (
        "Day 0: Sunday 7 June 2026, the day of notification.",
        "To be done the same day: Sunday 7 June 2026, the last day in time.",
    )


def test_a_duty_without_a_figure_has_no_date_and_says_so():
    promptly = Rule(key="republish", unit=Unit.NONE, trigger_event="arrangements_changed")

    answer = compute(promptly, date(2026, 6, 1), TYPED)

    assert answer.due is None
    assert answer.beyond_known_holidays is False
    assert answer.explanation == (
        "From Monday 1 June 2026, the day the arrangements changed.",
        "No figure is set for this duty: it is to be done as soon as it can be.",
    )


def test_the_least_time_that_something_must_stay_is_explained_as_such():
    keep = Rule(
        key="keep_published",
        unit="years",
        length=1,
        bound="no_earlier_than",
        trigger_event="publication",
    )

    assert compute(keep, date(2026, 3, 2), PACKAGE).explanation == (
        "From Monday 2 March 2026, the day of publication.",
        "1 calendar year on is Tuesday 2 March 2027, the first day on which it may end.",
    )


@pytest.mark.parametrize(
    ("rule", "trigger", "beyond"),
    [
        (NOTIFY, date(2028, 1, 24), False),
        (NOTIFY, date(2028, 1, 25), True),
        (NOTIFY, date(2025, 12, 31), True),
        (COPY, date(2028, 2, 1), False),
        (COPY, date(2028, 2, 2), True),
        (PUBLISH, date(2027, 7, 31), False),
        (PUBLISH, date(2027, 8, 1), True),
    ],
)
def test_a_date_outside_the_known_holidays_says_so(rule, trigger, beyond):
    assert compute(rule, trigger, TYPED).beyond_known_holidays is beyond


def test_the_working_warns_of_the_horizon_and_says_whether_it_matters():
    assert compute(NOTIFY, date(2028, 1, 25), TYPED).explanation[-1] == (
        "This reaches outside the bank holidays known here, so the date may be wrong: "
        "add the holidays and it is worked out again."
    )
    assert compute(PUBLISH, date(2027, 8, 1), TYPED).explanation[-1] == (
        "This reaches outside the bank holidays known here, but the date does not depend on them."
    )


def test_a_table_of_holidays_without_a_first_day_reaches_back_for_ever():
    endless = Calendar({}, date(2028, 1, 31))

    assert compute(NOTIFY, date(1990, 1, 1), endless).beyond_known_holidays is False


@pytest.mark.parametrize(
    ("rule", "trigger"),
    [
        (NOTIFY, date.max),
        (PUBLISH, date.max),
        (SEPTEMBER, date.max),
        (Rule(key="x", unit="calendar_days", length=9, direction="before"), date.min),
    ],
)
def test_a_date_that_leaves_the_calendar_is_refused_with_the_rules_name(rule, trigger):
    with pytest.raises(CalendarError, match=f"^Rule {rule.key}: "):
        compute(rule, trigger, PACKAGE)


RULES = st.one_of(
    st.builds(
        Rule,
        key=st.just("any"),
        unit=st.sampled_from(["working_days", "calendar_days", "months", "years"]),
        length=st.integers(0, 12),
        direction=st.sampled_from(Direction),
        day_zero=st.sampled_from(DayZero),
    ),
    st.builds(
        Rule,
        key=st.just("any"),
        unit=st.just("fixed_date"),
        month=st.integers(1, 12),
        day=st.integers(1, 29),
        direction=st.sampled_from(Direction),
    ),
)


@given(rule=RULES, day=DAYS)
def test_any_date_is_explained_from_its_trigger_to_itself(rule, day):
    answer = compute(rule, day, PACKAGE)
    ahead = rule.direction is Direction.AFTER
    own_day = rule.day_zero is DayZero.TRIGGER_DAY_IS_ONE

    assert answer.due is not None
    assert (
        (answer.due >= day - timedelta(days=own_day))
        if ahead
        else (answer.due <= day + timedelta(days=own_day))
    )
    assert all(line.endswith(".") for line in answer.explanation)
    assert answer == compute(rule, day, PACKAGE)


@given(day=DAYS, extra=DAYS, length=st.integers(1, 30), direction=st.sampled_from(Direction))
def test_one_more_holiday_never_makes_a_duty_easier_or_lands_on_a_holiday(
    day, extra, length, direction
):
    rule = Rule(key="any", unit="working_days", length=length, direction=direction)
    more = Calendar({**PACKAGE.holidays, extra: "Proclaimed"}, LAST, FIRST)
    before, after = compute(rule, day, PACKAGE).due, compute(rule, day, more).due

    assert before is not None
    assert after is not None
    assert (after >= before) if direction is Direction.AFTER else (after <= before)
    assert is_working_day(after, more.closed)
