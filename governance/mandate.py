"""Whether a deputy may depart from what the member held before. Pure.

Merton's arrangements: a deputy is briefed beforehand and does not reverse a view that the member
gave earlier without the member's written confirmation (S4 6.8). So a position that departs carries
the day of the confirmation and the paper; where a partnership wrote no such rule nothing is asked.
"""

from dataclasses import dataclass
from datetime import date

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict


@dataclass(frozen=True)
class Departure:
    """A stance as a deputy takes it now, beside the one that the member took before."""

    seat: str
    before: str
    now: str
    earlier: str  # the reference of the decision at which the member said so
    confirmed_on: date | None = None
    has_paper: bool = False


def may_depart(departure: Departure, *, by_deputy: bool, rule_holds: bool, on: date) -> Verdict:
    """Say whether the new stance may be recorded on the day of the decision.

    A member may change their own mind. A deputy needs the member's confirmation in writing, of
    that day or before it; refused without its day, with a day to come, and without the paper.
    """
    if not by_deputy or not rule_holds or departure.before == departure.now:
        return Allowed()
    if departure.confirmed_on is None:
        return Refused(
            f"{departure.seat}: the deputy departs from what the member held on "
            f"{departure.earlier}. Enter the day on which the member confirmed it in writing.",
            code="confirmed",
        )
    if departure.confirmed_on > on:
        return Refused(
            f"{departure.seat}: the member’s confirmation is later than the decision.",
            code="confirmed",
        )
    if not departure.has_paper:
        return Refused(
            f"{departure.seat}: attach the member’s written confirmation.", code="confirmation"
        )
    return Allowed()
