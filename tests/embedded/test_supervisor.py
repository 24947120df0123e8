"""The demonstration's supervisor: what it refuses, what it clears up."""

import socket
import subprocess
import sys
from pathlib import Path

from krscp_portal.embedded import processes
from tests.embedded.conftest import Command

SLEEPS = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_a_port_that_is_taken_is_refused_before_anything_is_started(
    embedded: Command, var: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        process = embedded("demo", PORT=port)
        told = process.communicate()[1]

    assert process.returncode == 1
    assert f"Port {port} cannot be used (Address already in use)" in told
    assert not (var / "postgres").exists()


def test_a_port_that_is_no_number_is_refused(embedded: Command) -> None:
    process = embedded("demo", PORT="http")
    told = process.communicate()[1]

    assert process.returncode == 1
    assert "PORT must be a number from 1 to 65535, not 'http'." in told


def test_programs_of_a_killed_start_are_stopped_and_strangers_left_alone(
    embedded: Command, var: Path
) -> None:
    left = subprocess.Popen(SLEEPS, start_new_session=True)
    stranger = subprocess.Popen(SLEEPS, start_new_session=True)
    processes.ProcessFile(var / "run" / "worker.pid").write(left.pid)
    (var / "run" / "web.pid").write_text(f"{stranger.pid} 12345\n")
    try:
        told = embedded("demo", PORT="http").communicate()[0]

        assert "Stopping the worker that an earlier start left behind" in told
        assert left.wait(timeout=5) == -15
        assert stranger.poll() is None
        assert list((var / "run").glob("*.pid")) == []
    finally:
        left.kill()
        stranger.kill()
        left.wait()
        stranger.wait()


def test_a_process_file_knows_its_process_from_a_later_one(tmp_path: Path) -> None:
    remembered = processes.ProcessFile(tmp_path / "one.pid")
    assert remembered.live() is None
    process = subprocess.Popen(SLEEPS, start_new_session=True)
    remembered.write(process.pid)
    assert remembered.live() == process.pid

    processes.stop_group(process.pid, seconds=5)

    assert remembered.live() is None  # dead, though not reaped yet
    process.wait()
    assert remembered.live() is None
