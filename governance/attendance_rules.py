"""How attendance is counted, what its shares mean, and when an absence asks for something. Pure.

A seat is counted from the first day of its holder's appointment, so that nobody answers for the
meetings before they came. A deputy counts for the seat and is told apart. Definitions differ from
house to house, so that ours stand beside every figure. Merton looks at two absences running
(S4 6.10) and writes when a statutory partner is not represented (S4 8.12); the scrutiny of
Kingston and Richmond asked for a running list by agency, with lasting gaps passed up (S1
recommendations 3 and 14). What makes a gap lasting is a house rule of the portal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time

from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

PRESENT, VIRTUAL, DEPUTY, APOLOGIES, ABSENT = (
    "present", "virtual", "deputy", "apologies", "absent",
)  # fmt: skip
LETTERS = {PRESENT: "P", VIRTUAL: "V", DEPUTY: "D", APOLOGIES: "A", ABSENT: "X"}
ATTENDED = (PRESENT, VIRTUAL, DEPUTY)
MISSED = (APOLOGIES, ABSENT)
VACANT = "vacant"
BEST_FIRST = (PRESENT, VIRTUAL, DEPUTY, APOLOGIES, ABSENT)

SEAT_DEFINITION = (
    "Attended means in the room, online or by a deputy. Counted are the meetings shown here whose "
    "register says how the seat was, from the first day of the present holder’s appointment."
)
AGENCY_DEFINITION = (
    "An agency or profession was represented when one of its seats attended, whoever held it. "
    "Counted are the meetings shown here whose register says how one of its seats was."
)
GAP_MEETINGS = 3
GAP_DEFINITION = (
    "A lasting gap is an agency that was represented at fewer than half of its meetings within "
    f"twelve months, of at least {GAP_MEETINGS}."
)
TOO_EARLY = {
    "draft": "The meeting is a draft. Send it first.",
    "cancelled": "The meeting has been cancelled, so it has no register.",
}


@dataclass(frozen=True)
class Share:
    """At how many of how many meetings, and how many of them by a deputy."""

    attended: int
    of: int
    by_deputy: int = 0

    @property
    def percent(self) -> int | None:
        """Return the share rounded to a whole number, half up; None where nothing is counted."""
        return (200 * self.attended + self.of) // (2 * self.of) if self.of else None

    @property
    def of_meetings(self) -> str:
        """Return the share within a sentence: "1 of 3 meetings (33%)"."""
        return f"{self.attended} of {self.of} meetings ({self.percent}%)"

    @property
    def words(self) -> str:
        """Return the share with its denominator, which never stands without it."""
        if not self.of:
            return "No meeting counted yet"
        said = f"{self.attended} of {self.of} ({self.percent}%)"
        return f"{said}, {self.by_deputy} by a deputy" if self.by_deputy else said


def share_of(presences: Iterable[str]) -> Share:
    """Return the share of meetings attended; one that is not recorded ("") is not counted."""
    counted = [each for each in presences if each in LETTERS]
    return Share(
        attended=sum(each in ATTENDED for each in counted),
        of=len(counted),
        by_deputy=counted.count(DEPUTY),
    )


def best_of(presences: Iterable[str]) -> str:
    """Return how an agency was at one meeting: the best of its seats, or "" where none is marked."""
    there = set(presences)
    return next((each for each in BEST_FIRST if each in there), "")


def absences_running(presences: Sequence[str]) -> int:
    """Return how many meetings were missed one after another up to the last of these.

    Apologies count as absence, a deputy does not. A meeting without a mark is passed over: it
    neither counts nor ends the run.
    """
    missed = 0
    for each in reversed([each for each in presences if each in LETTERS]):
        if each not in MISSED:
            break
        missed += 1
    return missed


def is_unrepresented(presences: Sequence[str]) -> bool:
    """Say whether a partner was not represented by any of its seats (S4 8.12).

    A vacant seat represents nobody. While one of the seats is not marked, nothing can be said.
    """
    known = [each for each in presences if each in (*MISSED, VACANT)]
    return bool(presences) and len(known) == len(presences)


def is_lasting_gap(share: Share) -> bool:
    """Say whether a year's share of an agency is a gap to pass to the executive (GAP_DEFINITION)."""
    return share.of >= GAP_MEETINGS and 2 * share.attended < share.of


def may_keep(state: str, *, on: date, today: date) -> Verdict:
    """Say whether a meeting's register may be kept: from its day on, of one that people know of."""
    if state in TOO_EARLY:
        return Refused(TOO_EARLY[state], code=state)
    if today < on:
        return Refused(f"The register is kept from {in_words(on)} on.", code="too-early")
    return Allowed()


def may_mark(
    title: str,
    *,
    on: date,
    sits: bool,
    is_filled: bool,
    next_from: date | None = None,
    by_deputy: bool = False,
) -> Verdict:
    """Say whether a seat may be marked at a meeting of that day.

    Refuses a seat that does not belong there, and one that nobody held yet or any more. A standing
    deputy may come for a vacant seat (`by_deputy`). `next_from` is when the next holder begins.
    """
    day = in_words(on)
    if not sits:
        return Refused(f"{title} did not belong at this meeting on {day}.", code="not-a-member")
    if is_filled or by_deputy:
        return Allowed()
    if next_from is not None:
        return Refused(
            f"Nobody held the seat {title} on {day}. The next holder is appointed from "
            f"{in_words(next_from)} and is counted from that day.",
            code="not-yet-appointed",
        )
    return Refused(f"Nobody held the seat {title} on {day}, so it is vacant.", code="vacant")


def times_hold(arrived: time | None, left: time | None) -> Verdict:
    """Refuse somebody who left before they came."""
    if arrived is not None and left is not None and left <= arrived:
        return Refused("They left after they came.", code="left_at")
    return Allowed()


def is_in_the_room(presence: str, arrived: time | None, left: time | None, *, now: time) -> bool:
    """Say whether a seat is in the room at that time of the meeting's day."""
    if presence not in ATTENDED:
        return False
    return (arrived is None or arrived <= now) and (left is None or now < left)
