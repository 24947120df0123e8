"""What one person holds in a partnership, app by app, and how each thing passes to somebody else.

An app registers its kinds at `ready()`; a handover (services/handovers.py) asks each one. What a
kind says of a thing (`Holding.text`) is kept in the handover and printed in the note for the
successor, so it names no child and no restricted case; `detail` is shown to the viewer alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from partnerships.models import User


@dataclass(frozen=True)
class Leaving:
    """Who leaves after which day, and who asks: `viewer` is shown nothing that they may not see."""

    leaver: User
    last_day: date
    viewer: User
    at: datetime


@dataclass(frozen=True)
class Holding:
    """One thing that the person holds.

    `takers` are those who may take it over; None stands for everybody with a role here. Where
    `closed` says why it cannot be handed over from here, it only waits until somebody else has.
    """

    thing: UUID
    text: str
    detail: str = ""
    path: str = ""  # inside the partnership, without its slug
    takers: tuple[User, ...] | None = None
    closed: str = ""


@dataclass(frozen=True)
class HoldingKind:
    """One kind of thing: how to find what somebody holds, and how to pass one on or end it.

    `pass_on(thing, leaving, to, by, at)` asks for the permissions of its own app, refuses in one
    sentence, and returns in a few words what became of the thing; `to=None` ends it. A kind
    without `pass_on` is only told, because its things end by themselves. `ending` is what the
    page calls the choice to end.
    """

    code: str
    heading: str
    held: Callable[[Leaving], list[Holding]]
    pass_on: Callable[..., str] | None = None
    ending: str = "Ends on the last day"
    hint: str = ""


_kinds: dict[str, HoldingKind] = {}


def register(kind: HoldingKind) -> None:
    """Make a kind known; registering the same code twice is a fault."""
    if kind.code in _kinds:
        raise ValueError(f"holding kind {kind.code} is registered already")
    _kinds[kind.code] = kind


def kind(code: str) -> HoldingKind | None:
    """Return the registered kind, or None: the code may come from a browser."""
    return _kinds.get(code)


def kinds() -> tuple[HoldingKind, ...]:
    """Return every kind, in the order of registration."""
    return tuple(_kinds.values())
