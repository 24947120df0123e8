"""A database or a cache that cannot be reached is said plainly, and nothing is half done."""

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client
from redis.exceptions import ConnectionError as RedisConnectionError

from partnerships.views import home
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (OperationalError("server closed the connection"), 503),
        (InterfaceError("connection already closed"), 503),
        (RedisConnectionError("refused"), 503),
        (ZeroDivisionError(), 500),
    ],
)
def test_what_cannot_be_reached_is_not_available_and_the_rest_is_a_fault(
    north, monkeypatch, failure, status
):
    def fail(**_):
        raise failure

    monkeypatch.setattr(home.selectors, "unread_notices", fail)
    client = Client(raise_request_exception=False)
    client.force_login(make.member(north, "lay_member"))

    answer = client.get("/northshire/")

    assert answer.status_code == status
    page = answer.content.decode()
    assert ("not available just now" in page) is (status == 503)


def test_a_session_that_cannot_be_read_is_not_available_either(north, monkeypatch):
    client = Client(raise_request_exception=False)
    client.force_login(make.member(north, "lay_member"))

    def fail(*_):
        raise OperationalError("server closed the connection")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", fail)

    assert client.get("/northshire/").status_code == 503
