"""The services as a whole: what is started where nothing is given, and who still uses it.

A command that uses them comes in, starts what is down, and counts as a user until it ends; the
last one out stops what was started, unless `env` asked for it to stay. The counts are locks held by
processes, so a killed user counts no longer.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from krscp_portal.embedded.errors import EmbeddedError
from krscp_portal.embedded.layout import socket_folder
from krscp_portal.embedded.locks import Users, only_one
from krscp_portal.embedded.postgres import Postgres
from krscp_portal.embedded.privileges import choose_place
from krscp_portal.embedded.valkey import Valkey

START_PATIENCE = 120
OWNER, APPLICATION = "portal_owner", "portal_app"

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Services:
    """The database and the broker under one `var`; each only where the environment gives none."""

    var: Path
    environ: Mapping[str, str]
    tell: Tell

    @cached_property
    def postgres(self) -> Postgres | None:
        """The embedded database; None where DATABASE_URL names one."""
        if self.environ.get("DATABASE_URL"):
            return None
        return Postgres(
            choose_place(self.var),
            log=self.var / "log" / "postgres.log",
            disposable=self.environ.get("PORTAL_EMBEDDED_FSYNC") == "off",
        )

    @cached_property
    def valkey(self) -> Valkey | None:
        """The embedded broker; None where REDIS_URL names one."""
        if self.environ.get("REDIS_URL"):
            return None
        log = self.var / "log" / "valkey.log"
        return Valkey(self.var / "valkey", socket_folder(self.var), log)

    def addresses(self) -> dict[str, str]:
        """Return DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL, as given or as embedded."""
        given = self.environ
        application = self.postgres.url(APPLICATION) if self.postgres else given["DATABASE_URL"]
        owner = self.postgres.url(OWNER) if self.postgres else application
        return {
            "DATABASE_URL": application,
            "DATABASE_OWNER_URL": given.get("DATABASE_OWNER_URL") or owner,
            "REDIS_URL": self.valkey.url() if self.valkey else given["REDIS_URL"],
        }

    def start(self) -> None:
        """Start what is down; a second call finds it up."""
        self.var.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._alone():
            self._start()

    @contextmanager
    def in_use(self) -> Iterator[dict[str, str]]:
        """Keep the services up for the block, and give their addresses."""
        self.var.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._alone():
            self._users.enter()
        try:
            with self._alone():
                self._start()
            yield self.addresses()
        finally:
            with self._alone():
                if self._users.leave() and not self._kept.exists():
                    self._stop()

    def keep(self) -> None:
        """Let the services stay up when nobody uses them, until `stop`."""
        self._kept.touch(mode=0o600)

    def stop(self) -> None:
        """Stop what is up.

        Raises EmbeddedError while a command or a demonstration uses it.
        """
        if not self.var.exists():
            return
        with self._alone():
            if not self._users.nobody():
                raise EmbeddedError(
                    "The services are in use by another command. End it first "
                    "(a demonstration ends with Ctrl-C in its window)."
                )
            self._kept.unlink(missing_ok=True)
            self._stop()

    def live(self) -> bool:
        """Return whether a service of ours runs; its files must not be taken from under it."""
        return any(
            service is not None and service.live() is not None
            for service in (self.valkey, self.postgres)
        )

    def _start(self) -> None:
        if self.postgres and self.postgres.ensure():
            self.tell(f"PostgreSQL started; its data are in {self.postgres.place.data}")
        if self.valkey and self.valkey.ensure():
            self.tell(f"Valkey started; its data are in {self.valkey.data}")

    def _stop(self) -> None:
        for service in (self.valkey, self.postgres):
            if service and service.live() is not None:
                service.stop()

    def _alone(self) -> AbstractContextManager[None]:
        return only_one(
            self.var / "start.lock",
            patience=START_PATIENCE,
            refusal=f"Another command has been starting the services for {START_PATIENCE} seconds.",
        )

    @cached_property
    def _users(self) -> Users:
        return Users(self.var / "in-use.lock")

    @property
    def _kept(self) -> Path:
        return self.var / "kept"
