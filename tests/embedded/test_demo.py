"""The demonstration from its first start to its last stop, with a kill between."""

import os
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

from krscp_portal.embedded.services import Services
from tests.embedded.conftest import Command


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def words_until(process: "subprocess.Popen[str]", mark: str) -> str:
    """What the process says up to a line with the mark, or up to its end."""
    assert process.stdout is not None
    words = ""
    for line in process.stdout:
        words += line
        if mark in line:
            break
    return words


def answer(port: str, path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as response:
        return response.status, response.read().decode()


def test_the_demonstration_starts_outlives_a_kill_and_stops(
    embedded: Command, services: Services, var: Path
) -> None:
    port = free_port()
    first = embedded("demo", PORT=port)
    words = words_until(first, "Ctrl-C stops everything")
    assert f"The portal is ready: http://localhost:{port}" in words, first.communicate()
    assert "@demoborough" in words
    assert answer(port, "/readyz")[0] == 200
    assert "Sign in" in answer(port, "/accounts/login/")[1]

    first.kill()
    first.communicate()
    assert (
        answer(port, "/healthz")[0] == 200
    )  # its programs still run: nobody was left to stop them

    second = embedded("demo", PORT=port)
    words = words_until(second, "Ctrl-C stops everything")
    for name in ("beat", "web", "worker"):
        assert f"Stopping the {name} that an earlier start left behind" in words
    assert f"The portal is ready: http://localhost:{port}" in words, second.communicate()

    third = embedded("demo", PORT=port)
    refused = third.communicate()[1]
    assert third.returncode == 1
    assert "A demonstration runs already from this folder." in refused

    os.kill(second.pid, signal.SIGINT)
    rest = second.communicate(timeout=60)[0]
    assert rest.rstrip().endswith("Stopped.")
    assert second.returncode == 0
    assert list((var / "run").glob("*.pid")) == []
    assert services.postgres is not None
    assert services.valkey is not None
    assert (services.postgres.live(), services.valkey.live()) == (None, None)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", int(port)))
