"""The life of a version, and that the database keeps the same table."""

import re
from importlib import import_module

import pytest

from publications.enums import VersionState
from publications.transitions import MOVES, move


def test_every_state_has_its_moves():
    assert set(MOVES) == set(VersionState.values)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("draft", "published", "Only a version whose PDF is ready can be published."),
        ("published", "ready", "The PDF of this version has been made already."),
        ("ready", "superseded", "Only the published version can be replaced."),
        ("draft", "withdrawn", "Only a version that has been published can be withdrawn."),
        ("published", "discarded", "A version that has been published cannot be discarded."),
    ],
)
def test_a_move_that_is_not_allowed_says_why(before, after, reason):
    verdict = move(before, after)
    assert (bool(verdict), verdict.reason) == (False, reason)


def test_no_move_leads_back_from_publication():
    reachable = {"published"}
    for _ in MOVES:
        reachable |= {after for before in reachable for after in MOVES[before]}
    assert reachable == {"published", "superseded", "withdrawn"}


def test_the_database_knows_the_same_moves():
    guard = import_module("publications.migrations.0002_row_level_security").GUARD
    assert set(re.findall(r"'(\w+>\w+)'", guard)) == {
        f"{before}>{after}" for before, afters in MOVES.items() for after in afters
    }
