"""Who decides on an interest, and who approves in spite of one: no database."""

from datetime import date
from uuid import uuid4

import pytest

from partnerships.interests import Interest, Subject, a_year_after, may_approve, may_decide

SELF, DECLARER, OTHER = 1, 2, 3


def interest(**changes: object) -> Interest:
    facts = {
        "declaration": uuid4(),
        "user_id": SELF,
        "declared_by_id": DECLARER,
        "kind": "employment",
        "state": "declared",
    }
    return Interest(**(facts | changes))


@pytest.mark.parametrize(
    ("user", "changes", "code"),
    [
        (SELF, {}, "own-interest"),
        (SELF, {"declared_by_id": SELF}, "own-interest"),
        (DECLARER, {}, "own-declaration"),
        (OTHER, {"kind": "nothing"}, "no-interest"),
        (OTHER, {"state": "ended"}, "interest-ended"),
        (OTHER, {}, "allowed"),
        (OTHER, {"state": "managed"}, "allowed"),
        (OTHER, {"user_id": None}, "allowed"),
    ],
)
def test_somebody_else_decides(user, changes, code):
    assert may_decide(user, interest(**changes)).code == code


def test_who_declared_nothing_approves():
    nothing = interest(kind="nothing")
    of_another = interest(user_id=OTHER)
    of_nobody = interest(user_id=None)

    for interests in ([], [nothing], [of_another], [of_nobody]):
        assert may_approve(SELF, interests, Subject("the budget"))


def test_an_undecided_interest_stands_in_the_way_of_everything():
    verdict = may_approve(SELF, [interest()], Subject("the budget of 2027"))

    assert verdict.code == "interest-undecided"
    assert verdict.reason == (
        "Nobody has decided yet how the interest that you declared is handled, so somebody else "
        "approves the budget of 2027."
    )


def test_a_handled_interest_stands_in_the_way_of_what_it_bears_on():
    held = interest(state="managed", handling="Leaves the room for contracts.")

    allowed = may_approve(SELF, [held], Subject("the yearly report"))
    refused = may_approve(SELF, [held], Subject("the contract", frozenset({held.declaration})))

    assert allowed
    assert allowed.reason == "Leaves the room for contracts."
    assert refused.code == "interest-bears"
    assert refused.reason == (
        "You declared an interest that bears on the contract, so somebody else approves it."
    )


def test_an_interest_that_has_ended_stands_in_nobodys_way():
    ended = interest(state="ended")

    assert may_approve(SELF, [ended], Subject("it", frozenset({ended.declaration})))


def test_a_year_after_a_leap_day_is_the_last_of_february():
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert a_year_after(date(2026, 6, 1)) == date(2027, 6, 1)
