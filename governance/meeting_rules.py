"""What may happen to a meeting, and who presides over it. Pure.

House rules of the portal. Nobody is told of a draft; what people were told is changed openly, by
moving or cancelling; what was held stays as it was. A group may be without a chair for a while, as
when a post is vacant, and still has to meet: then somebody else of the group presides, by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

DRAFT, SENT, OPEN, HELD, CANCELLED = "draft", "sent", "open", "held", "cancelled"
LONGEST = timedelta(hours=12)
LEADING = ("chair", "co_chair")

ACTS = {
    "change": {DRAFT, SENT},
    "send": {DRAFT},
    "move": {DRAFT, SENT},
    "cancel": {DRAFT, SENT},
    "open": {SENT},
    "close": {OPEN},
    "answer": {SENT},
}
WHY_NOT = {
    DRAFT: "The meeting is a draft. Send it first.",
    SENT: "The meeting has been sent already.",
    OPEN: "The meeting is under way.",
    HELD: "The meeting has been held.",
    CANCELLED: "The meeting has been cancelled.",
}


@dataclass(frozen=True)
class Seat:
    """A seat that belongs at the meeting: whether it leads the group, and whether it is filled."""

    key: int
    title: str
    chairing: str = ""
    is_vacant: bool = False


def may(act: str, state: str) -> Verdict:
    """Say whether a meeting in this state may be changed, sent, moved, cancelled and so on."""
    if state in ACTS[act]:
        return Allowed()
    if act == "close" and state == SENT:
        return Refused("The meeting has not been opened.", code="not-opened")
    return Refused(WHY_NOT[state], code=f"is-{state}")


def times_hold(starts_at: datetime, ends_at: datetime) -> Verdict:
    """Refuse an end that does not follow the start, and a meeting of more than twelve hours.

    The moments are compared as moments, so that a meeting across a change of the clocks is as long
    as it takes.
    """
    if ends_at <= starts_at:
        return Refused("The meeting must end after it starts.", code="ends_at")
    if ends_at - starts_at > LONGEST:
        return Refused("A meeting lasts twelve hours at most.", code="ends_at")
    return Allowed()


def who_presides(chosen: int | None, seats: Sequence[Seat]) -> int | Refused:
    """Return the seat that presides: the one chosen, or the only chair where none is.

    Refuses a seat that does not belong at the meeting or that nobody holds. Where the group has no
    chair, the chair's seat is vacant, or there are two co-chairs, somebody has to be chosen.
    """
    if chosen is None:
        return _only_chair([each for each in seats if each.chairing in LEADING])
    found = next((each for each in seats if each.key == chosen), None)
    if found is None:
        return Refused("This seat does not belong at the meeting.", code="presiding")
    if found.is_vacant:
        return Refused(f"Nobody holds the seat {found.title}.", code="presiding")
    return found.key


def _only_chair(leading: Sequence[Seat]) -> int | Refused:
    filled = [each for each in leading if not each.is_vacant]
    if len(filled) == 1:
        return filled[0].key
    if filled:
        why = "The group has co-chairs."
    elif leading:
        why = f"Nobody holds the seat {' or '.join(each.title for each in leading)}."
    else:
        why = "The group has no chair."
    return Refused(f"{why} Choose who presides.", code="presiding")
