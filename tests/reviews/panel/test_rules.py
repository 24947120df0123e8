"""When a panel may be minuted and agreed, and whether it was quorate."""

from datetime import date, timedelta

import pytest

from governance.quorum import PARTNERS, Present
from reviews.panel_rules import (
    Standing,
    may_agree,
    may_change,
    may_minute,
    may_register,
    quorum,
)

DAY = date(2026, 6, 3)
NAMES = {"local_authority": "The council", "icb": "The board", "police": "The force"}


def test_all_three_partners_make_a_panel_quorate():
    found = quorum([Present(kind) for kind in PARTNERS], names=NAMES)

    assert found == {
        "is_met": True,
        "said": "All three safeguarding partners were there.",
        "present": ["local_authority", "icb", "police"],
        "missing": [],
    }


@pytest.mark.parametrize(
    ("present", "said"),
    [
        (["icb", "police"], "Not quorate. Nobody was there for The council."),
        (["icb"], "Not quorate. Nobody was there for The council and The force."),
        ([], "Not quorate. Nobody was there for The council, The board and The force."),
    ],
)
def test_a_partner_who_is_missing_is_named(present, said):
    found = quorum([Present(kind) for kind in present], names=NAMES)
    assert (found["is_met"], found["said"], found["present"]) == (False, said, present)


def test_a_partner_without_a_body_is_named_by_its_kind():
    found = quorum([Present("icb"), Present("police")], names={})
    assert found["missing"] == ["the local authority"]


def test_a_deputy_counts_and_is_said():
    there = [Present("icb"), Present("police"), Present("local_authority", is_deputy=True)]
    found = quorum(there, names=NAMES)
    assert found["is_met"]
    assert found["said"].startswith("Met only with a deputy for: local authority.")


def test_a_meeting_is_changed_until_it_is_held_or_cancelled():
    assert may_change(Standing(DAY))
    assert not may_change(Standing(DAY, is_held=True))
    assert may_change(Standing(DAY, is_cancelled=True)).reason == "The meeting was cancelled."


def test_the_register_is_kept_from_the_day_on_until_it_is_closed():
    assert may_register(Standing(DAY), today=DAY)
    early = may_register(Standing(DAY), today=DAY - timedelta(days=1))
    assert early.reason == "The register is kept from 3 June 2026 on."
    assert not may_register(Standing(DAY, is_held=True), today=DAY)


def test_minutes_are_written_from_the_day_on_until_they_are_agreed():
    assert may_minute(Standing(DAY, is_held=True), today=DAY)
    assert not may_minute(Standing(DAY), today=DAY - timedelta(days=1))
    assert not may_minute(Standing(DAY, is_cancelled=True), today=DAY)
    agreed = may_minute(Standing(DAY, is_held=True, is_agreed=True), today=DAY)
    assert agreed.reason == "The minutes have been agreed and are not changed."


@pytest.mark.parametrize(
    ("held", "unanswered", "on", "reason"),
    [
        (False, [], DAY, "Close the register first: minutes say who was there."),
        (True, ["What is known"], DAY, "Nothing is minuted yet of: What is known."),
        (True, [], DAY + timedelta(days=2), "The day cannot be in the future."),
        (True, [], DAY - timedelta(days=1), "Minutes are not agreed before the meeting."),
        (True, [], DAY, ""),
    ],
)
def test_minutes_are_agreed_once_the_four_purposes_are_answered(held, unanswered, on, reason):
    verdict = may_agree(
        Standing(DAY, is_held=held), unanswered, on=on, today=DAY + timedelta(days=1)
    )
    assert verdict.reason == reason
