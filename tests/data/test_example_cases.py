"""The fictional cases stand where their clocks should, on whatever day they are loaded."""

from collections import Counter

import pytest

from tests.data.files import EXAMPLES

DATA = EXAMPLES["demoborough"]
CASES = {row["situation"]: row for row in DATA["case"]}
each_case = pytest.mark.parametrize("case", DATA["case"], ids=lambda case: case["key"])


def test_there_is_one_case_of_each_situation():
    assert Counter(row["situation"] for row in DATA["case"]) == Counter(
        {
            "just_logged": 1,
            "notification_due_tomorrow": 1,
            "rapid_review_running": 1,
            "rapid_review_overdue": 1,
            "sent": 1,
            "not_notifiable": 1,
            "published": 1,
        }
    )


@each_case
def test_what_a_case_names_exists(case):
    areas = {row["key"] for row in DATA["area"]}
    emails = {row["email"] for row in DATA["user"]}

    assert {case["area"], case["residence"]} <= areas
    assert set(case["access"]) - emails == set()


@each_case
def test_events_of_a_case_come_in_order(case):
    order = (
        "aware_days_ago",
        "decided_days_ago",
        "notified_days_ago",
        "rapid_review_completed_days_ago",
        "rapid_review_sent_days_ago",
    )
    days = [case[name] for name in order if name in case]

    assert days == sorted(days, reverse=True)
    assert all(view["days_ago"] <= case["aware_days_ago"] for view in case["threshold"])


@each_case
def test_a_restriction_says_why(case):
    assert case["restricted"] == ("restriction_reason" in case)


@each_case
def test_the_death_of_a_looked_after_child_is_notified_on_its_own(case):
    died_in_care = any(
        (child["harm"], child["care"]) == ("died", "looked_after") for child in case["children"]
    )

    assert died_in_care == ("looked_after_notified_days_ago" in case)


@each_case
def test_a_decision_rests_on_the_views_of_all_three_partners(case):
    partners = sorted(view["partner"] for view in case["threshold"])

    assert partners == (["icb", "local_authority", "police"] if "decision" in case else [])


@each_case
def test_a_reason_is_given_exactly_where_the_notification_was_late(case):
    days_taken = case["aware_days_ago"] - case.get("notified_days_ago", case["aware_days_ago"])

    assert ("late_reason" in case) == (days_taken > 5)


def test_the_clocks_stand_where_the_situations_say():
    due_in = {name: 5 - case["aware_days_ago"] for name, case in CASES.items()}
    review_due_in = {name: 15 - case["aware_days_ago"] for name, case in CASES.items()}
    limit_in = {
        name: 15 - case["notified_days_ago"]
        for name, case in CASES.items()
        if "notified_days_ago" in case
    }

    assert due_in["just_logged"] == 4
    assert due_in["notification_due_tomorrow"] == 1
    assert review_due_in["rapid_review_running"] == 7
    assert review_due_in["rapid_review_overdue"] == -4
    assert limit_in["rapid_review_overdue"] == -1


def test_the_sent_review_was_in_time():
    case = CASES["sent"]

    assert case["aware_days_ago"] - case["rapid_review_sent_days_ago"] == 14


def test_children_are_known_by_pseudonyms_used_once():
    names = Counter(child["pseudonym"] for case in DATA["case"] for child in case["children"])

    assert max(names.values()) == 1
