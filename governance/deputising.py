"""Whether a seat may send somebody in its place, and whom. Pure.

A rule of each seat, as its partnership wrote it down: a standing deputy, a nominated one, none, or
nothing said. Whoever speaks for a whole sector has no deputy: a colleague of the sector covers for
them as a member in their own right (Merton's arrangements 6.9). How far a deputy may decide is
another question, and not decided here.
"""

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

NOT_STATED, STANDING, NOMINATED, NONE = "not_stated", "standing", "nominated", "none"
SECTOR = "This seat speaks for a sector, so it has no deputy. Send apologies."
NO_DEPUTY = "This seat has no deputy. Send apologies."


def may_send(rule: str, *, speaks_for_sector: bool = False) -> Verdict:
    """Say whether the seat may send a deputy to a meeting at all."""
    if speaks_for_sector:
        return Refused(SECTOR, code="deputy-of-sector")
    if rule == NONE:
        return Refused(NO_DEPUTY, code="no-deputy")
    return Allowed()


def may_stand_in(
    rule: str, *, speaks_for_sector: bool = False, is_standing: bool, is_named: bool
) -> Verdict:
    """Say whether this deputy may come: `is_standing` is appointed as the seat's standing deputy,
    `is_named` is known by a post or a person at all.

    A seat whose rule is a standing deputy sends that one and nobody else.
    """
    verdict = may_send(rule, speaks_for_sector=speaks_for_sector)
    if not verdict:
        return verdict
    if rule == STANDING and not is_standing:
        return Refused("Choose the standing deputy of this seat.", code="not-standing")
    if not is_named:
        return Refused("Say who comes instead.", code="not-named")
    return Allowed()
