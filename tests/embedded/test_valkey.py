"""The launcher of the embedded broker, for real."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from krscp_portal.embedded import processes
from krscp_portal.embedded.errors import EmbeddedError
from krscp_portal.embedded.valkey import Valkey
from krscp_portal.environment import broker


@pytest.fixture
def server(var: Path) -> Iterator[Valkey]:
    var.mkdir()
    server = Valkey(data=var / "valkey", sockets=var / "run", log=var / "log" / "valkey.log")
    yield server
    server.stop()


def test_it_starts_and_a_second_start_reuses_it(server: Valkey) -> None:
    assert server.ensure() is True
    first = server.live()

    assert server.ensure() is False
    assert server.live() == first
    assert redis.Redis.from_url(server.url()).ping() is True


def test_the_portal_reads_its_address_in_both_forms(server: Valkey) -> None:
    assert broker(server.url()) == server.broker_url()


def test_what_was_queued_survives_a_kill(server: Valkey) -> None:
    server.ensure()
    queue = redis.Redis.from_url(server.url())
    queue.rpush("work", "one")
    queue.config_set("appendfsync", "always")
    queue.rpush("work", "two")
    queue.close()
    killed = server.live()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    processes.wait_until_gone(killed, seconds=10)

    assert server.ensure() is True
    assert redis.Redis.from_url(server.url()).lrange("work", 0, -1) == [b"one", b"two"]


def test_a_process_number_that_went_to_another_program_blocks_nothing(server: Valkey) -> None:
    server.ensure()
    server.stop()
    (server.data / "valkey.pid").write_text(f"{os.getpid()}\n")

    assert server.live() is None
    assert server.ensure() is True


def test_a_broken_start_shows_the_servers_own_words(server: Valkey) -> None:
    (server.data / "appendonlydir").mkdir(parents=True)
    (server.data / "appendonlydir" / "appendonly.aof.manifest").write_text("nonsense\n")

    with pytest.raises(EmbeddedError, match=r"(?s)did not start.*manifest"):
        server.ensure()
