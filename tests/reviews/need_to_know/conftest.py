"""A Wednesday, the manager's browser, and a case of the partnership."""

import pytest
import time_machine

from krscp_portal.foundation.context import tenant
from reviews.models import Incident
from tests.factories import partnerships as people
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
def support(north):
    """Business support, who works on cases and names nobody."""
    return people.member(north, "business_support", "support@north.example")


@pytest.fixture
def case(north, manager):
    with tenant(north.pk):
        logged = make.case(by=manager, at=AWARE)
        return Incident.objects.get(pk=logged.pk)
