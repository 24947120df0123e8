"""A case at each state, and a later moment."""

import pytest

from tests.factories import reviews as make
from tests.reviews.steps.cases import HOUR


@pytest.fixture
def at_each(in_north, manager, moment):
    def build(state, **said):
        return make.case_at(state, by=manager, at=moment, **said)

    return build


@pytest.fixture
def later(moment):
    """Twelve hours on, so that every step before has happened."""
    return moment + 12 * HOUR
