import pytest

from reviews.enums import CaseState
from reviews.transitions import CLOSED, EVERY, MOVES, NEXT, OWNERS, MoveCode, check, is_closed

S, M = CaseState, MoveCode
STAYS = {M.NOTIFY_AGAIN, M.NAME_LEAD, M.RECORD_DEATH_NOTICE, M.CORRECT_AWARENESS}

ALLOWED = {
    (M.RECORD_VIEW, S.LOGGED): S.THRESHOLD,
    (M.RECORD_VIEW, S.THRESHOLD): S.THRESHOLD,
    (M.DECIDE_TO_NOTIFY, S.THRESHOLD): S.NOTIFIABLE,
    (M.DECIDE_NOT_TO_NOTIFY, S.THRESHOLD): S.NOT_NOTIFIABLE,
    (M.RECONSIDER, S.NOT_NOTIFIABLE): S.THRESHOLD,
    (M.RECONSIDER, S.NOTIFIABLE): S.THRESHOLD,
    (M.NOTIFY, S.NOTIFIABLE): S.NOTIFIED,
    (M.OPEN_RAPID_REVIEW, S.NOTIFIED): S.RAPID_REVIEW_OPEN,
    (M.COMPLETE_RAPID_REVIEW, S.RAPID_REVIEW_OPEN): S.RAPID_REVIEW_COMPLETED,
    (M.SEND_RAPID_REVIEW, S.RAPID_REVIEW_COMPLETED): S.RAPID_REVIEW_SENT,
}


@pytest.mark.parametrize("state", S)
@pytest.mark.parametrize("code", [code for code in M if code not in STAYS | {M.LOG}])
def test_a_case_moves_where_the_table_says_and_nowhere_else(code, state):
    verdict = check(code, state)

    assert bool(verdict) == ((code, state) in ALLOWED)
    if verdict:
        assert MOVES[code].target == ALLOWED[code, state]


@pytest.mark.parametrize("state", S)
def test_a_refusal_says_how_the_case_stands(state):
    refused = check(M.LOG, state)

    assert refused.reason.endswith(".")
    assert refused.code == f"not-from:{state.value}"


def test_every_move_has_its_row_and_an_audit_verb():
    assert set(MOVES) == set(M)
    assert all(move.said and move.verb for move in MOVES.values())


def test_every_state_has_an_owner_and_every_open_one_a_next_step_but_the_moment_of_notifying():
    assert set(OWNERS) == EVERY
    assert set(NEXT) == EVERY - CLOSED - {S.NOTIFIED}


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


def test_nothing_leads_from_a_sent_review_to_another_state():
    assert not [
        move for move in MOVES.values() if S.RAPID_REVIEW_SENT in move.sources and move.target
    ]


def test_only_the_opening_of_the_rapid_review_happens_by_itself():
    assert [code for code, move in MOVES.items() if move.automatic] == [M.OPEN_RAPID_REVIEW]


def test_an_end_is_closed():
    assert [state for state in S if is_closed(state)] == [S.NOT_NOTIFIABLE, S.RAPID_REVIEW_SENT]
