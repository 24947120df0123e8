"""The life of a review beside the rapid one, against a small table of its own."""

import pytest

from reviews.enums import ReviewKind, ReviewState
from reviews.review_transitions import OWNERS, STEPS, ReviewMove, check_review, moves_from

S, M = ReviewState, ReviewMove
LEADS = {
    (S.COMMISSIONED, M.START): S.IN_PROGRESS,
    (S.IN_PROGRESS, M.HOLD): S.ON_HOLD,
    (S.ON_HOLD, M.RESUME): S.IN_PROGRESS,
    (S.IN_PROGRESS, M.ASK_FOR_SIGNATURES): S.SIGN_OFF,
    (S.SIGN_OFF, M.TAKE_REPORT_BACK): S.IN_PROGRESS,
    (S.SIGN_OFF, M.SIGN): S.SIGNED,
    (S.SIGN_OFF, M.STOP): S.STOPPED,
    (S.SIGNED, M.STOP): S.STOPPED,
    (S.IN_PROGRESS, M.ACT): S.ACTIONS,
    (S.SIGNED, M.ACT): S.ACTIONS,
    (S.SIGNED, M.DECIDE_PUBLICATION): S.PUBLICATION_DECIDED,
    (S.PUBLICATION_DECIDED, M.DECIDE_PUBLICATION): S.PUBLICATION_DECIDED,
    (S.PUBLICATION_DECIDED, M.SEND_COPIES): S.PRE_PUBLICATION,
    (S.PUBLICATION_DECIDED, M.PUBLISH): S.PUBLISHED,
    (S.PUBLICATION_DECIDED, M.STOP): S.STOPPED,
    (S.PRE_PUBLICATION, M.TAKE_PUBLICATION_BACK): S.PUBLICATION_DECIDED,
    (S.PRE_PUBLICATION, M.PUBLISH): S.PUBLISHED,
    (S.PRE_PUBLICATION, M.STOP): S.STOPPED,
    (S.PUBLISHED, M.ACT): S.ACTIONS,
    (S.ACTIONS, M.CLOSE): S.CLOSED,
    (S.COMMISSIONED, M.STOP): S.STOPPED,
    (S.IN_PROGRESS, M.STOP): S.STOPPED,
    (S.ON_HOLD, M.STOP): S.STOPPED,
}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("code", M)
def test_a_review_moves_where_the_table_says_and_nowhere_else(state, code):
    verdict = check_review(code, state, ReviewKind.LEARNING)

    assert bool(verdict) is ((state, code) in LEADS)
    if verdict:
        assert STEPS[code].target == LEADS[state, code]
    else:
        assert verdict.reason.endswith(".")


@pytest.mark.parametrize("state", [S.IN_PROGRESS, S.SIGNED])
def test_a_practice_review_is_not_acted_on_before_its_report_is_published(state):
    refused = check_review(M.ACT, state, ReviewKind.LCSPR)

    assert not refused
    assert refused.reason == (
        "A practice review is acted on and closed once its report is published."
    )
    assert check_review(M.ACT, S.PUBLISHED, ReviewKind.LCSPR)
    assert check_review(M.CLOSE, S.ACTIONS, ReviewKind.LCSPR)


def test_a_practice_review_is_not_published_before_its_copies_were_sent():
    refused = check_review(M.PUBLISH, S.PUBLICATION_DECIDED, ReviewKind.LCSPR)

    assert not refused
    assert refused.reason == (
        "A practice review is published after the copies before publication were sent."
    )
    assert check_review(M.PUBLISH, S.PRE_PUBLICATION, ReviewKind.LCSPR)


def test_what_has_ended_moves_no_more():
    assert moves_from(S.CLOSED, ReviewKind.LEARNING) == []
    assert moves_from(S.STOPPED, ReviewKind.LEARNING) == []


def test_every_state_has_somebody_who_owes_the_next_move():
    assert set(OWNERS) == set(S)


def test_what_the_report_moves_is_offered_on_its_own_page():
    assert M.ASK_FOR_SIGNATURES not in {each.code for each in moves_from(S.IN_PROGRESS, "learning")}
