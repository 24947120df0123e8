"""What a deadline is about, and who may hear of it: higher apps register their kinds at `ready()`.

This app never learns what an incident or a report is. It keeps a reference and a path, and asks
the app that owns the subject who may see it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from partnerships.access import Standing
from partnerships.models import User


@dataclass(frozen=True)
class Subject:
    """The thing that a deadline is about: `path` is its page inside the partnership."""

    kind: str
    public_id: UUID
    reference: str
    path: str


def anybody(_user: User, _public_id: UUID) -> bool:
    """Say that whoever may see deadlines may be told: for a subject that holds no case."""
    return True


@dataclass(frozen=True)
class SubjectKind:
    """One kind of subject.

    `may_be_told` answers for one person and one subject: a restricted case has few. `visible_ids`
    answers the same for a list in one query: the public ids of the subjects that the person may
    see; without it each subject is asked about in turn. `owns_trigger` says that the moment that
    starts the clock is kept, and therefore corrected, where the subject is. Of a `pressing` kind
    every warning is urgent; of any other, only what is overdue.
    `audience` says who stands on a rung of the ladder (the owner, the chair) for one subject on
    one day, where that follows from seats: such a clock has no owner, and no handover moves it.
    """

    code: str
    may_be_told: Callable[[User, UUID], bool]
    visible_ids: Callable[[User, Standing], Iterable[Any]] | None = None
    owns_trigger: bool = False
    audience: Callable[[str, UUID, date], Iterable[User]] | None = None
    pressing: bool = False


_kinds: dict[str, SubjectKind] = {}


def register(kind: SubjectKind) -> None:
    """Make a kind known; registering the same code twice is a fault."""
    if kind.code in _kinds:
        raise ValueError(f"subject kind {kind.code} is registered already")
    _kinds[kind.code] = kind


def kind(code: str) -> SubjectKind:
    """Return the registered kind; an unknown one is a fault of the code, never of the user."""
    return _kinds[code]


def owned_by_seats() -> tuple[str, ...]:
    """Return the codes of the kinds whose clocks belong to whoever holds a seat."""
    return tuple(each.code for each in _kinds.values() if each.audience is not None)


def kinds() -> tuple[SubjectKind, ...]:
    """Return every kind, in the order of registration."""
    return tuple(_kinds.values())
