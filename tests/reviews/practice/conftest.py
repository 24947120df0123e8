"""A practice review and one of another kind, on the days after it was decided."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.reviews.beside.conftest import learning, practice, sent

__all__ = ["learning", "practice", "sent"]
DAY = timedelta(days=1)


@pytest.fixture
def later(moment):
    """Four days after the case: the review was decided on the second of them."""
    return moment + DAY * 4


@pytest.fixture
def keeper(client, manager, later):
    """The manager signed in, on that day."""
    client.force_login(manager)
    with time_machine.travel(later, tick=False):
        yield client


def at(name, **kwargs):
    return reverse(f"reviews:{name}", kwargs={"partnership": "northshire", **kwargs})


def words(response):
    return " ".join(response.content.decode().split())


def day_of(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}
