"""What may be done with an action, by whom, and from which state. Pure.

Done is not closed: somebody who neither holds the seat that owns it nor said that it was done
accepts it, and says what is different for children and how that is known. House practice, after
the scrutiny of 2021, which asks for evidence that something changed (S2 p4). Not decided here: who
keeps the record, and whether the evidence convinces.
"""

from collections.abc import Set
from datetime import date
from typing import Final

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

OPEN, DONE, CLOSED, CANCELLED = "open", "done", "closed", "cancelled"

PROGRESS, REWORD, MOVE, PASS = "progress", "reword", "move", "pass"
SAY_DONE, RETURN, CLOSE, CANCEL = "say_done", "return", "close", "cancel"

TRANSITIONS: Final = {
    PROGRESS: (frozenset({OPEN}), OPEN),
    REWORD: (frozenset({OPEN}), OPEN),
    MOVE: (frozenset({OPEN}), OPEN),
    PASS: (frozenset({OPEN}), OPEN),
    SAY_DONE: (frozenset({OPEN}), DONE),
    RETURN: (frozenset({DONE}), OPEN),
    CLOSE: (frozenset({DONE}), CLOSED),
    CANCEL: (frozenset({OPEN, DONE}), CANCELLED),
}
"""By act: the states in which it is possible, and the state that it leads to."""

WHERE_IT_STANDS: Final = {
    OPEN: "This action is still open. It has to be said to be done first.",
    DONE: "This action has been said to be done and waits to be accepted.",
    CLOSED: "This action has been closed.",
    CANCELLED: "This action is no longer needed.",
}
CHECKED_AFTER: Final = (3, 6, 12)
"""After how many months the question is asked again."""
LONGEST_YEARS: Final = 5


def may(act: str, state: str) -> Verdict:
    """Say whether the act is possible in the state; the refusal says where the action stands."""
    possible, _to = TRANSITIONS[act]
    return Allowed() if state in possible else Refused(WHERE_IT_STANDS[state], code="state")


def possible(state: str) -> tuple[str, ...]:
    """Return every act that is possible in the state, in the order of the table."""
    return tuple(act for act, (states, _to) in TRANSITIONS.items() if state in states)


def after(act: str) -> str:
    """Return the state that an act leads to."""
    return TRANSITIONS[act][1]


def may_act(*, holds_seat: bool, keeps_record: Verdict) -> Verdict:
    """Say whether somebody may report on an action: the seat's holder, and who keeps the record."""
    if holds_seat or keeps_record:
        return Allowed()
    return Refused(
        "An action is reported on by whoever holds its seat, or keeps the group’s record.",
        code="not-theirs",
    )


def may_accept(*, acceptor: int, owners: Set[int], done_by: int | None) -> Verdict:
    """Say whether somebody may accept or return what was done: never its owner, nor who said so."""
    if acceptor in owners:
        return Refused(
            "You hold the seat that owns this action. Somebody else has to accept it.",
            code="own-action",
        )
    if acceptor == done_by:
        return Refused(
            "You said that this was done. Somebody else has to accept it.", code="said-so"
        )
    return Allowed()


def may_be_due(due_on: date, *, agreed_on: date) -> Verdict:
    """Say whether an action that was agreed on a day may be due on another."""
    if due_on < agreed_on:
        return Refused("The due day is before the day on which this was agreed.", code="due_on")
    if due_on.year - agreed_on.year > LONGEST_YEARS:
        return Refused(f"The due day is more than {LONGEST_YEARS} years away.", code="due_on")
    return Allowed()


def may_move(due_from: date, due_to: date, *, on: date, reason: str) -> Verdict:
    """Say whether a due day may be moved: to another day that has not passed, with a reason."""
    if due_to == due_from:
        return Refused("This is the due day already.", code="due_on")
    if due_to < on:
        return Refused("The new due day has passed.", code="due_on")
    if due_to.year - on.year > LONGEST_YEARS:
        return Refused(f"The due day is more than {LONGEST_YEARS} years away.", code="due_on")
    return has_words(reason, field="reason", words="Say why the due day is moved.")


def may_be_done(done_on: date, *, agreed_on: date, on: date, shown: bool) -> Verdict:
    """Say whether an action may be said to be done: on a real day, and with something to show."""
    if done_on > on:
        return Refused("The day on which it was done is still to come.", code="done_on")
    if done_on < agreed_on:
        return Refused("It cannot have been done before it was agreed.", code="done_on")
    if not shown:
        return Refused("Say what was done, or add a paper that shows it.", code="evidence")
    return Allowed()


def may_close(difference: str, how_known: str, months: int) -> Verdict:
    """Say whether an action may be closed: with the difference made, how it is known, and when
    the question is asked again.
    """
    for field, value, words in (
        ("difference", difference, "Say what is different for children."),
        ("how_known", how_known, "Say how you know."),
    ):
        if not value.strip():
            return Refused(words, code=field)
    if months not in CHECKED_AFTER:
        return Refused("Choose after how many months the question is asked again.", code="months")
    return Allowed()


def has_words(text: str, *, field: str, words: str) -> Verdict:
    """Say whether something was written; the refusal asks for it beside the field."""
    return Allowed() if text.strip() else Refused(words, code=field)
