"""The line of time on which the fictional story is played."""

from datetime import UTC, datetime, timedelta

import pytest

from krscp_portal.examples.timeline import Timeline

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def played():
    return []


@pytest.fixture
def act(played):
    return lambda name: lambda *, at: played.append((name, at))


def test_acts_are_played_in_the_order_of_time_each_at_its_moment(played, act):
    line = Timeline()
    line.add(NOON, act("second"))
    line.add(NOON - HOUR, act("first"))
    line.add(NOON + HOUR, act("last"))

    line.play()

    assert played == [("first", NOON - HOUR), ("second", NOON), ("last", NOON + HOUR)]


def test_acts_of_one_moment_keep_the_order_in_which_they_were_put_in(played, act):
    line = Timeline()
    for name in ("one", "two", "three"):
        line.add(NOON, act(name))

    line.play()

    assert [name for name, _at in played] == ["one", "two", "three"]


def test_an_act_puts_in_what_follows_from_it(played, act):
    line = Timeline()
    line.add(NOON, lambda *, at: line.add(at + HOUR, act("what follows")))
    line.add(NOON + 2 * HOUR, act("later"))

    line.play()

    assert [name for name, _at in played] == ["what follows", "later"]


def test_an_act_puts_in_nothing_that_is_over(act):
    line = Timeline()
    line.add(NOON, lambda *, at: line.add(at - HOUR, act("too late")))

    with pytest.raises(ValueError, match=r"2026-06-01 11:00.* is over"):
        line.play()


def test_a_line_that_was_played_plays_nothing_twice(played, act):
    line = Timeline()
    line.add(NOON, act("once"))

    line.play()
    line.play()

    assert played == [("once", NOON)]
