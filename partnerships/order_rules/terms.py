"""What a rule of order answers, and how: the words that every check shares. Pure.

A record that is silent breaks no rule: where nothing is recorded the answer is "cannot tell", and
where the arrangements themselves say nothing it is "not stated". Only what the record shows, or
what it must hold before it can be published, is said not to be kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from partnerships.enums import RuleStance


class State(StrEnum):
    """How one rule stands."""

    NOT_KEPT = "not_kept"
    CANNOT_TELL = "cannot_tell"
    KEPT = "kept"
    NOT_STATED = "not_stated"
    RECORDED = "recorded"
    DOES_NOT_APPLY = "does_not_apply"


STATE_WORDS: Final = {
    State.NOT_KEPT: "Not in order",
    State.CANNOT_TELL: "Cannot tell",
    State.KEPT: "In order",
    State.NOT_STATED: "Not stated",
    State.RECORDED: "Recorded",
    State.DOES_NOT_APPLY: "Does not apply",
}
STANCE_WORDS: Final = {
    RuleStance.REFUSE.value: "Required",
    RuleStance.WARN.value: "Expected",
    RuleStance.RECORD.value: "Recorded only",
}
CONFIDENCE_WORDS: Final = {
    "V": "checked",
    "V2": "second-hand",
    "GK": "not checked against the law",
    "GK?": "not checked, uncertain",
}

# Editions of the guidance, oldest first, as `Partnership.edition` stores them.
EDITIONS: Final = {
    "wt2018": "Working Together 2018",
    "wt2023": "Working Together 2023",
    "wt2026": "Working Together 2026",
}
CURRENT_EDITION: Final = "wt2026"


@dataclass(frozen=True)
class Source:
    """Where a rule comes from, and how far that was checked (V, V2, GK; "" for our own)."""

    cites: str
    confidence: str = ""


OWN_RULE: Final = Source("The partnership’s own rule")


@dataclass(frozen=True)
class Ruling:
    """One answer: how a rule stands, why, and what to do where something is to be done.

    `about` names what it is about, where a rule is asked of several things. The rest takes the
    place of what the check says of itself, where a rule of the partnership says it otherwise.
    """

    state: State
    why: str
    do: str = ""
    path: str = ""  # inside the partnership, without its slug
    about: str = ""
    stance: str = ""
    source: Source | None = None


@dataclass(frozen=True)
class Check:
    """One rule of order: what it asks, where that comes from, how much it matters.

    `kinds` are the kinds of the partnership's own rules that it reads; a rule of a kind that no
    check reads is shown as recorded.
    """

    key: str
    heading: str
    title: str
    source: Source
    stance: RuleStance
    run: Callable[[Any], list[Ruling]]
    kinds: frozenset[str] = frozenset()


def kept(why: str, path: str = "", **more: Any) -> Ruling:
    """Answer that the rule is kept."""
    return Ruling(State.KEPT, why, path=path, **more)


def broken(why: str, do: str, path: str = "", **more: Any) -> Ruling:
    """Answer that the record shows the rule broken."""
    return Ruling(State.NOT_KEPT, why, do, path, **more)


def unknown(why: str, do: str = "", path: str = "", **more: Any) -> Ruling:
    """Answer that the record is silent."""
    return Ruling(State.CANNOT_TELL, why, do, path, **more)


def not_stated(why: str, do: str = "", path: str = "", **more: Any) -> Ruling:
    """Answer that the arrangements say nothing of it."""
    return Ruling(State.NOT_STATED, why, do, path, **more)


def no_matter(why: str, **more: Any) -> Ruling:
    """Answer that the rule does not apply here."""
    return Ruling(State.DOES_NOT_APPLY, why, **more)


def follows(edition: str, since: str) -> bool:
    """Say whether a partnership's arrangements follow the edition, or a later one.

    Arrangements that name no edition are judged by the current one, as the law would.
    """
    order = list(EDITIONS)
    return order.index(edition if edition in EDITIONS else CURRENT_EDITION) >= order.index(since)


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, number)
        except ValueError:
            continue
    raise ValueError(f"No day {months} months after {day}")  # pragma: no cover


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: 1 seat, 2 seats."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def listed(names: list[str], *, most: int = 5) -> str:
    """Return names in one clause, the rest of a long list as a number."""
    shown = names if len(names) <= most + 1 else names[:most]
    rest = len(names) - len(shown)
    return "; ".join([*shown, *([f"and {rest} more"] if rest else [])])
