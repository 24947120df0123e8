"""The drawn states in the documentation are the states of the code."""

from pathlib import Path

from reviews.state_page import draw, draw_reviews

ROOT = Path(__file__).resolve().parents[2]


def test_the_states_of_a_case_are_drawn_from_the_table():
    page = ROOT / "docs/reference/case-states.md"

    assert page.read_text(encoding="utf-8") == draw(), "run manage.py draw_case_states"


def test_the_states_of_a_review_are_drawn_from_their_own_table():
    page = ROOT / "docs/reference/review-states.md"

    assert page.read_text(encoding="utf-8") == draw_reviews(), "run manage.py draw_case_states"
