"""A Wednesday, the browser of the manager, and a case at each state."""

import pytest
import time_machine

from krscp_portal.foundation.context import tenant
from tests.factories import reviews as make
from tests.reviews.pages.reading import AWARE, NOW


@pytest.fixture(autouse=True)
def on_a_wednesday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


@pytest.fixture
def at_each(north, manager):
    def build(state, **said):
        with tenant(north.pk):
            return make.case_at(state, by=manager, at=AWARE, **said)

    return build
