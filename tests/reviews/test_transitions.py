import pytest

from reviews.enums import CaseState
from reviews.transitions import (
    CLOSED,
    EVERY,
    MOVES,
    NEXT,
    OWNERS,
    WAITS_FOR_OTHERS,
    MoveCode,
    check,
    is_closed,
)

S, M = CaseState, MoveCode
NOTIFIED_OR_LATER = {
    S.RAPID_REVIEW_OPEN, S.RAPID_REVIEW_SIGN_OFF, S.RAPID_REVIEW_COMPLETED,
    S.RAPID_REVIEW_SENT, S.PANEL_RESPONDED, S.FURTHER_REVIEW,
}  # fmt: skip
STAYS = {
    M.NOTIFY_AGAIN: NOTIFIED_OR_LATER,
    M.NAME_LEAD: {S.RAPID_REVIEW_OPEN},
    M.MIRROR_NATIONAL: NOTIFIED_OR_LATER | {S.CLOSED},
    M.RECORD_DEATH_NOTICE: set(S),
    M.CORRECT_AWARENESS: set(S),
    M.RECORD_REFERRAL: set(S),
    M.ADD_OTHER_AUTHORITY: set(S),
}

ALLOWED = {
    (M.RECORD_VIEW, S.LOGGED): S.THRESHOLD,
    (M.RECORD_VIEW, S.THRESHOLD): S.THRESHOLD,
    (M.DECIDE_TO_NOTIFY, S.THRESHOLD): S.NOTIFIABLE,
    (M.DECIDE_NOT_TO_NOTIFY, S.THRESHOLD): S.NOT_NOTIFIABLE,
    (M.RECONSIDER, S.NOT_NOTIFIABLE): S.THRESHOLD,
    (M.RECONSIDER, S.NOTIFIABLE): S.THRESHOLD,
    (M.NOTIFY, S.NOTIFIABLE): S.NOTIFIED,
    (M.OPEN_RAPID_REVIEW, S.NOTIFIED): S.RAPID_REVIEW_OPEN,
    (M.WITHDRAW, S.NOTIFIED): S.WITHDRAWN,
    (M.WITHDRAW, S.RAPID_REVIEW_OPEN): S.WITHDRAWN,
    (M.WITHDRAW, S.RAPID_REVIEW_SIGN_OFF): S.WITHDRAWN,
    (M.ASK_FOR_SIGNATURES, S.RAPID_REVIEW_OPEN): S.RAPID_REVIEW_SIGN_OFF,
    (M.TAKE_REPORT_BACK, S.RAPID_REVIEW_SIGN_OFF): S.RAPID_REVIEW_OPEN,
    (M.COMPLETE_RAPID_REVIEW, S.RAPID_REVIEW_SIGN_OFF): S.RAPID_REVIEW_COMPLETED,
    (M.SEND_RAPID_REVIEW, S.RAPID_REVIEW_COMPLETED): S.RAPID_REVIEW_SENT,
    (M.SEND_RAPID_REVIEW, S.FURTHER_REVIEW): S.FURTHER_REVIEW,
    (M.RECORD_PANEL_RESPONSE, S.RAPID_REVIEW_SENT): S.PANEL_RESPONDED,
    (M.RECORD_PANEL_RESPONSE, S.PANEL_RESPONDED): S.PANEL_RESPONDED,
    (M.RECORD_PANEL_RESPONSE, S.FURTHER_REVIEW): S.FURTHER_REVIEW,
    (M.REVISE_RAPID_REVIEW, S.PANEL_RESPONDED): S.RAPID_REVIEW_OPEN,
    (M.HOLD_REVIEW, S.NOT_NOTIFIABLE): S.FURTHER_REVIEW,
    (M.HOLD_REVIEW, S.RAPID_REVIEW_COMPLETED): S.FURTHER_REVIEW,
    (M.HOLD_REVIEW, S.RAPID_REVIEW_SENT): S.FURTHER_REVIEW,
    (M.HOLD_REVIEW, S.PANEL_RESPONDED): S.FURTHER_REVIEW,
    (M.HOLD_REVIEW, S.FURTHER_REVIEW): S.FURTHER_REVIEW,
    (M.CLOSE_CASE, S.NOT_NOTIFIABLE): S.CLOSED,
    (M.CLOSE_CASE, S.WITHDRAWN): S.CLOSED,
    (M.CLOSE_CASE, S.RAPID_REVIEW_SENT): S.CLOSED,
    (M.CLOSE_CASE, S.PANEL_RESPONDED): S.CLOSED,
    (M.CLOSE_CASE, S.FURTHER_REVIEW): S.CLOSED,
}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("code", [code for code in M if code not in {*STAYS, M.LOG, M.REOPEN_CASE}])
def test_a_case_moves_where_the_table_says_and_nowhere_else(code, state):
    verdict = check(code, state)

    assert bool(verdict) == ((code, state) in ALLOWED)
    if verdict:
        assert MOVES[code].leads_from(state) == ALLOWED[code, state]


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("code", STAYS)
def test_what_is_only_recorded_leaves_the_state_as_it_is(code, state):
    verdict = check(code, state)

    assert bool(verdict) == (state in STAYS[code])
    assert MOVES[code].leads_from(state) == state


@pytest.mark.parametrize("state", S)
def test_only_a_closed_case_is_opened_again_and_goes_back(state):
    assert bool(check(M.REOPEN_CASE, state)) == (state == S.CLOSED)
    assert [code for code, move in MOVES.items() if move.back] == [M.REOPEN_CASE]


@pytest.mark.parametrize("state", S)
def test_a_refusal_says_how_the_case_stands(state):
    refused = check(M.LOG, state)

    assert refused.reason.endswith(".")
    assert refused.code == f"not-from:{state.value}"


def test_every_move_has_its_row_and_an_audit_verb():
    assert set(MOVES) == set(M)
    assert all(move.said and move.verb for move in MOVES.values())


def test_every_state_has_an_owner_and_a_next_step_where_the_case_waits_for_the_partnership():
    assert set(OWNERS) == EVERY
    assert set(NEXT) == EVERY - CLOSED - WAITS_FOR_OTHERS
    assert {S.NOTIFIED, S.RAPID_REVIEW_SENT, S.FURTHER_REVIEW} == WAITS_FOR_OTHERS


def test_a_next_step_is_a_move_that_its_state_allows():
    assert all(check(step.move, state) for state, step in NEXT.items())


def test_every_state_can_reach_an_end():
    leads = {}
    for move in MOVES.values():
        for source in move.sources:
            if move.target is not None:
                leads.setdefault(source, set()).add(move.target)

    for state in S:
        reached, waiting = {state}, [state]
        while waiting:
            fresh = leads.get(waiting.pop(), set()) - reached
            reached |= fresh
            waiting += fresh
        assert reached & CLOSED, state


def test_only_the_opening_of_the_rapid_review_happens_by_itself():
    assert [code for code, move in MOVES.items() if move.automatic] == [M.OPEN_RAPID_REVIEW]


def test_only_what_somebody_closed_is_closed():
    assert [state for state in S if is_closed(state)] == [S.CLOSED]
