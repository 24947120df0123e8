"""What a reviewer is checked for before they lead a review.

The rule: the partners look at six points for every reviewer whom they commission, and ask apart
from them about any conflict of interest, real or perceived. A point is met or not met, and how
that is known is set down. Partners may commission two reviewers who make each other whole, so a
point that one of them does not meet may be met by another.

Authority: Working Together 2018, chapter 4, as Merton restates it in its agreement (S4 App7;
statutory.md §2.1, Reviewer). Not decided here: who commissions, and whether a review may begin
(`ready_to_start`).
"""

from dataclasses import dataclass
from typing import Final

SOURCE: Final = (
    "Working Together 2018, chapter 4, as restated in Merton’s agreement of 2019, app. 7"
)
CONFIDENCE: Final = "V2"


@dataclass(frozen=True, slots=True)
class Point:
    """One point: the key that is stored, its name and what one looks for."""

    key: str
    name: str
    looks_for: str


POINTS: Final = (
    Point("knowledge", "Knowledge of safeguarding practice", "Has done work that matters here."),
    Point(
        "engagement",
        "Engaging with people",
        "Works well with practitioners, and with children and families.",
    ),
    Point("research", "Research", "Knows what research says about keeping children safe."),
    Point(
        "complexity",
        "Complexity",
        "Sees how complicated it is for practitioners to work together.",
    ),
    Point(
        "viewpoint",
        "Seeing it as it looked then",
        "Understands practice as those involved saw it at the time, without hindsight.",
    ),
    Point("communication", "Communication", "Tells findings clearly."),
)
KEYS: Final = tuple(point.key for point in POINTS)
NAMES: Final = {point.key: point.name for point in POINTS}
