"""The home page asks every app, and a page's next step speaks for the page."""

from datetime import date

import pytest

from partnerships import needs
from partnerships.access import Standing
from partnerships.models import User
from partnerships.needs import Need

ON = date(2026, 6, 1)
NOBODY = Standing(frozenset(), frozenset())


@pytest.fixture(autouse=True)
def no_other_providers(monkeypatch):
    monkeypatch.setattr(needs, "_providers", [])


def whats() -> list[str]:
    return [need.what for need in needs.needs_of(User(), NOBODY, on=ON)]


def test_what_is_due_first_comes_first_and_what_has_no_date_last():
    needs.register(lambda *_: [Need("b", "b/"), Need("a", "a/", date(2026, 6, 9))])
    needs.register(lambda *_: [Need("c", "c/", date(2026, 6, 2))])

    assert whats() == ["c", "a", "b"]


def test_the_next_step_of_a_page_stands_for_all_that_waits_there():
    needs.register(lambda *_: [Need("a clock", "case/", ON), Need("elsewhere", "x/", ON)])
    needs.register(lambda *_: [Need("the next step", "case/", ON, for_whole_page=True)])

    assert whats() == ["elsewhere", "the next step"]
