"""The ninth of June, the browser of the manager, and a clock of theirs."""

import pytest
from django.test import Client

from deadlines.models import Deadline
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, User
from tests.deadlines.pages.reading import AWARE, NOW
from tests.factories import deadlines as make


@pytest.fixture(autouse=True)
def the_ninth_of_june(time_machine) -> None:
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def client(manager: User) -> Client:
    signed_in = Client()
    signed_in.force_login(manager)
    return signed_in


@pytest.fixture
def clock(north: Partnership, manager: User) -> Deadline:
    with tenant(north.pk):
        return make.deadline(trigger_at=AWARE, by=manager, owner=manager)
