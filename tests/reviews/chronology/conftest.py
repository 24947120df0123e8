"""A rapid review that opened on Monday 1 June 2026, two days later, with agencies to tell of it."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from reviews.chronology import RowFacts
from reviews.enums import CaseState
from tests.factories import partnerships as people
from tests.factories import reviews as make

NOW = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
ROW = RowFacts(event="Seen at the clinic", from_on=date(2024, 3, 5), source="Notes")


@pytest.fixture(autouse=True)
def on_a_wednesday():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def who(manager, now):
    return {"by": manager, "at": now}


@pytest.fixture
def case(north, manager, moment):
    with tenant(north.pk):
        return make.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=moment)


@pytest.fixture
def hospital(north):
    with tenant(north.pk):
        return people.agency("Hospital").organisation


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


def address(name, **kwargs):
    return reverse(f"reviews:{name}", kwargs={"partnership": "northshire", **kwargs})


def words(response):
    return " ".join(response.content.decode().split())
