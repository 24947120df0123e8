"""All five partnerships loaded once for a module, as the application's role, then taken back."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection, transaction
from django.test import override_settings

from krscp_portal.examples import files, loading
from krscp_portal.examples.accounts import PHRASE
from krscp_portal.examples.loading import Loaded

LOADED_AT = datetime(2026, 6, 3, 9, 0, tzinfo=UTC)  # a Wednesday, ten in the morning in England


def load_all(at: datetime = LOADED_AT, slugs: Sequence[str] = ()) -> list[Loaded]:
    """Load these examples, or all of them."""
    return [
        loading.load_partnership(slug=slug, at=at, phrase=PHRASE) for slug in slugs or files.slugs()
    ]


@contextmanager
def demonstration() -> Iterator[None]:
    """A demonstration at that moment."""
    with (
        override_settings(DEMO_BANNER="A demonstration."),
        time_machine.travel(LOADED_AT, tick=False),
    ):
        yield


@pytest.fixture(scope="module")
def once(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[list[Loaded]]:
    """Loading takes seconds, so the tests of a module share one load of the examples it names.

    It stays inside one transaction, in which each test has a savepoint of its own.
    """
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        with demonstration():
            found = load_all(slugs=request.module.SLUGS)
            # Checked once here: what waits would be checked again at the end of every test.
            connection.check_constraints()
        yield found
        transaction.set_rollback(True)


@pytest.fixture
def loaded(once: list[Loaded], db: None) -> Iterator[list[Loaded]]:
    """The load; what the test changes is taken back after it."""
    with demonstration():
        yield once
