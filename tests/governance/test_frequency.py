"""Whether a group meets as often as it has to."""

from datetime import date, timedelta

import pytest

from governance.frequency import Rule, in_words, standing

ON = date(2026, 6, 15)
LONG_AGO = date(2020, 1, 1)
FOUR = Rule(times_a_year=4)
FORTNIGHT = Rule(every_weeks=2)


def stands(rule: Rule, held=(), planned=(), since=LONG_AGO):
    return standing(rule, held=held, planned=planned, since=since, on=ON)


def months_ago(*numbers: int) -> list[date]:
    return [ON - timedelta(days=30 * number) for number in numbers]


def test_four_held_in_the_year_are_enough():
    answer = stands(FOUR, held=months_ago(1, 4, 7, 10))

    assert (answer.words, answer.tone) == (
        "In step: 4 held of 4 in the last twelve months",
        "green",
    )


def test_three_of_four_are_behind():
    answer = stands(FOUR, held=months_ago(1, 4, 7), planned=[ON + timedelta(days=20)])

    assert answer.is_behind
    assert answer.words == "Behind: 3 held of 4 in the last twelve months"


def test_what_lies_longer_back_than_a_year_does_not_count():
    assert stands(FOUR, held=months_ago(1, 4, 7, 13)).is_behind


def test_a_group_that_is_new_is_asked_for_its_part():
    half = ON - timedelta(days=182)

    assert not stands(FOUR, held=months_ago(1, 4), planned=[ON] * 2, since=half).is_behind
    assert stands(FOUR, held=months_ago(1), since=half).is_behind


def test_too_few_planned_is_said_before_it_is_late():
    answer = stands(FOUR, held=months_ago(1), since=ON - timedelta(days=90))

    assert (answer.words, answer.tone, answer.is_behind) == (
        "Too few planned: 1 held of 4 in the last twelve months, 0 to come",
        "yellow",
        False,
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (14, "None planned, due by 15 June 2026"),
        (21, "None planned, due by 8 June 2026"),
        (22, "Behind: the next was due by 7 June 2026"),
    ],
)
def test_a_fortnight_has_a_week_of_grace(days, words):
    assert stands(FORTNIGHT, held=[ON - timedelta(days=days)]).words == words


def test_the_next_one_is_named():
    answer = stands(FORTNIGHT, held=[ON - timedelta(days=7)], planned=[ON + timedelta(days=7)])

    assert answer.words == "In step, next on 22 June 2026"


def test_a_named_month_that_passed_without_a_meeting_is_behind():
    rule = Rule(times_a_year=1, months=(3, 6))

    assert stands(rule, held=[date(2026, 2, 2)]).words == "Behind: no meeting in March 2026"
    assert not stands(rule, held=[date(2026, 3, 2)]).is_behind  # June is not over


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (FOUR, "At least 4 times a year"),
        (Rule(times_a_year=1), "At least once a year"),
        (FORTNIGHT, "Every 2 weeks"),
        (Rule(every_weeks=1), "Every week"),
        (Rule(times_a_year=2, months=(9, 3)), "At least 2 times a year, in March, September"),
    ],
)
def test_a_rule_is_said_in_words(rule, words):
    assert in_words(rule) == words


def test_a_group_with_no_meeting_on_record_is_not_called_late():
    assert stands(FOUR).words == "No meeting is recorded yet"
