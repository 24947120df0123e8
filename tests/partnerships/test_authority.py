"""The rules of giving, taking and losing authority: no database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from partnerships.authority import Offer, in_order, may_accept, may_end_role

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


def offer(**changes: object) -> Offer:
    facts = {
        "email": "a@north.example",
        "expires_at": NOW + timedelta(days=1),
        "is_accepted": False,
        "is_revoked": False,
    }
    return Offer(**(facts | changes))


def test_the_address_that_was_invited_may_accept():
    assert may_accept(offer(), email="a@north.example", at=NOW)


def test_the_case_of_an_address_makes_no_difference():
    assert may_accept(offer(email="A@North.example"), email=" a@north.EXAMPLE ", at=NOW)


def test_another_address_may_not_accept():
    verdict = may_accept(offer(), email="b@north.example", at=NOW)

    assert verdict.code == "invitation-for-another"


@pytest.mark.parametrize(
    "changes",
    [{"is_accepted": True}, {"is_revoked": True}, {"expires_at": NOW}],
    ids=["used", "withdrawn", "expired at this very moment"],
)
def test_a_spent_offer_cannot_be_accepted(changes):
    assert may_accept(offer(**changes), email="a@north.example", at=NOW).code == "invitation-spent"


def test_nobody_ends_a_role_of_their_own():
    assert may_end_role("manager", is_own=True, other_managers=3).code == "own-role"
    assert may_end_role("auditor", is_own=True, other_managers=3).code == "own-role"


def test_the_last_manager_stays():
    assert may_end_role("manager", is_own=False, other_managers=0).code == "last-manager"
    assert may_end_role("manager", is_own=False, other_managers=1)


def test_other_roles_may_end_whoever_is_left():
    assert may_end_role("auditor", is_own=False, other_managers=0)


@pytest.mark.parametrize(
    ("from_on", "to_on", "fine"),
    [
        (date(2026, 6, 1), date(2026, 6, 1), True),
        (date(2026, 6, 2), date(2026, 6, 1), False),
        (None, date(2026, 6, 1), True),
        (date(2026, 6, 1), None, True),
    ],
)
def test_a_period_ends_on_or_after_its_first_day(from_on, to_on, fine):
    assert bool(in_order(from_on, to_on)) is fine
