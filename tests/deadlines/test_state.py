from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deadlines.clock import Bound, State, StateCode, state
from tests.deadlines.calendars import DAYS, PACKAGE, TYPED

DUE = date(2026, 8, 28)


@pytest.mark.parametrize(
    ("on", "met_on", "expected", "words"),
    [
        (date(2026, 8, 20), None, State(StateCode.RUNNING, 6), "Due in 6 working days"),
        (date(2026, 8, 25), None, State(StateCode.RUNNING, 3), "Due in 3 working days"),
        (date(2026, 8, 26), None, State(StateCode.DUE_SOON, 2), "Due soon: 2 working days left"),
        (date(2026, 8, 27), None, State(StateCode.DUE_SOON, 1), "Due soon: 1 working day left"),
        (DUE, None, State(StateCode.DUE_TODAY), "Due today"),
        (
            date(2026, 8, 29),
            None,
            State(StateCode.OVERDUE, 0),
            "Overdue by less than one working day",
        ),
        (date(2026, 9, 1), None, State(StateCode.OVERDUE, 1), "Overdue by 1 working day"),
        (date(2026, 9, 4), None, State(StateCode.OVERDUE, 4), "Overdue by 4 working days"),
        (date(2026, 9, 4), DUE, State(StateCode.MET), "Done in time"),
        (date(2026, 9, 4), date(2026, 8, 20), State(StateCode.MET), "Done in time"),
        (
            date(2026, 9, 4),
            date(2026, 9, 2),
            State(StateCode.MET_LATE, 2),
            "Done late by 2 working days",
        ),
        (
            date(2026, 9, 4),
            date(2026, 8, 31),
            State(StateCode.MET_LATE, 0),
            "Done late by less than one working day",
        ),
        (date(2026, 8, 20), DUE, State(StateCode.RUNNING, 6), "Due in 6 working days"),
    ],
)
def test_the_state_on_a_day_follows_from_stored_facts(on, met_on, expected, words):
    answer = state(DUE, on=on, met_on=met_on, calendar=TYPED)

    assert answer == expected
    assert answer.words == words


@pytest.mark.parametrize(
    ("on", "met_on", "expected", "words"),
    [
        (date(2026, 8, 18), None, State(StateCode.HELD_UNTIL, 10), "Must wait: 10 days to go"),
        (date(2026, 8, 27), None, State(StateCode.HELD_UNTIL, 1), "Must wait: 1 day to go"),
        (DUE, None, State(StateCode.FREE), "The waiting time is over"),
        (
            date(2026, 9, 1),
            date(2026, 8, 25),
            State(StateCode.ENDED_EARLY, 3),
            "Ended too early by 3 days",
        ),
        (date(2026, 9, 1), DUE, State(StateCode.MET), "Done in time"),
    ],
)
def test_an_act_that_must_wait_is_held_then_free_and_may_be_too_early(on, met_on, expected, words):
    answer = state(DUE, on=on, met_on=met_on, calendar=TYPED, bound=Bound.NO_EARLIER_THAN)

    assert answer == expected
    assert answer.words == words


def test_a_duty_without_a_date_is_open_until_it_is_met():
    on = date(2026, 6, 1)

    assert state(None, on=on, calendar=TYPED) == State(StateCode.NO_FIGURE)
    assert state(None, on=on, calendar=TYPED, met_on=on) == State(StateCode.MET)
    assert State(StateCode.NO_FIGURE).words == "To be done as soon as it can be"


def test_only_late_overdue_and_too_early_are_breaches():
    assert {code for code in StateCode if State(code).is_breach} == {
        StateCode.OVERDUE,
        StateCode.MET_LATE,
        StateCode.ENDED_EARLY,
    }


@given(due=DAYS, on=DAYS, met_on=st.none() | DAYS)
def test_a_deadline_is_a_breach_exactly_when_its_day_passed_undone(due, on, met_on):
    done = met_on if met_on is not None and met_on <= on else None

    answer = state(due, on=on, met_on=met_on, calendar=PACKAGE)

    assert answer.is_breach is ((done or on) > due)
