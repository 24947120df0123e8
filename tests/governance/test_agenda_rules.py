"""Numbers that never change, times that add up, and what returns."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance import agenda_rules, carrying
from governance.agenda_rules import Outcome

START = datetime(2026, 6, 9, 13, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "taken", "number"),
    [
        ("4", ["3", "4", "5"], "4A"),
        ("4A", ["4", "4A"], "4B"),
        ("4", ["4", "4A", "4B"], "4C"),
        ("", [], "1A"),
        ("9", ["9", *(f"9{chr(65 + nth)}" for nth in range(26))], "9AA"),
    ],
)
def test_what_comes_later_takes_the_number_before_it_with_the_next_letter(
    before: str, taken: list[str], number: str
) -> None:
    assert agenda_rules.number_after(before, taken) == number


@given(st.integers(1, 40), st.lists(st.integers(0, 39), max_size=40))
def test_no_number_is_given_twice_however_many_come_late(count: int, places: list[int]) -> None:
    numbers = [str(nth) for nth in range(1, count + 1)]
    for place in places:
        before = numbers[place % len(numbers)]
        found = agenda_rules.number_after(before, numbers)
        numbers.insert(agenda_rules.last_of_stem(before, numbers) + 1, found)

    assert len(set(numbers)) == len(numbers)
    assert [each for each in numbers if each.isdigit()] == [str(n) for n in range(1, count + 1)]
    figures = [int(agenda_rules.stem_of(each)) for each in numbers]
    assert figures == sorted(figures)


def test_an_item_begins_when_those_before_it_have_had_their_minutes() -> None:
    found = agenda_rules.running(START, START + timedelta(hours=1), [10, None, 25])

    assert [each - START for each in found.begins] == [
        timedelta(0),
        timedelta(minutes=10),
        timedelta(minutes=10),
    ]
    assert (found.minutes, found.over, found.left, found.without) == (35, 0, 25, 1)


def test_an_agenda_that_is_too_long_says_by_how_much() -> None:
    found = agenda_rules.running(START, START + timedelta(hours=1), [45, 40])

    assert (found.minutes, found.over, found.left) == (85, 25, 0)


def test_an_hour_that_the_clocks_repeat_is_counted() -> None:
    """From 00:30 in summer time to 02:30 in winter time three hours pass."""
    before = datetime.fromisoformat("2026-10-25T00:30:00+01:00")
    after = datetime.fromisoformat("2026-10-25T02:30:00+00:00")

    assert agenda_rules.running(before, after, [180]).over == 0


@pytest.mark.parametrize(
    ("act", "state", "numbered", "code"),
    [
        ("move", "draft", False, ""),
        ("move", "sent", True, "numbered"),
        ("move", "open", False, "is-open"),
        ("add", "open", True, ""),
        ("add", "held", True, "is-held"),
        ("add", "cancelled", False, "is-cancelled"),
        ("send", "draft", False, "is-draft"),
        ("send", "sent", True, "numbered"),
        ("pack", "draft", False, "is-draft"),
        ("pack", "held", True, ""),
    ],
)
def test_what_may_happen_to_an_agenda_depends_on_its_meeting(
    act: str, state: str, numbered: bool, code: str
) -> None:
    verdict = agenda_rules.may(act, state, numbered=numbered)

    assert ("" if verdict else verdict.code) == code  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("act", "state", "locked", "code"),
    [
        ("withdraw", "planned", False, ""),
        ("withdraw", "planned", True, "locked"),
        ("defer", "planned", True, "locked"),
        ("change", "planned", True, ""),
        ("change", "discussed", False, "settled"),
    ],
)
def test_what_is_locked_in_is_neither_taken_off_nor_put_off(
    act: str, state: str, locked: bool, code: str
) -> None:
    verdict = agenda_rules.may_touch(act, item_state=state, locked=locked)

    assert ("" if verdict else verdict.code) == code  # type: ignore[union-attr]


def test_minutes_that_say_nothing_of_a_locked_item_are_refused_by_its_name() -> None:
    said = Outcome("4", "Disproportionality", is_minuted=True)
    silent = Outcome("4", "Disproportionality", is_minuted=False)

    assert agenda_rules.locked_are_minuted([said])
    refused = agenda_rules.locked_are_minuted([silent])
    assert refused.reason == "The outcome has to be minuted of: 4 Disproportionality."  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("state", "times", "open_actions", "back"),
    [
        ("planned", 0, False, (1, True)),
        ("not_reached", 2, False, (3, True)),
        ("deferred", 0, True, (1, True)),
        ("discussed", 2, True, (0, False)),
        ("discussed", 0, False, None),
        ("closed", 0, True, None),
        ("withdrawn", 0, True, None),
    ],
)
def test_what_was_not_reached_or_leaves_something_to_do_comes_back(
    state: str, times: int, open_actions: bool, back: tuple[int, bool] | None
) -> None:
    found = carrying.returns(state, deferred_times=times, has_open_actions=open_actions)

    assert (found and (found.deferred_times, found.was_put_off)) == back


@pytest.mark.parametrize(
    ("times", "words"),
    [(0, ""), (1, "Deferred once"), (2, "Deferred twice"), (3, "Deferred 3 times")],
)
def test_how_often_an_item_was_put_off_is_said_in_words(times: int, words: str) -> None:
    assert carrying.times_in_words(times) == words
