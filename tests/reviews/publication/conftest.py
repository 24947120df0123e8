"""Reviews whose reports are signed: a practice review of a case, and a learning review without one."""

from datetime import timedelta

import pytest
import time_machine

from krscp_portal.foundation.context import tenant
from tests.factories import publishing as make
from tests.reviews.beside.conftest import practice, sent

__all__ = ["practice", "sent"]
DAY = timedelta(days=1)


@pytest.fixture
def later(moment):
    """Ten days after the case: the practice review was decided on the second of them."""
    return moment + DAY * 10


@pytest.fixture
def signed(north, manager, practice, later):
    """The practice review, its report signed by all three."""
    with tenant(north.pk):
        return make.signed(practice, by=manager, at=later)


@pytest.fixture
def decided(north, manager, signed, later):
    """The same, with its publication decided for a day four weeks on."""
    with tenant(north.pk):
        return make.decided(signed, by=manager, at=later)


@pytest.fixture
def frozen(north, manager, decided, later):
    """The same, its text frozen, made into a PDF and looked through."""
    with time_machine.travel(later, tick=False), tenant(north.pk):  # work may be done at once
        make.frozen(decided, by=manager, at=later)
    make.work(north, at=later)
    return decided
