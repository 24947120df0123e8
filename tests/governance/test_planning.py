"""How plans and priorities are kept honest: pure rules, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from governance import planning
from governance.enums import Rag

ON = date(2026, 6, 1)
WHOLE = planning.Thread(
    last_year=2027,
    worked_for=(True,),
    lines=2,
    readings=(("Plans", date(2026, 3, 31)),),
    reviewed_on=date(2026, 3, 1),
)


@pytest.mark.parametrize(
    ("answer", "reason", "refused"),
    [
        ("green", "", ""),
        ("done", "", ""),
        ("not_started", "", ""),
        ("unchanged", "", ""),
        ("amber", "Two posts are vacant", ""),
        ("amber", "  ", "Say in one sentence why it is at risk."),
        ("red", "", "Say in one sentence why it is off track."),
        ("purple", "", "Choose how this line stands."),
        ("", "Words", "Choose how this line stands."),
    ],
)
def test_at_risk_and_off_track_have_a_reason(answer, reason, refused):
    verdict = planning.may_say(answer, reason, is_finished=False)

    assert (verdict.reason if not verdict else "") == refused


def test_nothing_is_said_of_a_line_that_was_taken_out():
    verdict = planning.may_say("green", "", is_finished=True)

    assert verdict.reason == "This line has been ended. Nothing more is said of it."


@given(some.sampled_from(Rag.values), some.text(min_size=1).filter(str.strip))
def test_every_colour_may_be_said_with_a_reason(answer, reason):
    assert planning.may_say(answer, reason, is_finished=False)


def test_a_figure_is_of_a_period_that_is_over_and_of_each_once():
    march = date(2026, 3, 31)

    assert planning.may_record(march, on=ON, taken=[])
    assert planning.may_record(ON, on=ON, taken=[march])
    assert planning.may_record(date(2026, 6, 30), on=ON, taken=[]).reason == (
        "This period is not over yet. Enter the figure when it is."
    )
    assert planning.may_record(march, on=ON, taken=[march]).reason == (
        "There is a figure for this period already. Correct that one instead."
    )


@pytest.mark.parametrize(
    ("due_on", "allowed"),
    [
        (date(2026, 3, 31), False),
        (date(2026, 4, 1), True),
        (date(2027, 3, 31), True),
        (date(2027, 4, 1), False),
    ],
)
def test_a_line_falls_due_within_its_plan(due_on, allowed):
    verdict = planning.may_be_due(due_on, from_on=date(2026, 4, 1), to_on=date(2027, 3, 31))

    assert bool(verdict) is allowed
    if not allowed:
        assert verdict.reason == (
            "The plan runs from 1 April 2026 to 31 March 2027. Choose a day within it."
        )


@pytest.mark.parametrize(
    ("touched_on", "began_on", "quiet"),
    [
        (date(2026, 4, 2), date(2020, 1, 1), True),  # sixty days
        (date(2026, 4, 3), date(2020, 1, 1), False),
        (None, date(2026, 4, 2), True),
        (None, date(2026, 4, 3), False),
    ],
)
def test_a_line_is_quiet_after_sixty_days(touched_on, began_on, quiet):
    assert planning.is_quiet(touched_on, began_on=began_on, on=ON) is quiet


def test_a_priority_with_everything_has_no_gap():
    assert planning.gaps(WHOLE, on=ON) == ()


def test_every_gap_is_named():
    bare = planning.Thread(last_year=2025, has_lead=False)

    assert planning.gaps(bare, on=ON) == (
        "Its years ended with 2025. It is to be agreed again or ended.",
        "Nobody leads on it.",
        "No outcome is stated.",
        "No line of a plan works for it.",
        "No indicator tells whether it gets anywhere.",
        "It has never been reviewed.",
    )


def test_gaps_are_counted_and_dated():
    thread = planning.Thread(
        worked_for=(False, True, False),
        lines=3,
        quiet_lines=2,
        readings=(("Plans", None), ("Visits", date(2025, 9, 30)), ("Calls", date(2026, 3, 31))),
        reviewed_on=date(2025, 11, 3),
    )

    assert planning.gaps(thread, on=ON) == (
        "No group works for 2 outcomes.",
        "2 lines have not been touched for 60 days.",
        "“Plans” has no figure yet.",
        "“Visits” has no figure of the last six months.",
        "It was last reviewed on 3 November 2025, more than six months ago.",
    )


def test_one_of_a_kind_is_said_in_the_singular():
    thread = planning.Thread(
        worked_for=(False,),
        lines=1,
        quiet_lines=1,
        readings=WHOLE.readings,
        reviewed_on=WHOLE.reviewed_on,
    )

    assert planning.gaps(thread, on=ON) == (
        "No group works for one outcome.",
        "One line has not been touched for 60 days.",
    )
