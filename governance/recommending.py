"""What may be done with a recommendation, by whom, and what makes two of them alike. Pure.

A recommendation says what, to whom, by when and how one will see that it did (S4 App7; statutory.md
§3.4). It is closed by somebody who did not record it, once nothing that came of it is still open,
with what is different for children and how that is known; months later the question comes again
(features.md C10). That an improvement was identified before is a criterion of the Regulations
(reg. 11; statutory.md §4.3, §9.1, 20), so how often is counted and said. Not decided here: who
keeps the record, and whether two recommendations truly ask for the same.
"""

import re
from datetime import date
from typing import Final

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

OPEN, CLOSED, WITHDRAWN = "open", "closed", "withdrawn"

REWORD, MOVE, ANSWER, GIVE, LINK = "reword", "move", "answer", "give", "link"
CLOSE, WITHDRAW, KEEP_CLOSE, LIFT, ASK = "close", "withdraw", "keep_close", "lift", "ask"

TRANSITIONS: Final = {
    ANSWER: (frozenset({OPEN}), OPEN),
    GIVE: (frozenset({OPEN}), OPEN),
    REWORD: (frozenset({OPEN}), OPEN),
    MOVE: (frozenset({OPEN}), OPEN),
    LINK: (frozenset({OPEN, CLOSED}), None),
    CLOSE: (frozenset({OPEN}), CLOSED),
    WITHDRAW: (frozenset({OPEN}), WITHDRAWN),
    ASK: (frozenset({CLOSED}), CLOSED),
    KEEP_CLOSE: (frozenset({OPEN, CLOSED, WITHDRAWN}), None),
    LIFT: (frozenset({OPEN, CLOSED, WITHDRAWN}), None),
}
"""By act: the states in which it is possible, and the state that it leads to (None: it stays)."""

WHERE_IT_STANDS: Final = {
    OPEN: "This recommendation is still open. It has to be closed first.",
    CLOSED: "This recommendation has been closed.",
    WITHDRAWN: "This recommendation has been withdrawn.",
}
CHECKED_AFTER: Final = (3, 6)
"""After how many months it is asked whether the difference has lasted (the brief of C10)."""
LONGEST_YEARS: Final = 5
MOST_NUMBER: Final = 999

ORDINALS: Final = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
    "ninth", "tenth")  # fmt: skip
STEM: Final = 5
FEWEST_LETTERS: Final = 4
ALIKE_WORDS: Final = 2
_SAID_EVERYWHERE: Final = """
about above across action actions after agencies agency also been before being between
both child children childrens could does each ensure ensures every from have improve
including into local make more must need needs other over partner partners partnership
people practice practitioners recommend recommendation recommended review safeguarding
services should staff support than that their them then there these they this those
through under upon what when where which while will with within work would year
"""
EVERYWHERE: Final = frozenset(_SAID_EVERYWHERE.split())
"""Words that stand in nearly every recommendation and so say nothing of what one is about."""


def may(act: str, state: str) -> Verdict:
    """Say whether the act is possible in the state; the refusal says where the thing stands."""
    possible_in, _to = TRANSITIONS[act]
    return Allowed() if state in possible_in else Refused(WHERE_IT_STANDS[state], code="state")


def possible(state: str) -> tuple[str, ...]:
    """Return every act that is possible in the state, in the order of the table."""
    return tuple(act for act, (states, _to) in TRANSITIONS.items() if state in states)


def after(act: str, state: str) -> str:
    """Return the state that an act leads to from a state."""
    return TRANSITIONS[act][1] or state


def may_be_made(
    *, text: str, outcome_measure: str, made_on: date, due_on: date, on: date, addressees: int
) -> Verdict:
    """Say whether a recommendation is whole: what, to whom, by when, and how it will be seen."""
    if not text.strip():
        return Refused("Say what is recommended.", code="text")
    if not outcome_measure.strip():
        return Refused(
            "Say how one will see that it made a difference for children.", code="outcome_measure"
        )
    if made_on > on:
        return Refused("The day on which it was made is still to come.", code="made_on")
    if addressees < 1:
        return Refused(
            "Choose to whom it is made: an agency, a group or the partners together.",
            code="organisations",
        )
    return may_be_due(due_on, made_on=made_on)


def may_be_due(due_on: date, *, made_on: date) -> Verdict:
    """Say whether a recommendation that was made on a day may be due on another."""
    if due_on < made_on:
        return Refused("The due day is before the day on which it was made.", code="due_on")
    if due_on.year - made_on.year > LONGEST_YEARS:
        return Refused(f"The due day is more than {LONGEST_YEARS} years away.", code="due_on")
    return Allowed()


def may_move(due_from: date, due_to: date, *, made_on: date, on: date, reason: str) -> Verdict:
    """Say whether a due day may be moved: to another that has not passed, with the reason."""
    if due_to == due_from:
        return Refused("This is the due day already.", code="due_on")
    if due_to < on:
        return Refused("The new due day has passed.", code="due_on")
    return may_be_due(due_to, made_on=made_on) and has_words(
        reason, field="reason", words="Say why the due day is moved."
    )


def may_answer(response: str, text: str, *, responded_on: date, made_on: date, on: date) -> Verdict:
    """Say whether an answer holds: on a real day, and with reasons unless it accepts in full."""
    if responded_on > on:
        return Refused("The day of the answer is still to come.", code="responded_on")
    if responded_on < made_on:
        return Refused(
            "The answer cannot be from before the recommendation was made.", code="responded_on"
        )
    if response != "accepted" and not text.strip():
        return Refused("Say why it is not accepted in full.", code="text")
    return Allowed()


def may_close(
    *, closer: int, recorder: int, open_actions: int, difference: str, how_known: str, months: int
) -> Verdict:
    """Say whether a recommendation may be closed by this person, with what they say.

    Never by whoever recorded it, never while an action of it is open or waits to be accepted.
    """
    return (
        may_be_closed_by(closer=closer, recorder=recorder)
        and nothing_open(open_actions)
        and has_words(difference, field="difference", words="Say what is different for children.")
        and has_words(how_known, field="how_known", words="Say how you know.")
        and may_ask_after(months)
    )


def may_be_closed_by(*, closer: int, recorder: int) -> Verdict:
    """Say whether somebody may close it: never whoever recorded it."""
    if closer == recorder:
        return Refused(
            "You recorded this recommendation. Somebody else has to close it.", code="recorded-it"
        )
    return Allowed()


def nothing_open(open_actions: int) -> Verdict:
    """Say whether everything that came of a recommendation has ended."""
    if open_actions == 0:
        return Allowed()
    still = "One action of it has" if open_actions == 1 else f"{open_actions} actions of it have"
    return Refused(f"{still} not been closed yet.", code="open-actions")


def may_ask_after(months: int) -> Verdict:
    """Say whether the question may come again after so many months."""
    if months in CHECKED_AFTER:
        return Allowed()
    return Refused("Choose after three or six months.", code="months")


def has_words(text: str, *, field: str, words: str) -> Verdict:
    """Say whether something was written; the refusal asks for it beside the field."""
    return Allowed() if text.strip() else Refused(words, code=field)


def how_often(earlier: int) -> str:
    """Say for the how-manieth time something is recommended; nothing where it is new."""
    if earlier < 1:
        return ""
    times = earlier + 1
    said = ORDINALS[times] if times < len(ORDINALS) else ordinal(times)
    return f"This is the {said} time that this is recommended"


def ordinal(number: int) -> str:
    """Return a number as a place in a row: 11th, 22nd."""
    ends = {1: "st", 2: "nd", 3: "rd"}
    is_teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if is_teen else ends.get(number % 10, 'th')}"


def telling_words(text: str) -> tuple[str, ...]:
    """Return the words of a text that say what it is about, each once, in their order."""
    plain = re.sub(r"[’']", "", text.casefold())
    found = (word for word in re.findall(r"[a-z]+", plain) if len(word) >= FEWEST_LETTERS)
    return tuple(dict.fromkeys(word for word in found if word not in EVERYWHERE))


def in_common(one: str, other: str) -> int:
    """Count the telling words of one text that stand in the other, however they end."""
    there = {word[:STEM] for word in telling_words(other)}
    return len({word[:STEM] for word in telling_words(one)} & there)


def alike(one: str, other: str) -> bool:
    """Say whether two texts may ask for the same: two telling words in common, or all there are.

    A rule of the portal, generous on purpose: a person looks at what is shown and decides.
    """
    telling = {word[:STEM] for word in telling_words(one)}
    return in_common(one, other) >= max(1, min(ALIKE_WORDS, len(telling)))
