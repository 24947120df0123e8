from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deadlines.steps import Escalation, Plan, Step, all_steps, attention, steps_due
from deadlines.terms import Bound
from tests.deadlines.calendars import DAYS, PACKAGE, TYPED

DUE = date(2026, 8, 28)
PLAN = Plan(
    warn_offsets=(1, -2, 0),
    escalations=(Escalation(3, "lsp"), Escalation(1, "dsp"), Escalation(1, "manager")),
)
STEPS = (
    Step("warn-2", date(2026, 8, 26), "owner"),
    Step("warn0", DUE, "owner"),
    Step("warn+1", date(2026, 9, 1), "owner"),
    Step("escalate+1:manager", date(2026, 9, 1), "manager"),
    Step("escalate+1:dsp", date(2026, 9, 1), "dsp"),
    Step("escalate+3:lsp", date(2026, 9, 3), "lsp"),
)


def test_steps_come_in_order_of_day_then_warnings_then_up_the_ladder():
    assert all_steps(DUE, PLAN, calendar=TYPED) == STEPS


def test_a_week_of_outage_is_caught_up_in_one_run():
    assert steps_due(DUE, PLAN, on=date(2026, 8, 25), calendar=TYPED) == ()
    assert steps_due(DUE, PLAN, on=date(2026, 8, 26), calendar=TYPED) == STEPS[:1]
    assert steps_due(DUE, PLAN, on=date(2026, 9, 2), calendar=TYPED) == STEPS[:5]
    assert steps_due(DUE, PLAN, on=date(2026, 9, 9), calendar=TYPED) == STEPS


def test_attention_moves_from_step_to_step_and_then_ends():
    days = [attention(DUE, PLAN, calendar=TYPED)]
    while days[-1] is not None:
        days.append(attention(DUE, PLAN, calendar=TYPED, after=days[-1]))

    assert days == [date(2026, 8, 26), DUE, date(2026, 9, 1), date(2026, 9, 3), None]


def test_a_duty_that_is_met_or_has_no_date_needs_nobody():
    on = date(2026, 9, 9)

    assert steps_due(DUE, PLAN, on=on, calendar=TYPED, met_on=on) == ()
    assert attention(DUE, PLAN, calendar=TYPED, met_on=on) is None
    assert steps_due(None, PLAN, on=on, calendar=TYPED) == ()
    assert attention(None, PLAN, calendar=TYPED) is None


def test_an_act_that_must_wait_is_announced_but_never_chased():
    held = Plan(warn_offsets=(-2, 0, 1), escalations=PLAN.escalations, bound=Bound.NO_EARLIER_THAN)

    assert all_steps(DUE, held, calendar=TYPED) == STEPS[:2]


def test_a_warning_of_a_day_before_the_deadline_was_known_is_dropped():
    late = Plan(warn_offsets=(-2, 0, 1), opened_on=date(2026, 9, 1))

    assert all_steps(DUE, late, calendar=TYPED) == STEPS[1:3]
    on_the_day = Plan(warn_offsets=(-2, 0, 1), opened_on=date(2026, 8, 26))
    assert all_steps(DUE, on_the_day, calendar=TYPED) == STEPS[:3]


def test_a_step_repeated_in_the_rule_is_told_once():
    twice = Plan(warn_offsets=(0, 0), escalations=(Escalation(1, "dsp"), Escalation(1, "dsp")))

    assert [step.code for step in all_steps(DUE, twice, calendar=TYPED)] == [
        "warn0",
        "escalate+1:dsp",
    ]


def test_an_audience_outside_the_ladder_is_told_after_it():
    plan = Plan(
        escalations=(Escalation(1, "scrutineer"), Escalation(1, "lsp"), Escalation(0, "owner"))
    )

    assert [step.code for step in all_steps(DUE, plan, calendar=TYPED)] == [
        "escalate+0:owner",
        "escalate+1:lsp",
        "escalate+1:scrutineer",
    ]


PLANS = st.builds(
    Plan,
    warn_offsets=st.lists(st.integers(-40, 10), max_size=5),
    escalations=st.lists(
        st.builds(Escalation, st.integers(0, 10), st.sampled_from(["owner", "manager", "lsp"])),
        max_size=4,
    ),
    bound=st.sampled_from(Bound),
    opened_on=st.none() | DAYS,
)


@given(due=DAYS, plan=PLANS, on=DAYS, later=st.integers(0, 30))
def test_steps_told_by_a_day_are_the_first_of_those_told_by_a_later_day(due, plan, on, later):
    told = steps_due(due, plan, on=on, calendar=PACKAGE)
    then = steps_due(due, plan, on=on + timedelta(days=later), calendar=PACKAGE)

    assert then[: len(told)] == told
    assert len({step.code for step in then}) == len(then)


@given(due=DAYS, plan=PLANS, on=DAYS)
def test_nothing_is_due_between_now_and_the_next_day_of_attention(due, plan, on):
    told = steps_due(due, plan, on=on, calendar=PACKAGE)
    next_day = attention(due, plan, calendar=PACKAGE, after=on)
    every = all_steps(due, plan, calendar=PACKAGE)

    assert (next_day is None) is (len(told) == len(every))
    assert next_day is None or next_day == every[len(told)].due_on
