"""A rapid review that opened on Monday 1 June 2026, and two days later."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from krscp_portal.foundation.context import tenant
from reviews.enums import CaseState
from tests.factories import reviews as make

NOW = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_a_wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def case(north, manager, moment):
    with tenant(north.pk):
        return make.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=moment)


@pytest.fixture
def who(manager, now):
    return {"by": manager, "at": now}


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def later(now):
    return now + timedelta(hours=1)
