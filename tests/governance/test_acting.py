"""What may be done with an action, by whom, from which state: the rules alone."""

from datetime import date

import pytest

from governance import acting, risk_words
from krscp_portal.foundation.verdict import Allowed, Refused

DAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        ("open", ("progress", "reword", "move", "pass", "say_done", "cancel")),
        ("done", ("return", "close", "cancel")),
        ("closed", ()),
        ("cancelled", ()),
    ],
)
def test_each_state_has_its_acts(state, acts):
    assert acting.possible(state) == acts
    for act in acts:
        assert acting.may(act, state)


def test_an_act_that_is_not_possible_says_where_the_action_stands():
    assert acting.may("close", "open").reason == (
        "This action is still open. It has to be said to be done first."
    )
    assert acting.may("say_done", "closed").reason == "This action has been closed."
    assert acting.after("close") == "closed"


def test_the_holder_of_the_seat_and_the_keeper_of_the_record_report():
    no, yes = Refused("No."), Allowed()

    assert acting.may_act(holds_seat=True, keeps_record=no)
    assert acting.may_act(holds_seat=False, keeps_record=yes)
    assert acting.may_act(holds_seat=False, keeps_record=no).code == "not-theirs"


def test_neither_the_owner_nor_who_said_so_accepts():
    assert acting.may_accept(acceptor=3, owners={1}, done_by=2)
    assert acting.may_accept(acceptor=1, owners={1}, done_by=2).code == "own-action"
    assert acting.may_accept(acceptor=2, owners={1}, done_by=2).code == "said-so"


def test_a_due_day_lies_after_the_agreement_and_within_reason():
    assert acting.may_be_due(DAY, agreed_on=DAY)
    assert acting.may_be_due(date(2026, 5, 31), agreed_on=DAY).code == "due_on"
    assert acting.may_be_due(date(2062, 6, 1), agreed_on=DAY).reason == (
        "The due day is more than 5 years away."
    )


@pytest.mark.parametrize(
    ("due_to", "reason", "field"),
    [
        (date(2026, 6, 8), "why", "due_on"),
        (date(2026, 5, 29), "why", "due_on"),
        (date(2033, 6, 8), "why", "due_on"),
        (date(2026, 6, 9), " ", "reason"),
    ],
)
def test_a_due_day_is_moved_to_another_that_has_not_passed_with_a_reason(due_to, reason, field):
    due = date(2026, 6, 8)

    assert acting.may_move(due, due_to, on=DAY, reason=reason).code == field
    assert acting.may_move(due, date(2026, 6, 9), on=DAY, reason="The data came late.")


def test_done_is_on_a_real_day_and_shows_something():
    asked = {"agreed_on": DAY, "on": date(2026, 6, 5)}

    assert acting.may_be_done(date(2026, 6, 3), **asked, shown=True)
    assert acting.may_be_done(date(2026, 6, 6), **asked, shown=True).code == "done_on"
    assert acting.may_be_done(date(2026, 5, 3), **asked, shown=True).code == "done_on"
    assert acting.may_be_done(date(2026, 6, 3), **asked, shown=False).code == "evidence"


def test_closing_says_the_difference_how_it_is_known_and_when_to_ask_again():
    assert acting.may_close("Children wait less.", "The audit shows it.", 6)
    assert acting.may_close(" ", "So it is.", 6).code == "difference"
    assert acting.may_close("Less waiting.", "", 6).code == "how_known"
    assert acting.may_close("Less waiting.", "An audit.", 7).code == "months"


@pytest.mark.parametrize(
    ("likelihood", "impact", "word"),
    [(5, 3, "Very high"), (2, 4, "High"), (2, 2, "Medium"), (1, 3, "Low")],
)
def test_a_score_has_a_word(likelihood, impact, word):
    score = risk_words.Score(likelihood, impact)

    assert (score.value, score.word) == (likelihood * impact, word)
    assert score.colour in {"red", "orange", "yellow", "green"}


def test_of_two_equal_scores_the_one_with_more_impact_comes_first():
    scores = [risk_words.Score(4, 2), risk_words.Score(1, 1), risk_words.Score(2, 4)]

    assert sorted(scores, key=risk_words.highest_first)[0].impact == 4
    assert scores[0].sentence == "Likely (likelihood 4 of 5), small (impact 2 of 5)"
