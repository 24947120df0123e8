"""A rapid review's report and a review's, open to be written."""

import pytest

from krscp_portal.foundation.context import tenant
from reviews.enums import CaseState
from reviews.models import Report
from reviews.review_transitions import ReviewMove
from reviews.services.reviews import ReviewFacts, move_review, open_review
from tests.factories import reports as make
from tests.factories import reviews as cases
from tests.factories.outcomes import HOUR


@pytest.fixture
def later(moment):
    """Twelve hours on, so that every step before has happened."""
    return moment + 12 * HOUR


@pytest.fixture
def rapid(north, manager, moment):
    """The report of an open rapid review, made by the notification."""
    with tenant(north.pk):
        case = cases.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=moment)
        return make.of_case(case)


@pytest.fixture
def learning(north, manager, moment):
    """The report of a learning review that has begun."""
    facts = ReviewFacts(
        kind="learning",
        code_name="Heron",
        why="What there is to learn.",
        decided_at=moment,
        decided_by="The three partners",
    )
    with tenant(north.pk):
        review = open_review(facts=facts, by=manager, at=moment)
        move_review(review=review, code=ReviewMove.START, by=manager, at=moment)
        return Report.objects.select_related("incident", "review").get(review=review)
