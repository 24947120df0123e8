"""The criteria of a local review and the circumstances to have regard to, as data.

The rule: the partners say of each whether it is met and why. Meeting one obliges nobody to hold a
review; the decision and its reasons are theirs and are open (statutory.md §4.3).

Authority: regulation 11 of SI 2018/789 for (a) to (d), read here; the circumstances as Merton's
arrangements repeat the guidance (S4 App7). Not decided here: whether a review is held.
"""

from dataclasses import dataclass
from typing import Final

REGULATION: Final = "SI 2018/789, regulation 11"
REGARD: Final = "Merton’s arrangements, appendix 7"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion or circumstance: its key, its words, where it stands and how surely."""

    key: str
    words: str
    source: str
    confidence: str


CRITERIA: Final = (
    Criterion(
        "local_a",
        "The case shows that the safeguarding of children needs to improve, even where that was "
        "found before.",
        f"{REGULATION} (a)",
        "V",
    ),
    Criterion(
        "local_b",
        "The case shows themes that come back in the safeguarding of children.",
        f"{REGULATION} (b)",
        "V",
    ),
    Criterion(
        "local_c",
        "The case raises concerns about how two or more organisations worked together.",
        f"{REGULATION} (c)",
        "V",
    ),
    Criterion(
        "local_d",
        "The Panel considered the case and found a local review more fitting.",
        f"{REGULATION} (d)",
        "V",
    ),
)
CIRCUMSTANCES: Final = (
    Criterion(
        "single_agency", "There is cause for concern about one agency’s actions.", REGARD, "V"
    ),
    Criterion("no_agency", "No agency was involved with the family.", REGARD, "V"),
    Criterion(
        "several_areas",
        "More than one local authority, police force or integrated care board is concerned, or "
        "the family moved.",
        REGARD,
        "V",
    ),
    Criterion("institution", "It happened in an institutional setting.", REGARD, "V"),
)
ALL: Final = (*CRITERIA, *CIRCUMSTANCES)
KEYS: Final = frozenset(each.key for each in ALL)
