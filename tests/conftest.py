"""Two partnerships, a fixed moment, a database role that cannot bypass anything."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from celery import current_app
from django.core.management import call_command
from django.db import connections
from kombu.exceptions import OperationalError

from krscp_portal.foundation.context import APP_ROLE, tenant
from partnerships.models import Partnership, User
from tests.factories import partnerships as make
from tests.support import migrated

LAYERS = ("rules", "services", "pages", "api", "journeys", "guarantees")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Copy the migrated database instead of applying every migration again."""
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = migrated.database()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest
) -> Iterator[None]:
    """Between the owner's making and dropping of the test database, be the application's role."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection = connections["default"]
        connection.close()
        connection.settings_dict["OPTIONS"]["assume_role"] = APP_ROLE
        call_command("load_reference_data", verbosity=0)
        connection.close()
    yield
    connection.close()
    del connection.settings_dict["OPTIONS"]["assume_role"]


@pytest.fixture
def moment() -> datetime:
    """Monday 1 June 2026, ten in the morning in England."""
    return datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def north(db: None) -> Partnership:
    """A partnership with nothing in it."""
    return make.partnership("northshire")


@pytest.fixture
def south(db: None) -> Partnership:
    """Another one, for what must never mix."""
    return make.partnership("southshire")


@pytest.fixture
def in_north(north: Partnership) -> Iterator[Partnership]:
    """The first partnership, open: services and selectors are tested inside a context."""
    with tenant(north.pk):
        yield north


@pytest.fixture
def manager(north: Partnership) -> User:
    """The first partnership's manager."""
    return make.member(north, "manager")


@pytest.fixture(autouse=True)
def files_stay_in_the_test(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    """Stored files go to the test's own folder."""
    storages = {**settings.STORAGES}  # type: ignore[attr-defined]
    storages["default"] = {**storages["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = storages  # type: ignore[attr-defined]


@pytest.fixture
def dead_broker() -> Iterator[None]:
    """A broker that refuses every connection, and no task that runs in its caller instead."""
    before = (current_app.conf.task_always_eager, current_app.conf.broker_url)
    _reach_broker(eager=False, url="redis://127.0.0.1:1/0")
    with pytest.raises(OperationalError):
        current_app.send_task("tests.nothing", retry=False)  # it really refuses
    yield
    _reach_broker(eager=before[0], url=before[1])


def _reach_broker(*, eager: bool, url: str) -> None:
    current_app.conf.update(task_always_eager=eager, broker_url=url)
    # Celery keeps its connections; an earlier test's would go on working.
    current_app._pool = None
    current_app.amqp._producer_pool = None
