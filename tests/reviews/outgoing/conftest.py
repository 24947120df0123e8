"""A practice review, its case and proceedings beside them, on the days after it was decided."""

import pytest

from krscp_portal.foundation.context import tenant
from reviews.services.proceedings import ProceedingsFacts, record_proceedings
from tests.reviews.practice.conftest import DAY, keeper, later, learning, practice, sent

__all__ = ["keeper", "later", "learning", "practice", "sent"]


@pytest.fixture
def trial(north, manager, practice, later):
    """A trial for which publication waits."""
    facts = ProceedingsFacts(kind="criminal", opened_on=later.date() - DAY)
    with tenant(north.pk):
        return record_proceedings(subject=practice, facts=facts, by=manager, at=later)
