"""Who uses the services, and that the last one out stops them."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from krscp_portal.embedded import processes
from krscp_portal.embedded.errors import EmbeddedError
from krscp_portal.embedded.services import Services
from tests.embedded.conftest import Command

ADDRESSES = 'echo "$DATABASE_URL $DATABASE_OWNER_URL $REDIS_URL"'


def up(services: Services) -> tuple[bool, bool]:
    assert services.postgres is not None
    assert services.valkey is not None
    return services.postgres.live() is not None, services.valkey.live() is not None


def wait_for(path: Path) -> None:
    for _ in range(400):
        if path.exists():
            return
        time.sleep(0.05)
    raise AssertionError(f"{path} did not appear")


def test_a_command_gets_the_addresses_and_leaves_the_machine_as_it_was(
    services: Services, embedded: Command
) -> None:
    process = embedded("run", "--", "sh", "-c", f"{ADDRESSES}; exit 3")
    printed, told = process.communicate()

    addresses = services.addresses()
    expected = [addresses[n] for n in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")]
    assert printed == " ".join(expected) + "\n"
    assert "PostgreSQL started" in told
    assert process.returncode == 3
    assert up(services) == (False, False)


def test_two_commands_at_once_share_the_services_and_the_last_one_stops_them(
    services: Services, embedded: Command, tmp_path: Path
) -> None:
    waits = "touch {0}.up; while [ ! -e {0}.go ]; do sleep 0.05; done"
    both = [embedded("run", "--", "sh", "-c", waits.format(tmp_path / name)) for name in "ab"]
    for name in "ab":
        wait_for(tmp_path / f"{name}.up")
    assert up(services) == (True, True)
    with pytest.raises(EmbeddedError, match="in use by another command"):
        services.stop()

    (tmp_path / "a.go").touch()
    both[0].communicate()
    assert up(services) == (True, True)

    (tmp_path / "b.go").touch()
    told = both[1].communicate()[1]
    assert both[1].returncode == 0, told
    assert up(services) == (False, False)


def test_a_killed_command_counts_no_longer(
    services: Services, embedded: Command, tmp_path: Path
) -> None:
    process = embedded("run", "--", "sh", "-c", f"touch {tmp_path}/up; sleep 60")
    wait_for(tmp_path / "up")
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    assert up(services) == (True, True)

    assert embedded("run", "--", "true").wait() == 0
    assert up(services) == (False, False)


def test_what_env_started_stays_up_until_it_is_stopped(
    services: Services, embedded: Command
) -> None:
    lines = embedded("env").communicate()[0]
    script = f"{lines}\n{ADDRESSES}"
    answer = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == list(services.addresses().values())

    assert embedded("run", "--", "true").wait() == 0
    assert up(services) == (True, True)

    assert embedded("stop").wait() == 0
    assert up(services) == (False, False)


def test_given_addresses_are_passed_on_and_nothing_is_started(
    services: Services, embedded: Command
) -> None:
    given = {"DATABASE_URL": "postgresql://me@db.invalid/portal", "REDIS_URL": "redis://r.invalid"}
    printed = embedded("run", "--", "sh", "-c", ADDRESSES, **given).communicate()[0]

    database, broker = given["DATABASE_URL"], given["REDIS_URL"]
    assert printed == f"{database} {database} {broker}\n"
    assert up(services) == (False, False)
    assert not (services.var / "valkey").exists()


def test_reset_removes_the_data_but_not_those_of_the_tests(
    services: Services, embedded: Command
) -> None:
    assert embedded("run", "--", "true").wait() == 0
    (services.var / "test").mkdir()

    assert embedded("reset").wait() == 0

    left = {path.name for path in services.var.iterdir()}
    assert left == {"test", "start.lock", "in-use.lock", "demo.lock"}


def test_reset_stops_what_runs_even_from_a_shell_that_took_the_addresses(
    services: Services, embedded: Command
) -> None:
    assert embedded("env").wait() == 0
    assert services.postgres is not None
    assert services.valkey is not None
    running = [services.postgres.live(), services.valkey.live()]
    assert None not in running
    taken = services.addresses()

    assert embedded("reset", **taken).wait() == 0

    assert [processes.command_line(pid) for pid in running if pid] == ["", ""]
    left = {path.name for path in services.var.iterdir()}
    assert left == {"start.lock", "in-use.lock", "demo.lock"}
    assert embedded("env").wait() == 0  # the next start finds nothing in its way
    assert services.postgres.ready()
    assert services.valkey.ready()


def test_reset_refuses_while_the_services_are_in_use(
    services: Services, embedded: Command, tmp_path: Path
) -> None:
    embedded("run", "--", "sh", "-c", f"touch {tmp_path}/up; sleep 60")
    wait_for(tmp_path / "up")

    process = embedded("reset")
    told = process.communicate()[1]

    assert process.returncode == 1
    assert "The services are in use by another command." in told
    assert services.postgres is not None
    assert services.postgres.place.data.exists()
