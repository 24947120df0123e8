"""Every state, every role, every move: checked against two small tables."""

import itertools

import pytest

from partnerships.access import Standing
from partnerships.roles import ROLES
from reviews.enums import CaseState
from reviews.permissions import may_move
from reviews.transitions import MoveCode, check

M = MoveCode
WORKS, DECIDES, LOGS = "works on cases", "decides on cases", "logs cases"
OF_A_MOVE = {
    M.LOG: {LOGS},
    M.RECORD_VIEW: {WORKS, DECIDES},
    M.RECORD_REFERRAL: {WORKS, LOGS},
    **dict.fromkeys(
        (
            M.DECIDE_TO_NOTIFY, M.DECIDE_NOT_TO_NOTIFY, M.RECONSIDER, M.WITHDRAW,
            M.REVISE_RAPID_REVIEW, M.HOLD_REVIEW, M.CLOSE_CASE, M.REOPEN_CASE,
        ),
        frozenset({DECIDES}),
    ),
    **dict.fromkeys(
        (
            M.NOTIFY, M.OPEN_RAPID_REVIEW, M.NOTIFY_AGAIN, M.NAME_LEAD, M.ASK_FOR_SIGNATURES,
            M.TAKE_REPORT_BACK, M.COMPLETE_RAPID_REVIEW, M.SEND_RAPID_REVIEW,
            M.RECORD_PANEL_RESPONSE, M.MIRROR_NATIONAL, M.ADD_OTHER_AUTHORITY,
            M.RECORD_DEATH_NOTICE, M.CORRECT_AWARENESS,
        ),
        frozenset({WORKS}),
    ),
}  # fmt: skip
OF_A_ROLE = {
    "manager": {WORKS, DECIDES, LOGS},
    "business_support": {WORKS, LOGS},
    "lsp": {DECIDES, LOGS},
    "dsp": {WORKS, DECIDES, LOGS},
    "agency_contact": {LOGS},
}


def standing_of(role):
    return Standing(roles=frozenset({role}), permissions=ROLES[role].permissions)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_makes_the_moves_of_the_table_in_the_states_of_the_other_and_no_others(role):
    standing, does = standing_of(role), OF_A_ROLE.get(role, set())

    wrong = [
        (code.value, state.value)
        for code, state in itertools.product(M, CaseState)
        if bool(may_move(standing, code, state))
        != (bool(OF_A_MOVE[code] & does) and bool(check(code, state)))
    ]

    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a_refusal_names_the_role_first_and_then_the_state(role):
    standing, does = standing_of(role), OF_A_ROLE.get(role, set())

    for code, state in itertools.product(M, CaseState):
        verdict = may_move(standing, code, state)
        if verdict:
            continue
        start = "not-from:" if OF_A_MOVE[code] & does else "needs:"
        assert verdict.code.startswith(start), (code, state)
        assert verdict.reason.endswith(".")


def test_every_move_stands_in_the_table():
    assert set(OF_A_MOVE) == set(M)
