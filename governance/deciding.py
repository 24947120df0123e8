"""How a group comes to a decision, and what stands in its way. Pure.

The partners decide by agreement. A vote is for those arrangements alone that provide for one, and
there only the safeguarding partners vote, one for each kind of partner (Merton, S4 appendix 1;
statutory.md §2.3 rule 7). Silence is no position. What is decided without a quorum is no decision:
it can be minuted as a recommendation and taken at a meeting that is quorate (house rule).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

AGREES, DISAGREES, ABSTAINS, NO_PART = "agrees", "disagrees", "abstains", "no_part"
CONSENSUS, VOTE, PARTNER = "consensus", "vote", "partner"
MEETING, BETWEEN = "meeting", "between"
LEFT, STAYED, TOOK_PART = "left", "stayed", "took_part"
VOTES = {AGREES, DISAGREES, ABSTAINS}
PARTNERS = {
    "local_authority": "local authority",
    "icb": "integrated care board",
    "police": "police",
}
NO_VOTE = (
    "The arrangements provide for no vote in this group. Record how it was agreed, or take the "
    "item to the ladder for disagreements."
)


@dataclass(frozen=True)
class Stance:
    """How one seat stood. `kind` is the safeguarding partner that it speaks for, or nothing."""

    seat: str
    kind: str
    stance: str


@dataclass(frozen=True)
class Room:
    """Who can take part: whether the register says who is there, and the quorum of it."""

    quorum: Verdict
    is_stated: bool
    is_marked: bool


@dataclass(frozen=True)
class Interest:
    """An interest in the item of one seat, and what was done about it."""

    seat: str
    handling: str


def way_holds(
    mode: str, reached: str, stances: Sequence[Stance], *, votes_allowed: bool, has_lead: bool
) -> Verdict:
    """Say whether a decision may have come about in this way, with these positions.

    Consensus: no safeguarding partner disagrees; between meetings every partner of the group has
    said so (`every_partner_spoke`). Vote: only where it is provided for, of partners alone, one
    for each kind, and carried. A lead partner acts between meetings alone, and is named.
    """
    if reached == VOTE:
        return _vote_holds(stances, votes_allowed=votes_allowed)
    if reached == PARTNER:
        if mode != BETWEEN:
            return Refused(
                "A lead partner acts between meetings. At a meeting the partners decide.",
                code="reached",
            )
        if not has_lead:
            return Refused("Say who acted.", code="lead")
        return Allowed()
    against = [each.seat for each in stances if each.kind and each.stance == DISAGREES]
    if against:
        return Refused(
            f"There is no consensus while a safeguarding partner disagrees: {', '.join(against)}.",
            code="reached",
        )
    return Allowed()


def every_partner_spoke(stances: Iterable[Stance], *, kinds: Iterable[str]) -> Verdict:
    """Refuse an agreement between meetings while a partner of the group has said nothing."""
    spoken = {each.kind for each in stances if each.stance in VOTES}
    silent = [name for kind, name in PARTNERS.items() if kind in set(kinds) - spoken]
    if silent:
        return Refused(
            f"Silence is not agreement. Say how these partners stood: {', '.join(silent)}.",
            code="reached",
        )
    return Allowed()


def room_holds(room: Room) -> Verdict:
    """Say whether the people in the room can decide; refuses with who is missing."""
    if not room.is_stated:
        return Allowed(room.quorum.reason)
    if not room.is_marked:
        return Refused(
            "Nobody is marked as present, so it cannot be seen whether the meeting is quorate. "
            "Keep the register first.",
            code="not-marked",
        )
    if not room.quorum:
        return Refused(
            f"{room.quorum.reason} Minute it as a recommendation, and take it to a meeting that is "
            "quorate.",
            code="not-quorate",
        )
    return Allowed(room.quorum.reason)


def part_is_open(stance: Stance, *, was_there: bool, interest: Interest | None) -> Verdict:
    """Say whether the seat may be recorded with this stance: there, and not kept out by interest."""
    if not was_there:
        return Refused(
            f"{stance.seat} was not at the meeting, so nothing can be recorded of how they stood.",
            code="absent",
        )
    if interest is None or interest.handling == TOOK_PART or stance.stance == NO_PART:
        return Allowed()
    done = "left the room" if interest.handling == LEFT else "stayed and took no part"
    return Refused(
        f"{stance.seat} has an interest in this item and {done}. Record that they took no part.",
        code="interest",
    )


def may_replace(*, same_group: bool, is_replaced: bool, of_same_day_or_before: bool) -> Verdict:
    """Say whether an earlier decision may be replaced by a new one of the group."""
    if not same_group:
        return Refused("Only a decision of the same group can be replaced.", code="replaces")
    if is_replaced:
        return Refused("This decision has been replaced already.", code="replaces")
    if not of_same_day_or_before:
        return Refused("The decision that is replaced is later than this one.", code="replaces")
    return Allowed()


def day_holds(decided_on: date, *, on: date, meeting_on: date | None) -> Verdict:
    """Refuse a day to come, and another day than the meeting's."""
    if decided_on > on:
        return Refused("The day of the decision is still to come.", code="decided_on")
    if meeting_on is not None and decided_on != meeting_on:
        return Refused("A decision of a meeting is of the meeting’s day.", code="decided_on")
    return Allowed()


def is_carried(stances: Iterable[Stance]) -> bool:
    """Say whether more partners voted for it than against it; an even vote carries nothing."""
    said = [each.stance for each in stances]
    return said.count(AGREES) > said.count(DISAGREES)


def tally(stances: Iterable[Stance]) -> str:
    """Return a vote in words: 2 for, 1 against, none abstained."""
    said = [each.stance for each in stances]
    counts = (said.count(AGREES), said.count(DISAGREES), said.count(ABSTAINS))
    return ", ".join(
        f"{count or 'none'} {word}"
        for count, word in zip(counts, ("for", "against", "abstained"), strict=True)
    )


def _vote_holds(stances: Sequence[Stance], *, votes_allowed: bool) -> Verdict:
    if not votes_allowed:
        return Refused(NO_VOTE, code="reached")
    votes = [each for each in stances if each.stance in VOTES and each.kind]
    once: dict[str, str] = {}
    for each in votes:
        if each.kind in once:
            return Refused(
                f"Each safeguarding partner has one vote. {once[each.kind]} and {each.seat} both "
                f"speak for the {PARTNERS[each.kind]}: record one of them as taking no part.",
                code="reached",
            )
        once[each.kind] = each.seat
    if not is_carried(votes):
        return Refused(f"The vote carried nothing: {tally(votes)}.", code="reached")
    return Allowed()
