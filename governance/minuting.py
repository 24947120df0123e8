"""What may happen to minutes, and what they must hold before they are approved. Pure.

House rules of the portal: minutes are written while the meeting is under way and after it, go to
the members for comments, and are approved when every comment has been answered, the outcome of
every locked item is minuted (S1 recommendation 18) and what was decided between meetings has been
taken in where the arrangements ask for that (statutory.md §2.3 rule 11). Approved minutes never
change: what is found wrong later is corrected by a new version that a meeting noted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

DRAFT, COMMENTS, APPROVED, PUBLISHED = "draft", "comments", "approved", "published"
ACTS = {
    "write": {DRAFT, COMMENTS},
    "ask": {DRAFT},
    "comment": {COMMENTS},
    "answer": {COMMENTS},
    "approve": {COMMENTS},
    "correct": {APPROVED, PUBLISHED},
    "redact": {APPROVED, PUBLISHED},
    "publish": {APPROVED, PUBLISHED},
}
WHY_NOT = {
    DRAFT: "The minutes are a draft. Ask the members for their comments first.",
    COMMENTS: "The minutes are out for comments.",
    APPROVED: "The minutes have been approved and never change. Correct them by a new version.",
    PUBLISHED: "The minutes have been approved and never change. Correct them by a new version.",
}
NOT_YET = "The minutes have not been approved."


@dataclass(frozen=True)
class Ready:
    """What stands in the way of approving: comments without answer, decisions not taken in."""

    unanswered: int = 0
    not_minuted: Sequence[str] = ()


@dataclass(frozen=True)
class Gathering:
    """The meeting at which minutes are approved or a correction is noted."""

    on: date
    has_begun: bool
    is_of_group: bool


def may(act: str, state: str) -> Verdict:
    """Say whether minutes in this state may be written, sent for comments, approved and so on."""
    if state in ACTS[act]:
        return Allowed()
    if act in ("correct", "redact", "publish"):
        return Refused(NOT_YET, code="not-approved")
    return Refused(WHY_NOT[state], code=f"is-{state}")


def comments_until_holds(until: date, *, on: date) -> Verdict:
    """Refuse a last day for comments that has passed."""
    if until < on:
        return Refused("The last day for comments has passed.", code="comments_until")
    return Allowed()


def is_ready(ready: Ready) -> Verdict:
    """Refuse to approve while a comment waits, or a decision between meetings is not taken in."""
    if ready.unanswered:
        waits = (
            "One comment waits" if ready.unanswered == 1 else f"{ready.unanswered} comments wait"
        )
        return Refused(f"{waits} for an answer.", code="comments")
    if ready.not_minuted:
        return Refused(
            "These decisions between meetings have to be minuted first: "
            f"{', '.join(ready.not_minuted)}.",
            code="not-minuted",
        )
    return Allowed()


def may_be_noted_in(meeting_on: date, gathering: Gathering | None, *, must: bool) -> Verdict:
    """Say whether a later meeting may approve the minutes, or note their correction.

    Without one they are approved by letter; a correction always needs the meeting that noted it.
    """
    if gathering is None:
        if must:
            return Refused("Say which meeting noted the correction.", code="noted_in")
        return Allowed()
    field = "noted_in" if must else "approved_in"
    if not gathering.is_of_group:
        return Refused("This is a meeting of another group.", code=field)
    if gathering.on <= meeting_on:
        return Refused("Only a later meeting can do this.", code=field)
    if not gathering.has_begun:
        return Refused("This meeting has not begun.", code=field)
    return Allowed()


def day_holds(approved_on: date, *, meeting_on: date, on: date) -> Verdict:
    """Refuse a day of approval before the meeting, or one to come."""
    if approved_on < meeting_on:
        return Refused("The minutes cannot be approved before the meeting.", code="approved_on")
    if approved_on > on:
        return Refused("This day is still to come.", code="approved_on")
    return Allowed()


def paragraphs(text: str) -> list[str]:
    """Return a text as its paragraphs: what blank lines part, with single line ends kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line.rstrip())
        elif found[-1]:
            found.append([])
    return ["\n".join(each) for each in found if each]
