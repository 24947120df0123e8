"""A message says what to do and by when, and gives nothing away."""

from datetime import date, timedelta

import pytest

from deadlines import rulebook
from deadlines.clock import compute
from deadlines.neutral import WORK, moved_line, subject_line
from deadlines.selectors.rule_pages import ladder_in_words, readable, warnings_in_words
from deadlines.tally import Counted, day_by_day
from deadlines.terms import Bound, Rule
from tests.deadlines.calendars import TYPED

DUE = date(2026, 6, 8)
RULES = rulebook.rules_file()["rule"]


def line(rule: dict, on: date) -> str:
    return subject_line(
        rule_key=rule["key"],
        rule_subject=rule["subject"],
        bound=Bound(rule["bound"]),
        due=DUE,
        on=on,
        reference="KSCP-2026-001",
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["key"])
def test_every_rule_has_neutral_words_that_fit_a_subject_line(rule):
    for on in (DUE - timedelta(days=1), DUE, DUE + timedelta(days=1)):
        said = line(rule, on).lower()
        assert len(said) <= 160
        assert not said.startswith("something")
        for word in ("death", "died", "harm", "looked-after", "care leaver", "child", "abuse"):
            assert word not in said


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 6, 5), "A notification to the Panel is due on 8 June 2026 (KSCP-2026-001)"),
        (DUE, "A notification to the Panel is due today, 8 June 2026 (KSCP-2026-001)"),
        (
            date(2026, 6, 9),
            (
                "A notification to the Panel was due on 8 June 2026 and is not recorded as done"
                " (KSCP-2026-001)"
            ),
        ),
    ],
)
def test_the_words_follow_the_day(on, words):
    rule = next(row for row in RULES if row["key"] == "notify_panel")
    assert line(rule, on) == words


def test_what_must_wait_may_end_and_is_never_overdue():
    rule = next(row for row in RULES if row["key"] == "keep_published")
    expected = f"{WORK['practice_review']} may end from 8 June 2026 (KSCP-2026-001)"
    assert line(rule, date(2027, 1, 1)) == expected
    assert moved_line(due=DUE, reference="X-1") == "A date has moved to 8 June 2026 (X-1)"


def test_warnings_and_the_ladder_are_said_in_words():
    assert warnings_in_words((-2, 0, 1)) == (
        "2 working days before, on the day and 1 working day after"
    )
    assert warnings_in_words((0,)) == "On the day"
    assert warnings_in_words(()) == "None"
    assert ladder_in_words(({"after_working_days": 1, "to": "dsp"},)) == (
        "The delegated safeguarding partner after 1 working day"
    )
    assert ladder_in_words(()) == "Nobody else is told"


def test_a_citation_is_written_for_a_reader():
    assert readable("003_36d8650146397d7a.txt L658") == "The document it was read in, line 658"
    assert readable("Panel guidance; Working Together ch.4") == (
        "Panel guidance; Working Together ch.4"
    )


def test_a_count_is_written_out_day_by_day():
    rule = Rule(key="x", unit="working_days", length=2)
    assert day_by_day(compute(rule, date(2026, 12, 24), TYPED)) == (
        Counted(date(2026, 12, 24), 0),
        Counted(date(2026, 12, 25), None, "Christmas Day"),
        Counted(date(2026, 12, 26), None, "weekend"),
        Counted(date(2026, 12, 27), None, "weekend"),
        Counted(date(2026, 12, 28), None, "Boxing Day (substitute day)"),
        Counted(date(2026, 12, 29), 1),
        Counted(date(2026, 12, 30), 2),
    )


def test_a_count_backwards_is_written_out_backwards():
    rule = Rule(key="x", unit="working_days", length=1, direction="before")
    assert day_by_day(compute(rule, date(2026, 6, 8), TYPED)) == (
        Counted(date(2026, 6, 8), 0),
        Counted(date(2026, 6, 7), None, "weekend"),
        Counted(date(2026, 6, 6), None, "weekend"),
        Counted(date(2026, 6, 5), 1),
    )


def test_a_count_from_the_triggers_own_day_begins_with_one():
    rule = Rule(key="x", unit="working_days", length=2, day_zero="trigger_day_is_one")
    found = day_by_day(compute(rule, date(2026, 6, 5), TYPED))
    assert [(each.day.day, each.number) for each in found] == [
        (5, 1),
        (6, None),
        (7, None),
        (8, 2),
    ]


@pytest.mark.parametrize(
    "rule",
    [
        Rule(key="x", unit="months", length=6),
        Rule(key="x", unit="none"),
        Rule(key="x", unit="working_days", length=0),
        Rule(key="x", unit="working_days", length=61),
    ],
)
def test_what_is_not_counted_day_by_day_is_not_written_out(rule):
    assert day_by_day(compute(rule, date(2026, 6, 5), TYPED)) == ()
