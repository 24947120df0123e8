"""What may happen to an agenda, how its items are numbered, and how long they take. Pure.

House rules of the portal, with one of a partnership's own: what KRSCP locked in (S1
recommendation 18) cannot be taken off, and its outcome has to be minuted. Numbers are given when
the agenda is sent, or at the latest when the meeting opens, and never change after: people quote
them. What comes later takes the number before it with a letter, as 4A.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

DRAFT, SENT, OPEN, HELD, CANCELLED = "draft", "sent", "open", "held", "cancelled"
PLANNED = "planned"
LETTERS = 26

BEFORE, UNTIL_THE_END = {DRAFT, SENT}, {DRAFT, SENT, OPEN}
ACTS = {
    "add": UNTIL_THE_END,
    "change": UNTIL_THE_END,
    "paper": UNTIL_THE_END,
    "move": BEFORE,
    "withdraw": UNTIL_THE_END,
    "defer": UNTIL_THE_END,
    "send": {SENT},
    "pack": {SENT, OPEN, HELD},
}
WHY_NOT = {
    DRAFT: "Nobody has been told of this meeting. Send the meeting first.",
    SENT: "The meeting has not begun.",
    OPEN: "The meeting is under way.",
    HELD: "The meeting has been held: its agenda stays as it was.",
    CANCELLED: "The meeting has been cancelled: its agenda stays as it was.",
}
NUMBERED = (
    "This agenda has been sent with its numbers, and people quote them. Add what is new: it takes "
    "the number before it with a letter."
)
LOCKED = {
    "withdraw": "This item stands on every agenda of the group and cannot be taken off.",
    "defer": "This item stands on every agenda of the group and cannot be put off.",
}
SETTLED = "This item has been dealt with already."


@dataclass(frozen=True)
class Running:
    """When each item begins, how long all of them take, and by how much that is too long.

    `left` is what the meeting has to spare; `without` counts the items that say no time.
    """

    begins: tuple[datetime, ...]
    minutes: int
    over: int
    left: int
    without: int


@dataclass(frozen=True)
class Outcome:
    """A locked item as its minutes stand: its number and title, and whether they say anything."""

    number: str
    title: str
    is_minuted: bool


def may(act: str, meeting_state: str, *, numbered: bool = False) -> Verdict:
    """Say whether the agenda of a meeting in this state may be added to, moved, sent and so on."""
    if meeting_state not in ACTS[act]:
        return Refused(WHY_NOT[meeting_state], code=f"is-{meeting_state}")
    if act == "move" and numbered:
        return Refused(NUMBERED, code="numbered")
    if act == "send" and numbered:
        return Refused("The agenda has been sent already.", code="numbered")
    return Allowed()


def may_touch(act: str, *, item_state: str, locked: bool) -> Verdict:
    """Say whether one item may be changed, withdrawn or put off; refuses what was dealt with."""
    if item_state != PLANNED:
        return Refused(SETTLED, code="settled")
    if locked and act in LOCKED:
        return Refused(LOCKED[act], code="locked")
    return Allowed()


def number_after(before: str, taken: Iterable[str]) -> str:
    """Return the number of what is added behind an item that has one: 4 → 4A, 4A → 4B.

    The next letter that no item has, after Z with two letters.
    """
    stem = stem_of(before)
    there = set(taken)
    nth = 0
    while (found := f"{stem}{_letters(nth)}") in there:
        nth += 1
    return found


def stem_of(number: str) -> str:
    """Return the figure of a number without its letter; 1 where nothing comes before."""
    found = re.match(r"\d+", number)
    return found.group() if found else "1"


def last_of_stem(number: str, numbers: Sequence[str]) -> int:
    """Return the index of the last number that shares the figure: what is new goes behind it.

    Refuses by -1 where no number has it.
    """
    stem = stem_of(number)
    return max((nth for nth, each in enumerate(numbers) if stem_of(each) == stem), default=-1)


def running(starts_at: datetime, ends_at: datetime, minutes: Sequence[int | None]) -> Running:
    """Say when each item begins; an item without a time takes none and is counted.

    Counted in real minutes, so that a meeting across a change of the clocks is right.
    """
    first = starts_at.astimezone(UTC)
    begins, so_far = [], 0
    for each in minutes:
        begins.append(first + timedelta(minutes=so_far))
        so_far += each or 0
    room = int((ends_at.astimezone(UTC) - first).total_seconds() // 60)
    return Running(
        begins=tuple(begins),
        minutes=so_far,
        over=max(0, so_far - room),
        left=max(0, room - so_far),
        without=sum(each is None for each in minutes),
    )


def locked_are_minuted(outcomes: Iterable[Outcome]) -> Verdict:
    """Refuse minutes that say nothing of an item that is locked in (S1 recommendation 18)."""
    silent = [each for each in outcomes if not each.is_minuted]
    if not silent:
        return Allowed()
    named = ", ".join(f"{each.number} {each.title}".strip() for each in silent)
    return Refused(f"The outcome has to be minuted of: {named}.", code="locked-unminuted")


def _letters(nth: int) -> str:
    first, last = divmod(nth, LETTERS)
    return (chr(64 + first) if first else "") + chr(65 + last)
