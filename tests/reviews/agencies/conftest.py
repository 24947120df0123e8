"""A practice review two days after it was decided, and what an agency is asked for it."""

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from tests.factories import requests as asking
from tests.reviews.beside.conftest import learning, practice, sent
from tests.reviews.practice.conftest import DAY

__all__ = ["learning", "practice", "sent"]


@pytest.fixture
def now(moment):
    """Wednesday 3 June 2026, ten in the morning."""
    return moment + DAY * 2


@pytest.fixture(autouse=True)
def on_a_wednesday(now):
    cache.clear()
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def who(manager, now):
    return {"by": manager, "at": now}


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def asked(north, practice, who):
    """A request to the hospital for its report, with the secret of its link."""
    with tenant(north.pk):
        row = asking.asked(practice, **who)
        return row, asking.carried(who["at"])[0]


def at(name, **kwargs):
    return reverse(f"reviews:{name}", kwargs={"partnership": "northshire", **kwargs})


def words(response):
    return " ".join(response.content.decode().split())
