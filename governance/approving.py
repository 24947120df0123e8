"""Who approves a group's terms of reference. Pure.

A rule of one partnership: in Kent the chief officers approve those of two bodies (statutory.md
§2.2; S2 L191), and each answers for themselves, so the portal takes their word from their own
account alone. Everywhere else whoever keeps the record notes which body approved. Not decided
here: who holds a seat, and what the terms say.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

OFFICERS = "The chief officers"


@dataclass(frozen=True)
class Voice:
    """One chief officer's seat: whether anybody holds it, and whether its holder agreed."""

    title: str
    is_held: bool
    agrees: bool


def missing(voices: Collection[Voice]) -> list[str]:
    """Return the seats whose agreement is not there, an empty one with that word."""
    return [
        each.title if each.is_held else f"{each.title} (nobody holds the seat)"
        for each in voices
        if not each.agrees
    ]


def may_approve(
    voices: Collection[Voice] | None,
    *,
    approver: str,
    approved_on: date,
    on: date,
    before: date | None = None,
) -> Verdict:
    """Say whether the terms may be noted as approved.

    `voices` are the seats that must agree by their own accounts, None where the partnership has no
    such rule. Refuses while one is missing, an approver left open, a day to come, and a day before
    the terms in force were approved (`before`).
    """
    if voices is not None and (silent := missing(voices)):
        return Refused(
            "The chief officers approve these terms, each from their own account. Not yet: "
            f"{', '.join(silent)}.",
            code="approver",
        )
    if voices is not None and not voices:
        return Refused(
            "The chief officers approve these terms, and no seat of one is recorded.",
            code="approver",
        )
    if not approver.strip():
        return Refused("Say which body approved the terms.", code="approver")
    if approved_on > on:
        return Refused("Terms cannot be approved on a day to come.", code="approved_on")
    if before is not None and approved_on < before:
        return Refused(
            "The terms in force were approved later than that. Check the day.", code="approved_on"
        )
    return Allowed()
