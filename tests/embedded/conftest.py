"""Servers in folders of their own; whatever a test leaves running is stopped."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from krscp_portal.embedded.layout import ROOT
from krscp_portal.embedded.services import Services

NOT_INHERITED = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "PORTAL_VAR", "PORT"}

Command = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """A `var` folder in a closed folder, as in a home directory."""
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    return closed / "var"


@pytest.fixture
def environ(var: Path) -> dict[str, str]:
    """An environment that names no database and no broker."""
    rest = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return {**rest, "PORTAL_VAR": str(var), "PORTAL_EMBEDDED_FSYNC": "off"}


@pytest.fixture
def said() -> list[str]:
    """What the services told the person at the terminal."""
    return []


@pytest.fixture
def services(var: Path, environ: dict[str, str], said: list[str]) -> Iterator[Services]:
    """The services of that folder, stopped at the end."""
    services = Services(var, environ, said.append)
    yield services
    for service in (services.valkey, services.postgres):
        if service:
            service.stop()
    if services.postgres and services.postgres.place.user is not None:
        shutil.rmtree(services.postgres.place.data.parent)  # outside the test's own folder


@pytest.fixture
def embedded(services: Services, environ: dict[str, str]) -> Iterator[Command]:
    """Starts `python -m krscp_portal.embedded …` with that folder; ended at the end of the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, **adds: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "krscp_portal.embedded", *arguments],
            cwd=ROOT,
            env={**environ, **adds},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
        process.communicate()
