"""`/healthz` speaks for the process, `/readyz` for everything that it needs."""

import pytest
from django.core.cache import cache
from redis.exceptions import ConnectionError as NoBroker

from krscp_portal.foundation import health
from krscp_portal.foundation.tasks import HEARTBEAT_KEY, heartbeat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_heartbeat_yet():
    cache.delete(HEARTBEAT_KEY)
    yield
    cache.delete(HEARTBEAT_KEY)


def test_the_process_answers_without_asking_anybody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_it_is_ready_when_everything_answers_and_beat_is_alive(client):
    heartbeat.run()

    answer = client.get("/readyz")

    assert answer.json() == dict.fromkeys(("database", "broker", "migrations", "beat"), "ok")
    assert answer.status_code == 200


def test_without_a_heartbeat_it_is_not_ready(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["beat"]) == (503, "no heartbeat")


def test_a_part_that_does_not_answer_is_named(client, monkeypatch):
    def refuse() -> str:
        raise NoBroker

    monkeypatch.setitem(health.CHECKS, "broker", refuse)
    heartbeat.run()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["broker"]) == (503, "not reachable")
    assert answer.json()["database"] == "ok"
