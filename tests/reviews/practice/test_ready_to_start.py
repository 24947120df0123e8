"""What a practice review still needs before it begins, and its terms before they are agreed."""

import pytest

from reviews.competence import KEYS
from reviews.enums import ReviewKind
from reviews.ready_to_start import Drafted, Lead, lacks_for_start, lacks_of_terms

OTHERS = [kind for kind in ReviewKind if kind != ReviewKind.LCSPR]
FIRST = "knowledge of safeguarding practice"
WHOLE = Drafted(method=True, period=True, questions=True, proportionality=True, budget=True)


def lead(**said):
    usual = {
        "name": "A Reviewer",
        "checked": KEYS,
        "met": KEYS,
        "has_declared": True,
        "has_conflict": False,
        "is_answered": False,
    }
    return Lead(**{**usual, **said})


def start(*leads, terms_agreed=True, kind=ReviewKind.LCSPR):
    return lacks_for_start(kind, terms_agreed=terms_agreed, leads=leads)


def test_a_practice_review_begins_with_agreed_terms_and_a_checked_reviewer():
    assert start(lead()) == []


def test_each_missing_thing_is_a_sentence():
    assert start(terms_agreed=False) == [
        "The terms of reference are not agreed.",
        "No reviewer is commissioned.",
    ]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"checked": KEYS[2:], "met": KEYS[2:]},
            "A Reviewer is not checked on: knowledge of safeguarding practice, engaging with people.",
        ),
        (
            {"has_declared": False},
            "A Reviewer has not said whether they have a conflict of interest.",
        ),
        (
            {"has_conflict": True},
            "Nobody has said how the conflict that A Reviewer declared is dealt with.",
        ),
        (
            {"met": KEYS[1:]},
            f"No reviewer meets: {FIRST}. Commission one who does beside them.",
        ),
    ],
)
def test_what_is_open_about_a_reviewer_holds_the_start(said, sentence):
    assert start(lead(**said)) == [sentence]


def test_a_conflict_that_was_answered_holds_nothing():
    assert start(lead(has_conflict=True, is_answered=True)) == []


def test_two_reviewers_make_each_other_whole():
    assert start(lead(met=KEYS[:3]), lead(name="Another", met=KEYS[3:])) == []


def test_a_second_reviewer_who_is_not_checked_holds_the_start():
    said = "Another has not said whether they have a conflict of interest."
    assert start(lead(), lead(name="Another", has_declared=False)) == [said]


@pytest.mark.parametrize("kind", OTHERS)
def test_any_other_review_begins_at_once(kind):
    assert start(terms_agreed=False, kind=kind) == []


def test_whole_terms_lack_nothing():
    assert lacks_of_terms(ReviewKind.LCSPR, WHOLE) == []


def test_empty_terms_of_a_practice_review_lack_five_things():
    assert lacks_of_terms(ReviewKind.LCSPR, Drafted()) == [
        "Choose how the review is held.",
        "Say which period it looks at, from its first day to its last.",
        "Write at least one question.",
        "Say how far it goes, so that it stays proportionate.",
        "Set a budget, nought where it costs nothing.",
    ]


@pytest.mark.parametrize("kind", OTHERS)
def test_terms_of_any_other_review_need_a_question_alone(kind):
    assert lacks_of_terms(kind, Drafted()) == ["Write at least one question."]
    assert lacks_of_terms(kind, Drafted(questions=True)) == []
