"""Who carries how much of a review's cost, to the penny. Pure.

Each agency carries its agreed share, in thousandths. What rounding leaves goes, penny by penny, to
the largest remainders; of equal ones first to whoever stands first (the largest-remainder method,
which the page states). So the parts always sum to the whole. House rule of the portal: the sources
say that the cost of a review is apportioned between the agencies of the case, and not how
(S4 11.2; statutory.md §2). Confidence: medium. A credit is apportioned like a cost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

WHOLE: Final = 1000
RULE: Final = (
    "Each part is the share of the total, rounded down to the penny. The pennies that are left "
    "go one each to the largest remainders; of equal remainders, to the first in the list."
)


@dataclass(frozen=True)
class Part:
    """What one agency carries: its share in thousandths and its pence."""

    thousandths: int
    pence: int


def apportion(pence: int, shares: Sequence[int]) -> tuple[Part, ...]:
    """Divide an amount by shares in thousandths; the parts sum to what the shares cover of it.

    Where the shares sum to the whole, that is the amount itself, exactly. Shares that sum to less
    leave the rest with nobody, and `uncovered` says how much.
    """
    whole = max(WHOLE, sum(shares))  # what is agreed beyond the whole is shared in proportion
    exact = [abs(pence) * share for share in shares]
    parts = [amount // whole for amount in exact]
    order = sorted(range(len(shares)), key=lambda place: (-(exact[place] % whole), place))
    for place in order[: sum(exact) // whole - sum(parts)]:
        parts[place] += 1
    sign = -1 if pence < 0 else 1
    return tuple(Part(share, sign * part) for share, part in zip(shares, parts, strict=True))


def uncovered(pence: int, shares: Sequence[int]) -> int:
    """Return the pence that no agreed share covers; what is agreed beyond the whole is nothing."""
    return pence - sum(part.pence for part in apportion(pence, shares))


def in_words(shares: Sequence[int]) -> str:
    """Say whether the agreed shares make a whole, and what is missing or too much."""
    total = sum(shares)
    if not shares:
        return "No shares are agreed."
    if total == WHOLE:
        return "The agreed shares cover the whole cost."
    if total < WHOLE:
        nobody = percent(WHOLE - total)
        return f"The agreed shares cover {percent(total)} of a cost; {nobody} is with nobody yet."
    return f"The agreed shares come to {percent(total)}: {percent(total - WHOLE)} too much."


def may_agree(thousandths: int, *, others: int) -> Verdict:
    """Say whether an agency may agree to a share beside those of the others."""
    if not 1 <= thousandths <= WHOLE:
        return Refused(
            "A share is more than nothing and no more than everything.", code="thousandths"
        )
    if thousandths + others > WHOLE:
        left = percent(max(0, WHOLE - others))
        return Refused(
            f"The shares would be more than the whole; {left} is left.", code="thousandths"
        )
    return Allowed()


def in_pounds(pence: int) -> str:
    """Return pence as pounds, as people read them: £1,250.00, or -£3.10 for a credit."""
    pounds, rest = divmod(abs(pence), 100)
    return f"{'-' if pence < 0 else ''}£{pounds:,}.{rest:02d}"


def percent(thousandths: int) -> str:
    """Return thousandths as a percentage: 12.5%."""
    return f"{thousandths / 10:g}%"
