"""Locks between processes. The kernel drops them with the process, however it ended."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from krscp_portal.embedded.errors import EmbeddedError

POLL_SECONDS = 0.05


def _open(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def take(path: Path, *, kind: int, patience: float, refusal: str) -> int:
    """Take a lock and return its file descriptor; closing that gives the lock back.

    Raises EmbeddedError with `refusal` where somebody else still has it after `patience` seconds.
    """
    descriptor = _open(path)
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                os.close(descriptor)
                raise EmbeddedError(refusal) from None
            time.sleep(POLL_SECONDS)
        else:
            return descriptor


@contextmanager
def only_one(path: Path, *, patience: float, refusal: str) -> Iterator[None]:
    """Hold an exclusive lock for the block; see `take` for the refusal."""
    descriptor = take(path, kind=fcntl.LOCK_EX, patience=patience, refusal=refusal)
    try:
        yield
    finally:
        os.close(descriptor)


class Users:
    """Who uses the services now: each user holds a shared lock on one file.

    `enter` and `leave` are called under the start lock, which is what makes the question
    "was I the last?" have one answer.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor: int | None = None

    def enter(self) -> None:
        """Count this process among the users."""
        self.descriptor = take(
            self.path, kind=fcntl.LOCK_SH, patience=5, refusal=f"{self.path} stays locked."
        )

    def leave(self) -> bool:
        """Stop counting this process; return whether nobody is left."""
        if self.descriptor is None:
            return False
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(self.descriptor)
            self.descriptor = None

    def nobody(self) -> bool:
        """Return whether no process uses the services."""
        descriptor = _open(self.path)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(descriptor)
