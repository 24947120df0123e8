"""The embedded PostgreSQL: made, started, reused and stopped, on a private socket only.

The data lie under `var`, the database survives every start, and a start that was killed leaves
nothing that blocks the next one. Whoever may open the socket's folder (mode 0700) may connect, as
any role: that is the account that started it, and nobody else.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from krscp_portal.embedded import processes
from krscp_portal.embedded.errors import EmbeddedError
from krscp_portal.embedded.layout import ROOT, make_private
from krscp_portal.embedded.privileges import Place

ROLES_FILE = ROOT / "deploy" / "postgres" / "roles.sql"
SUPERUSER = "postgres"
START_SECONDS = 60
READY_LINE = 8  # of postmaster.pid: the server's state
STILL_IN_USE = "still in use"

SETTINGS = """\
# Written at every start; edit krscp_portal/embedded/postgres.py instead.
listen_addresses = ''
port = 5432
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = 128MB
work_mem = 8MB
maintenance_work_mem = 64MB
max_wal_size = 512MB
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_min_messages = warning
log_line_prefix = '%m [%p] %q%u@%d '
"""
DISPOSABLE_SETTINGS = """\
fsync = off
synchronous_commit = off
full_page_writes = off
"""

# Servers that this process started. Popen objects are kept so that the interpreter does not warn
# about children that are meant to outlive it.
_started: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True)
class Postgres:
    """One embedded server. `disposable` data may be lost with the machine (tests only)."""

    place: Place
    log: Path
    disposable: bool = False

    def url(self, role: str, *, database: str = "portal") -> str:
        """Return the address of a database for a role, in the form that libpq documents."""
        host = quote(os.fspath(self.place.sockets), safe="")
        return f"postgresql://{role}@/{database}?host={host}&port=5432"

    def live(self) -> int | None:
        """Return the process number of the server while it runs on our data folder."""
        try:
            first = (self.place.data / "postmaster.pid").read_text().partition("\n")[0].strip()
        except OSError:
            return None
        if not first.isdigit() or os.fspath(self.place.data) not in processes.command_line(
            int(first)
        ):
            return None
        return int(first)

    def ready(self) -> bool:
        """Return whether our server runs and takes connections."""
        if self.live() is None:
            return False
        try:
            lines = (self.place.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= READY_LINE and lines[READY_LINE - 1].strip() == "ready"

    def ensure(self) -> bool:
        """Start the server where it is down, roles and database included; return whether it was.

        Raises EmbeddedError with the end of the server's log where it does not come up.
        """
        self._check_owner()
        make_private(self.place.sockets, owner=self.place.user)
        was_down = self.live() is None
        if was_down:
            self._start()
        self._wait_until_ready()
        self._make_roles()
        return was_down

    def stop(self) -> None:
        """Stop the server: open sessions are closed, nothing written is lost."""
        for number, seconds in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
            pid = self.live()
            if pid is None:
                return
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                return
            if processes.wait_until_gone(pid, seconds=seconds):
                return

    def _check_owner(self) -> None:
        data = self.place.data
        expected = os.geteuid() if self.place.user is None else self.place.user
        if data.exists() and data.stat().st_uid != expected:
            raise EmbeddedError(
                f"The database in {data} was made by another account of this machine. "
                "Run as that account, or set PORTAL_VAR to another folder."
            )

    def _start(self) -> None:
        data = self.place.data
        if self.disposable and (data / "postmaster.pid").exists():
            # It was not stopped in order, and was told not to care for its files.
            shutil.rmtree(data)
        if not (data / "PG_VERSION").exists():
            self._make_cluster()
        until = time.monotonic() + START_SECONDS
        while not self._try_start():
            # The children of a killed server need a moment to notice and let go of its memory.
            if STILL_IN_USE not in processes.tail(self.log) or time.monotonic() > until:
                raise self._failure("The embedded PostgreSQL did not start.")
            time.sleep(0.5)

    def _make_cluster(self) -> None:
        """Make the data folder beside its place and move it there: it is whole or absent."""
        arriving = self.place.data.with_name("postgres.new")
        shutil.rmtree(arriving, ignore_errors=True)
        make_private(arriving, owner=self.place.user)
        command = self.place.command(
            "initdb",
            f"--pgdata={arriving}",
            f"--username={SUPERUSER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C.UTF-8",
            "--no-instructions",
            *(["--no-sync"] if self.disposable else []),
        )
        answer = self._run(command)
        if answer.returncode != 0:
            reason = (answer.stderr + answer.stdout).strip()
            raise EmbeddedError(f"The embedded PostgreSQL could not be made.\n{reason}")
        with (arriving / "postgresql.conf").open("a") as settings:
            settings.write("\ninclude 'portal.conf'\n")
        arriving.rename(self.place.data)

    def _try_start(self) -> bool:
        """Start the server once; return whether it lives until it writes its process file."""
        data = self.place.data
        self._clear_leftovers()
        self._write_settings()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            server = subprocess.Popen(
                self.place.command("postgres", "-D", os.fspath(data)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=_surroundings(),
                user=self.place.user,
                group=self.place.user,
                extra_groups=None if self.place.user is None else [],
                start_new_session=True,
            )
        _started.append(server)
        until = time.monotonic() + START_SECONDS
        while not self.ready():
            if server.poll() is not None or time.monotonic() > until:
                return False
            time.sleep(processes.POLL_SECONDS)
        return True

    def _clear_leftovers(self) -> None:
        """Remove lock files of a killed server whose process number is not free.

        Another program has it by now, or nobody has reaped the dead server (a container without
        an init process never does); the new server would take either for a living one. Whether a
        child of the dead one still holds its memory is something the server sees by itself.
        """
        lock = self.place.sockets / ".s.PGSQL.5432.lock"
        for path in (self.place.data / "postmaster.pid", lock):
            number = path.read_text().partition("\n")[0].strip() if path.exists() else ""
            if number.isdigit() and processes.number_taken(int(number)):
                path.unlink()

    def _write_settings(self) -> None:
        path = self.place.data / "portal.conf"
        folder = os.fspath(self.place.sockets).replace("'", "''")
        path.write_text(
            SETTINGS.format(sockets=folder) + (DISPOSABLE_SETTINGS if self.disposable else "")
        )
        if self.place.user is not None:
            os.chown(path, self.place.user, self.place.user)

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + START_SECONDS
        while not self.ready():
            if self.live() is None or time.monotonic() > until:
                raise self._failure("The embedded PostgreSQL is not ready.")
            time.sleep(processes.POLL_SECONDS)

    def _make_roles(self) -> None:
        """Run the roles file where this data folder has not yet had this very file."""
        mark = self.place.data / "portal.roles"
        wanted = hashlib.sha256(ROLES_FILE.read_bytes()).hexdigest()
        if mark.exists() and mark.read_text() == wanted:
            return
        command = [
            os.fspath(self.place.programs / "psql"),
            "--no-psqlrc",
            "--quiet",
            f"--file={ROLES_FILE}",
            self.url(SUPERUSER, database="postgres"),
        ]
        answer = subprocess.run(
            command, capture_output=True, text=True, check=False, env=_surroundings()
        )
        if answer.returncode != 0:
            raise EmbeddedError(f"The database roles could not be made.\n{answer.stderr.strip()}")
        mark.write_text(wanted)

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=_surroundings(),
            user=self.place.user,
            group=self.place.user,
            extra_groups=None if self.place.user is None else [],
        )

    def _failure(self, sentence: str) -> EmbeddedError:
        return EmbeddedError(f"{sentence} The end of {self.log}:\n{processes.tail(self.log)}")


def _surroundings() -> dict[str, str]:
    """Return an environment without the caller's database settings (PGHOST, PGDATA and so on)."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": "/",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }
