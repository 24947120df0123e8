"""What may be done with a recommendation, and what makes two of them alike."""

from datetime import date

import pytest

from governance import recommending

MADE, ON, DUE = date(2026, 3, 2), date(2026, 6, 1), date(2026, 9, 30)
WHOLE = {
    "text": "Hold a neglect clinic in every school.",
    "outcome_measure": "Neglect is noticed before a child is six.",
    "made_on": MADE,
    "due_on": DUE,
    "on": ON,
    "addressees": 1,
}
ACTS = {
    "open": {"answer", "give", "reword", "move", "link", "close", "withdraw", "keep_close", "lift"},
    "closed": {"link", "ask", "keep_close", "lift"},
    "withdrawn": {"keep_close", "lift"},
}


@pytest.mark.parametrize("state", list(ACTS))
def test_each_state_allows_its_acts_and_refuses_every_other_with_where_it_stands(state):
    assert set(recommending.possible(state)) == ACTS[state]
    for act in set(recommending.TRANSITIONS) - ACTS[state]:
        refused = recommending.may(act, state)
        assert not refused
        assert refused.reason == recommending.WHERE_IT_STANDS[state]


def test_acts_lead_where_the_table_says_or_leave_it_where_it_is():
    assert recommending.after("close", "open") == "closed"
    assert recommending.after("withdraw", "open") == "withdrawn"
    assert recommending.after("lift", "closed") == "closed"


@pytest.mark.parametrize(
    ("wrong", "field", "words"),
    [
        ({"text": " "}, "text", "Say what is recommended."),
        ({"outcome_measure": ""}, "outcome_measure", "Say how one will see"),
        ({"made_on": date(2026, 6, 2)}, "made_on", "still to come"),
        ({"addressees": 0}, "organisations", "Choose to whom it is made"),
        ({"due_on": date(2026, 3, 1)}, "due_on", "before the day on which it was made"),
        ({"due_on": date(2032, 1, 1)}, "due_on", "more than 5 years away"),
    ],
)
def test_a_recommendation_says_what_to_whom_by_when_and_how_it_is_seen(wrong, field, words):
    assert recommending.may_be_made(**WHOLE)
    refused = recommending.may_be_made(**{**WHOLE, **wrong})
    assert refused.code == field
    assert words in refused.reason


@pytest.mark.parametrize(
    ("to", "reason", "code"),
    [
        (DUE, "Why", "due_on"),
        (date(2026, 5, 31), "Why", "due_on"),
        (date(2026, 10, 1), " ", "reason"),
        (date(2035, 10, 1), "Why", "due_on"),
    ],
)
def test_a_due_day_moves_to_another_day_ahead_with_a_reason(to, reason, code):
    known = {"made_on": MADE, "on": ON}
    assert recommending.may_move(DUE, date(2026, 10, 1), reason="Late funding", **known)
    assert recommending.may_move(DUE, to, reason=reason, **known).code == code


def test_an_answer_that_does_not_accept_in_full_says_why():
    days = {"made_on": MADE, "on": ON}
    assert recommending.may_answer("accepted", "", responded_on=ON, **days)
    assert recommending.may_answer("in_part", "", responded_on=ON, **days).code == "text"
    assert recommending.may_answer("not_accepted", "No money", responded_on=ON, **days)
    early, late = date(2026, 3, 1), date(2026, 6, 2)
    assert recommending.may_answer("accepted", "", responded_on=early, **days).code
    assert (
        "still to come" in recommending.may_answer("accepted", "", responded_on=late, **days).reason
    )


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"closer": 1}, "Somebody else has to close it."),
        ({"open_actions": 1}, "One action of it has not been closed yet."),
        ({"open_actions": 3}, "3 actions of it have not been closed yet."),
        ({"difference": ""}, "Say what is different for children."),
        ({"how_known": " "}, "Say how you know."),
        ({"months": 12}, "Choose after three or six months."),
    ],
)
def test_closing_takes_somebody_else_no_open_action_and_a_difference(wrong, words):
    whole = {
        "closer": 2, "recorder": 1, "open_actions": 0, "difference": "Less waiting",
        "how_known": "The audit", "months": 3,
    }  # fmt: skip
    assert recommending.may_close(**whole)
    assert words in recommending.may_close(**{**whole, **wrong}).reason


@pytest.mark.parametrize(
    ("earlier", "said"),
    [(0, ""), (1, "second"), (3, "fourth"), (10, "11th"), (20, "21st"), (111, "112th")],
)
def test_how_often_something_was_recommended_is_said_in_words(earlier, said):
    words = f"This is the {said} time that this is recommended" if said else ""
    assert recommending.how_often(earlier) == words


def test_two_telling_words_in_common_make_two_texts_alike_however_they_end():
    one = "Ensure that every midwife records bruising in babies."
    assert recommending.telling_words(one) == ("midwife", "records", "bruising", "babies")
    assert recommending.alike(one, "Bruised babies should be seen by a paediatrician.")
    assert not recommending.alike(one, "Babies and children need support.")
    assert not recommending.alike("Partners should ensure", "Partners should ensure")


def test_a_text_of_one_telling_word_is_like_whatever_has_it():
    assert recommending.alike("Neglect", "A clinic on neglect")
    assert not recommending.alike("", "A clinic on neglect")
