"""The fictional review beside the rapid ones: as its pages show it after a load."""

from datetime import date

import pytest

from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership
from reviews.enums import ReviewState
from reviews.models import Review
from reviews.selectors.engagement import events_of, family_of, log_of, queries_of
from reviews.selectors.requests import wall_of
from reviews.selectors.reviewers import commissions_of
from reviews.selectors.terms import terms_page
from tests.examples.conftest import LOADED_AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]

SLUGS = ["demoborough"]


@pytest.fixture
def review(loaded):
    with tenant(Partnership.objects.get(slug="demoborough").pk):
        yield Review.objects.get(code_name="Kestrel")


def test_it_runs_with_agreed_terms_and_a_checked_reviewer(review):
    page = terms_page(review)
    [card] = commissions_of(review)

    assert review.state == ReviewState.IN_PROGRESS
    assert page.row.methodology.name == "Appreciative inquiry"
    assert (page.row.agreed_on is not None, len(page.questions), page.lacks) == (True, 3, [])
    assert (card.row.reviewer.name, card.lacks) == ("Morgan Ashdown", [])
    assert {point.status.text for point in card.points} == {"Met"}


def test_family_practitioners_and_reviewer_were_asked(review):
    assert [card.status.text for card in family_of(review)] == [
        "Took part",
        "Declined",
        "Not invited, with reasons",
    ]
    assert [event.attended for event, _rows in events_of(review)] == [11]
    assert [note.early_learning for note in log_of(review)] == [True, False]
    assert [card.status.text for card in queries_of(review)] == ["No answer yet", "Answered"]
    assert [row.kind for row in review.proceedings.all()] == ["disciplinary"]


def test_four_agencies_reported_to_the_practice_review(loaded):
    with tenant(Partnership.objects.get(slug="demoborough").pk):
        practice = Review.objects.get(code_name="Plover")
        wall = wall_of(practice, at=LOADED_AT)
        asked = practice.agency_requests.first()

    assert [(label, count) for _, label, count, _ in wall.counts] == [
        ("Returned", 3),
        ("No involvement", 1),
    ]
    assert "1. What did each service know of the father, and since when?" in asked.letter
    assert (asked.period_from, asked.period_to) == (date(2024, 5, 4), date(2025, 5, 4))
