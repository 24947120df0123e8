"""A wake-up goes out once, after commit, for the partnership that was open, or not at all."""

import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from krscp_portal.foundation import outbox
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import TenantMissing
from krscp_portal.foundation.tasks import HEADER
from partnerships.services.notices import DELIVER

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(monkeypatch) -> list[dict]:
    """Every message that reached the broker."""
    found: list[dict] = []
    current_app.loader.import_default_modules()
    monkeypatch.setattr(
        type(current_app.tasks[DELIVER]), "apply_async", lambda _self, **sent: found.append(sent)
    )
    return found


def test_it_waits_for_the_commit(north, published, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        with tenant(north.pk):
            outbox.wake(DELIVER)
        assert published == []

    assert [sent["headers"] for sent in published] == [{HEADER: north.pk}]


def test_twice_in_one_transaction_is_once(north, published, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), tenant(north.pk):
        outbox.wake(DELIVER)
        outbox.wake(DELIVER)

    assert len(published) == 1


def test_two_partnerships_are_two(north, south, published, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for each in (north, south):
            with tenant(each.pk):
                outbox.wake(DELIVER)

    assert [sent["headers"][HEADER] for sent in published] == [north.pk, south.pk]


def test_what_is_rolled_back_wakes_nobody(north, published, django_capture_on_commit_callbacks):
    def fail() -> None:
        with transaction.atomic(), tenant(north.pk):
            outbox.wake(DELIVER)
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        fail()

    assert published == []


def test_nothing_is_woken_with_no_partnership_open():
    with pytest.raises(TenantMissing):
        outbox.wake(DELIVER)


def test_a_dead_broker_breaks_nothing(north, monkeypatch, django_capture_on_commit_callbacks):
    tried: list[dict] = []

    def refuse(_self, **sent):
        tried.append(sent)
        raise OperationalError("the broker is down")

    current_app.loader.import_default_modules()
    monkeypatch.setattr(type(current_app.tasks[DELIVER]), "apply_async", refuse)

    with django_capture_on_commit_callbacks(execute=True), tenant(north.pk):
        outbox.wake(DELIVER)

    assert len(tried) == 1
