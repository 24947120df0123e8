"""The kinds of background work; a higher app registers its own at `ready()`.

A handler is given the partnership's id, the subject's public id and a `progress(step, percent)`
function, and returns the file to keep, or None where the work leaves none. It opens the context itself, in as many short transactions
as it needs, so that progress can be seen while it works.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Produced:
    """A finished file: what a download is called, its type and its bytes."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class JobKind:
    """One kind of work, by its code.

    `make` produces the file, if there is one; `finish` stores what follows from it, in the
    transaction that marks the job done.
    """

    code: str
    make: Callable[[int, UUID, Progress], Produced | None]
    finish: Callable[..., None]


_kinds: dict[str, JobKind] = {}


def register(kind: JobKind) -> None:
    """Make a kind known; registering the same code twice is a fault."""
    if kind.code in _kinds:
        raise ValueError(f"job kind {kind.code} is registered already")
    _kinds[kind.code] = kind


def kind(code: str) -> JobKind:
    """Return the registered kind."""
    return _kinds[code]
