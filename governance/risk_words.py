"""What a risk's score means, in words. Pure.

House practice, not law: likelihood and impact from 1 to 5, multiplied, in four bands. Not decided
here: whether a risk is worth keeping, and who watches it.
"""

from dataclasses import dataclass
from typing import Final

LIKELIHOOD: Final = {
    1: "Rare",
    2: "Unlikely",
    3: "Possible",
    4: "Likely",
    5: "Almost certain",
}
IMPACT: Final = {1: "Very small", 2: "Small", 3: "Moderate", 4: "Serious", 5: "Very serious"}
BANDS: Final = ((15, "Very high", "red"), (8, "High", "orange"), (4, "Medium", "yellow"))
LOW: Final = ("Low", "green")
LEVELS: Final = (*(word for _least, word, _colour in BANDS), LOW[0])
"""Every name of a score, the highest first."""


@dataclass(frozen=True)
class Score:
    """A risk's two figures, their product and what it is called."""

    likelihood: int
    impact: int

    @property
    def value(self) -> int:
        return self.likelihood * self.impact

    @property
    def word(self) -> str:
        """Say how high the risk is: "Low", "Medium", "High" or "Very high"."""
        return self._band[0]

    @property
    def colour(self) -> str:
        """Return the colour of the tag that carries the word."""
        return self._band[1]

    @property
    def sentence(self) -> str:
        """Say what the figures mean: "Likely, and serious for children if it happens"."""
        return (
            f"{LIKELIHOOD[self.likelihood]} (likelihood {self.likelihood} of 5), "
            f"{IMPACT[self.impact].lower()} (impact {self.impact} of 5)"
        )

    @property
    def _band(self) -> tuple[str, str]:
        for least, word, colour in BANDS:
            if self.value >= least:
                return word, colour
        return LOW


def highest_first(score: Score) -> tuple[int, int]:
    """Return a key that sorts the highest risk first; of equals, the one with more impact."""
    return -score.value, -score.impact
