"""The file of statutory clocks is whole, cited and consistent."""

from collections import Counter

import pytest
from jsonschema import Draft202012Validator

from deadlines.steps import LADDER
from deadlines.terms import Rule
from tests.data.files import EXAMPLES, RULES, plain
from tests.data.rule_shapes import RULES as SHAPE

EDITIONS = {row["key"] for row in RULES["edition"]}
KEYS = {row["key"] for row in RULES["rule"]}
ARITHMETIC = ("key", "unit", "length", "direction", "day_zero", "bound", "month", "day")


def test_the_file_has_the_shape_it_should():
    problems = [
        f"{error.json_path}: {error.message}"
        for error in Draft202012Validator(SHAPE).iter_errors(plain(RULES))
    ]

    assert problems == []


def test_every_duty_of_the_reference_is_there():
    refs = {row["ref"] for row in RULES["rule"]} | {row["ref"] for row in RULES["override"]}

    assert refs == {
        *("D1", "D2", "D2a", "D2b", "D2c", "D3", "D4", "D5", "D5a", "D6", "D7", "D8", "D9", "D10"),
        *("D11", "D13", "D13a", "D14", "D14a", "D14b", "D14c", "D14d", "D15"),
        *("D20", "D21", "D22", "D30", "D31", "D40", "D41"),
    }


def test_all_good_practice_but_the_asking_of_the_panel_is_for_partnerships_that_choose_it():
    begun_by_itself = {row["key"] for row in RULES["rule"] if row.get("opt_in") is False}

    assert begun_by_itself == {"panel_answer"}


def test_a_version_of_a_rule_stands_once():
    versions = Counter((row["key"], row["effective_from"]) for row in RULES["rule"])
    overrides = Counter((row["rule"], row["partnership"]) for row in RULES["override"])

    assert max(versions.values()) == 1
    assert max(overrides.values()) == 1
    assert len(EDITIONS) == len(RULES["edition"])


@pytest.mark.parametrize("row", RULES["rule"], ids=lambda row: row["key"])
def test_the_clock_accepts_the_rule(row):
    rule = Rule(**{name: row[name] for name in ARITHMETIC if name in row})

    assert (rule.key, rule.length) == (row["key"], row.get("length"))


@pytest.mark.parametrize("row", RULES["rule"], ids=lambda row: row["key"])
def test_what_a_rule_names_exists(row):
    editions = {row["edition"], *row.get("carried_into", [])}

    assert editions - EDITIONS == set()
    assert set(row.get("only_for", [])) - set(EXAMPLES) == set()
    assert row.get("other_reading", row["key"]) in KEYS


@pytest.mark.parametrize("row", RULES["rule"], ids=lambda row: row["key"])
def test_the_ladder_is_climbed_from_the_bottom(row):
    rungs = [(rung["after_working_days"], LADDER.index(rung["to"])) for rung in row["escalate"]]

    assert rungs == sorted(rungs)
    assert row["warn"] == sorted(row["warn"])


def test_superseded_editions_say_by_what():
    said = {row["key"]: row.get("superseded_by") for row in RULES["edition"]}
    superseded = {row["key"] for row in RULES["edition"] if row["status"] == "superseded"}

    assert {key for key, by in said.items() if by} == superseded
    assert {said[key] for key in superseded} - EDITIONS == set()


@pytest.mark.parametrize(
    "row", RULES["override"], ids=lambda row: f"{row['rule']}-{row['partnership']}"
)
def test_an_override_changes_a_rule_for_a_known_partnership(row):
    assert row["rule"] in KEYS
    assert row["partnership"] in EXAMPLES


def test_every_real_partnership_says_what_starts_its_rapid_reviews():
    said = {
        row["partnership"]: row["rapid_review_trigger"]
        for row in RULES["override"]
        if row["rule"] == "rapid_review"
    }

    assert said == dict.fromkeys(("krscp", "kent", "kirklees", "merton"), "awareness")


def test_both_readings_of_the_rapid_review_say_that_sources_split():
    readings = [row for row in RULES["rule"] if row["ref"] == "D5"]

    assert [row["trigger_event"] for row in readings] == ["awareness", "notification"]
    assert [row["length"] for row in readings] == [15, 15]
    assert all(row["dispute"] for row in readings)


def test_yearly_reports_reach_the_panel_and_the_what_works_centre_everywhere():
    always = {"Child Safeguarding Practice Review Panel", "Foundations (What Works centre)"}
    lists = [
        set(row["recipients"])
        for row in [*RULES["rule"], *RULES["override"]]
        if row.get("key", row.get("rule")) == "yearly_report_dispatch"
    ]

    assert len(lists) == 5
    assert [always - names for names in lists] == [set()] * 5
