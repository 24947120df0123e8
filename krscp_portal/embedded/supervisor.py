"""`make demo`: prepare, start the web server, the worker and beat, watch them, stop them all.

- Each runs in a session of its own, writes to var/log, and is remembered in var/run, so that a
  start that was killed is cleared up by the next one.
- A worker or beat that dies is started again; a dead web server ends the demonstration, with the
  end of its log.
- Ctrl-C, SIGTERM, a closed terminal and the end of the command that started us (make) all stop
  everything, the services included where nobody else uses them.
"""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from krscp_portal.embedded import processes
from krscp_portal.embedded.errors import EmbeddedError
from krscp_portal.embedded.layout import ROOT
from krscp_portal.embedded.locks import only_one
from krscp_portal.embedded.preparation import database_part, manage, prepare, static_part
from krscp_portal.embedded.services import Services, Tell
from krscp_portal.embedded.surroundings import DEMO_SETTINGS, demo_values, port_of

ADDRESS = "127.0.0.1"
READY_SECONDS = 90
STOP_SECONDS = 15
WATCH_SECONDS = 0.5
TAKE_OVER_SECONDS = 5
LAST_PORT = 65535
RESTARTS = 3
BIG_LOG = 5 * 1024 * 1024


class Stop(Exception):
    """The demonstration was asked to end: not an error."""


@dataclass
class Program:
    """One long-running program of the demonstration."""

    name: str
    command: list[str]
    may_restart: bool
    running: subprocess.Popen[bytes] | None = None
    restarts: int = 0


@dataclass
class Supervisor:
    """Runs the demonstration of one `var` folder from start to stop."""

    var: Path
    environ: Mapping[str, str]
    tell: Tell
    programs: list[Program] = field(default_factory=list)
    parent: int = field(default_factory=os.getppid)

    @property
    def port(self) -> str:
        """The port the portal answers on."""
        return port_of(self.environ)

    @property
    def address(self) -> str:
        """The address a browser is given."""
        return f"http://localhost:{self.port}"

    def run(self) -> None:
        """Run until asked to stop.

        Raises EmbeddedError where another demonstration runs, the port is taken, a step of the
        preparation fails, or the web server dies.
        """
        self.var.mkdir(mode=0o700, parents=True, exist_ok=True)
        _on_stop_signals(_asked_to_stop)
        refusal = "A demonstration runs already from this folder. End it with Ctrl-C first."
        try:
            with only_one(self.var / "demo.lock", patience=TAKE_OVER_SECONDS, refusal=refusal):
                self._stop_leftovers()
                self._check_port()
                services = Services(self.var, self.environ, self.tell)
                with services.in_use() as addresses:
                    self._demonstrate(services, addresses)
        except Stop:
            self.tell("Stopped.")

    def _demonstrate(self, services: Services, addresses: Mapping[str, str]) -> None:
        environ = {
            **self.environ,
            **demo_values(self.var, self.environ),
            **addresses,
            "DJANGO_SETTINGS_MODULE": DEMO_SETTINGS,
        }
        parts = [static_part(self.var), database_part(services)]
        prepare(parts, var=self.var, environ=environ, tell=self.tell)
        self.programs = _programs(self.var, self.port)
        try:
            for program in self.programs:
                self._start(program, environ)
            self._wait_until_ready()
            self._welcome(environ)
            while True:
                self._watch(environ)
        finally:
            self._stop_programs()

    def _stop_leftovers(self) -> None:
        for path in sorted((self.var / "run").glob("*.pid")):
            remembered = processes.ProcessFile(path)
            pid = remembered.live()
            if pid is not None:
                self.tell(f"Stopping the {path.stem} that an earlier start left behind")
                processes.stop_group(pid, seconds=STOP_SECONDS)
            remembered.forget()

    def _check_port(self) -> None:
        if not self.port.isdigit() or not 1 <= int(self.port) <= LAST_PORT:
            raise EmbeddedError(f"PORT must be a number from 1 to 65535, not {self.port!r}.")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ADDRESS, int(self.port)))
            except OSError as error:
                raise EmbeddedError(
                    f"Port {self.port} cannot be used ({error.strerror}). "
                    "Choose another: PORT=8001 make demo"
                ) from None

    def _start(self, program: Program, environ: Mapping[str, str]) -> None:
        with self._log(program).open("ab") as log:
            program.running = subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env=dict(environ),
                start_new_session=True,
            )
        self._remembered(program).write(program.running.pid)

    def _wait_until_ready(self) -> None:
        """Wait until /readyz says yes; say what is not ready where it takes too long."""
        until = time.monotonic() + READY_SECONDS
        while True:
            answer = self._ask_ready()
            if not answer:
                return
            if time.monotonic() > until:
                self.tell(f"Not everything is ready after {READY_SECONDS} seconds: {answer}")
                return
            self._pause()
            for program in self.programs:
                if program.running and program.running.poll() is not None:
                    raise self._death(program)

    def _ask_ready(self) -> str:
        """Return what stands in the way; nothing when the portal says that it is ready."""
        try:
            with urllib.request.urlopen(f"http://{ADDRESS}:{self.port}/readyz", timeout=5):
                return ""
        except urllib.error.HTTPError as error:
            return error.read().decode(errors="replace").strip() or str(error)
        except OSError as error:
            return str(error)

    def _welcome(self, environ: Mapping[str, str]) -> None:
        answer = subprocess.run(
            manage("demo_sign_ins"),
            cwd=ROOT,
            env=dict(environ),
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode != 0:
            raise EmbeddedError(f"The sign-ins could not be listed.\n{answer.stderr.strip()}")
        self.tell(f"\nThe portal is ready: {self.address}\n\n{answer.stdout.rstrip()}\n")
        self.tell(f"Logs: {self.var / 'log'}. Ctrl-C stops everything.")

    def _watch(self, environ: Mapping[str, str]) -> None:
        self._pause()
        for program in self.programs:
            if program.running is None or program.running.poll() is None:
                continue
            if not program.may_restart or program.restarts >= RESTARTS:
                raise self._death(program)
            program.restarts += 1
            self.tell(f"The {program.name} ended; starting it again. See {self._log(program)}")
            processes.signal_group(program.running.pid, signal.SIGKILL)
            self._start(program, environ)

    def _pause(self) -> None:
        time.sleep(WATCH_SECONDS)
        if os.getppid() != self.parent:
            raise Stop  # make was killed: nobody is left who could press Ctrl-C

    def _stop_programs(self) -> None:
        """Ask all at once, then wait for each; the services are still up for their last words."""
        _on_stop_signals(_already_stopping)
        for program in self.programs:
            if program.running:
                processes.signal_group(program.running.pid, signal.SIGTERM)
        for program in self.programs:
            if program.running:
                _wait(program.running)
                self._remembered(program).forget()

    def _death(self, program: Program) -> EmbeddedError:
        log = self._log(program)
        return EmbeddedError(
            f"The {program.name} ended by itself. The end of {log}:\n{processes.tail(log)}"
        )

    def _log(self, program: Program) -> Path:
        path = self.var / "log" / f"{program.name}.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size > BIG_LOG:
            path.replace(path.with_suffix(".log.1"))
        return path

    def _remembered(self, program: Program) -> processes.ProcessFile:
        return processes.ProcessFile(self.var / "run" / f"{program.name}.pid")


def _programs(var: Path, port: str) -> list[Program]:
    celery = [sys.executable, "-m", "celery", "--app", "krscp_portal"]
    web = [sys.executable, "-m", "gunicorn", "krscp_portal.wsgi:application"]
    web += ["--bind", f"{ADDRESS}:{port}", "--workers", "2", "--threads", "4"]
    web += ["--no-control-socket", "--access-logfile", "-", "--graceful-timeout", "5"]
    web += ["--logger-class", "krscp_portal.foundation.access_log.QuietLogger"]
    worker = [*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"]
    worker += ["--without-gossip", "--without-mingle"]
    schedule = var / "beat-schedule"
    beat = [*celery, "beat", "--loglevel", "INFO", "--pidfile=", "--schedule", os.fspath(schedule)]
    return [
        Program("web", web, may_restart=False),
        Program("worker", worker, may_restart=True),
        Program("beat", beat, may_restart=True),
    ]


def _wait(running: subprocess.Popen[bytes]) -> None:
    """Reap a program that was asked to end; end it with its children where it does not."""
    try:
        running.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        processes.signal_group(running.pid, signal.SIGKILL)
        running.wait()


def _on_stop_signals(action: Callable[[int, FrameType | None], None]) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, action)


def _asked_to_stop(_number: int, _frame: FrameType | None) -> None:
    _on_stop_signals(_already_stopping)
    raise Stop


def _already_stopping(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: a second Ctrl-C must not leave half of it running."""
