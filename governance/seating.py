"""Who may sit on a group, vote there and lead it. Pure.

Rules of one partnership, not of the law: only safeguarding partners vote (statutory.md §2.3, 7;
S3 App1, S4 App1), co-chairs are two and of different agencies (§2.3, 5; S1 p14). That a group has
one chair, or two co-chairs and no chair, is how the portal understands the words. Not decided
here: who holds a seat, and whether a group is quorate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

PARTNER = "SP"
CHAIR, CO_CHAIR = "chair", "co_chair"
MOST_CO_CHAIRS = 2


@dataclass(frozen=True)
class Place:
    """One seat's place on a group, with the agency of the seat where it has one."""

    seat: int
    title: str
    code: str = ""
    chairing: str = ""
    votes: bool = False
    agency: int | None = None
    agency_name: str = ""
    speaks_for: str = ""
    is_closed: bool = False
    from_on: date | None = None
    to_on: date | None = None


@dataclass(frozen=True)
class Rules:
    """What the partnership has written down for the group."""

    only_partners_vote: bool = False
    co_chairs_differ: bool = False


def may_sit(place: Place, others: Sequence[Place], rules: Rules) -> Verdict:
    """Say whether a seat may have this place beside the others that the group has or had.

    Refuses the same seat twice at a time, a vote that is not a safeguarding partner's where only
    they vote, a chair beside another or beside a co-chair, a third co-chair, and a second one of
    the same agency where the rule is that they differ.
    """
    beside = [each for each in others if _meet(place, each)]
    if any(each.seat == place.seat for each in beside):
        return Refused("This seat sits on the group already.", code="seat")
    if rules.only_partners_vote and place.votes and place.code != PARTNER:
        return Refused(
            "Only safeguarding partners vote here, so a seat that votes has the code SP.",
            code="votes",
        )
    return _may_lead(place, beside, rules)


def remarks(places: Sequence[Place], rules: Rules) -> list[str]:
    """Return what is odd about the places that a group has on one day, a sentence each."""
    said = []
    if rules.only_partners_vote:
        said += [
            f"{each.title} votes without being a safeguarding partner. Only they vote here."
            for each in places
            if each.votes and each.code != PARTNER
        ]
    said += [
        f"{each.title} has the code SP and speaks for no safeguarding partner."
        for each in places
        if each.code == PARTNER and not each.speaks_for
    ]
    said += [
        f"The seat {each.title} is closed and still sits here. End its place."
        for each in places
        if each.is_closed
    ]
    co_chairs = [each for each in places if each.chairing == CO_CHAIR]
    if len(co_chairs) == 1:
        said.append("There is one co-chair. The other place is empty.")
    elif len(co_chairs) == MOST_CO_CHAIRS and _same_agency(*co_chairs):
        said.append(f"Both co-chairs are of one agency: {co_chairs[0].agency_name}.")
    return said


def _may_lead(place: Place, beside: Sequence[Place], rules: Rules) -> Verdict:
    chairs = [each for each in beside if each.chairing == CHAIR]
    co_chairs = [each for each in beside if each.chairing == CO_CHAIR]
    against = ""
    if place.chairing == CHAIR and chairs:
        against = f"The group has a chair then: {chairs[0].title}."
    elif place.chairing == CHAIR and co_chairs:
        against = "The group has co-chairs then, so it has no chair."
    elif place.chairing == CO_CHAIR and chairs:
        against = f"The group has a chair then, {chairs[0].title}, so it has no co-chairs."
    elif place.chairing == CO_CHAIR and len(co_chairs) >= MOST_CO_CHAIRS:
        against = "The group has two co-chairs then."
    elif place.chairing == CO_CHAIR and rules.co_chairs_differ:
        same = any(_same_agency(place, each) for each in co_chairs)
        against = f"Co-chairs are of two agencies, and both are of {place.agency_name}." * same
    return Refused(against, code="chairing") if against else Allowed()


def _same_agency(one: Place, other: Place) -> bool:
    return one.agency is not None and one.agency == other.agency


def _meet(one: Place, other: Place) -> bool:
    """Say whether two places share a day; an open end or start stands for always."""
    begins = max(one.from_on or date.min, other.from_on or date.min)
    return begins <= min(one.to_on or date.max, other.to_on or date.max)
