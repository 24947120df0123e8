"""A full partnership and its twin, loaded once for a module inside one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.test import override_settings

from partnerships.models import Partnership, User
from tests.examples.conftest import demonstration
from tests.guarantees.twin import Twin
from tests.guarantees.world import full_partnership

FILES = "django.core.files.storage.FileSystemStorage"


@dataclass(frozen=True)
class World:
    """The partnership that is looked at, the one that must not be seen, and how it was copied."""

    ours: Partnership
    theirs: Partnership
    twin: Twin
    storages: dict[str, Any]

    def our(self, name: str) -> User:
        """Return one of our accounts."""
        return User.objects.get(email=f"{name}@demoborough.example")

    def their(self, name: str) -> User:
        """Return the copy of one of our accounts."""
        return User.objects.get(pk=self.twin.pairs[User][self.our(name).pk])


@pytest.fixture(scope="module")
def made(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[World]:
    """Made once for a module: loading takes seconds."""
    files = {"BACKEND": FILES, "OPTIONS": {"location": tmp_path_factory.mktemp("files")}}
    storages = {**settings.STORAGES, "default": files}
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        with demonstration(), override_settings(STORAGES=storages):
            ours = full_partnership()
            twin = Twin(ours)
            theirs = twin.make()
            # Checked once here: what waits would be checked again at the end of every test.
            connection.check_constraints()
        yield World(ours, theirs, twin, storages)
        transaction.set_rollback(True)


@pytest.fixture
def world(made: World, db: None) -> Iterator[World]:
    """The two partnerships; what a test changes is taken back after it."""
    mail.outbox = []
    with demonstration(), override_settings(STORAGES=made.storages):
        yield made
