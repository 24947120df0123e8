"""Who acts: the manager as a browser, and as services are told."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from partnerships.models import Partnership, User


@pytest.fixture
def as_manager(client: Client, manager: User) -> Client:
    """The browser of the first partnership's manager."""
    client.force_login(manager)
    return client


@pytest.fixture
def by_manager(in_north: Partnership, manager: User, moment: datetime) -> dict[str, Any]:
    """The manager and the moment, for services that ask who and when."""
    return {"by": manager, "at": moment}
