"""Reviews opened by the real services, of a case and without one."""

from typing import Any

import pytest

from krscp_portal.foundation.context import tenant
from reviews.enums import CaseState
from reviews.services.reviews import ReviewFacts, open_review
from tests.factories import outcomes as after


def facts(at, **said: Any) -> ReviewFacts:
    usual: dict[str, Any] = {
        "kind": "learning",
        "code_name": "Heron",
        "why": "What there is to learn.",
        "decided_at": at,
        "decided_by": "The three partners",
    }
    return ReviewFacts(**{**usual, **said})


@pytest.fixture
def sent(north, manager, moment):
    """A case whose rapid review was sent."""
    with tenant(north.pk):
        return after.case_at(CaseState.RAPID_REVIEW_SENT, by=manager, at=moment)


@pytest.fixture
def learning(north, manager, moment):
    """A learning review without a case."""
    with tenant(north.pk):
        return open_review(facts=facts(moment), by=manager, at=moment)


@pytest.fixture
def practice(north, manager, moment, sent):
    """A practice review of that case, decided a day later."""
    later = moment + after.HOUR * 24
    with tenant(north.pk):
        made = facts(later, kind="lcspr")
        return open_review(facts=made, incident=sent, by=manager, at=later)
