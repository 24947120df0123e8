"""What a report contains: the sections of a rapid review's and of a review's, in their order.

The rule: a rapid review says what is known, what was done for safety, what can be shared now, and
what could be improved; a practice review names its reviewers, says what should improve and why
things went as they did, and recommends it to somebody by a day. What is required is what those
sources ask for; the other sections are where a partnership puts what it must hold anyway.

Authority: statutory.md §3.3 and §3.4 (S4 App7; S1 recommendation 18 for characteristics). Not
decided here: what follows from a rapid review (its outcome and criteria, `reviews.criteria`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reviews.enums import ReportKind

PANEL_PURPOSES: Final = "Merton’s arrangements, appendix 7: the purposes of a rapid review"
REPORT_CONTENTS: Final = "Merton’s arrangements, appendix 7: what a report must contain"
RECORD: Final = "Kept for the record of a rapid review"
GOOD: Final = "Good practice"


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """One section: its key, its title, what belongs into it, and whether it may stay empty."""

    key: str
    title: str
    holds: str
    required: bool
    source: str


_RAPID: Final = (
    SectionSpec(
        "facts",
        "Facts established so far",
        "What happened, as far as it can be readily established. Pseudonyms only.",
        True,
        PANEL_PURPOSES,
    ),
    SectionSpec(
        "safety",
        "Immediate action for safety",
        "What was done at once for the children concerned, their siblings and others.",
        True,
        PANEL_PURPOSES,
    ),
    SectionSpec(
        "family",
        "Family and characteristics",
        "Who belongs to the family, by relation; ethnicity, disability and what else matters for "
        "seeing unequal outcomes.",
        False,
        RECORD,
    ),
    SectionSpec(
        "agencies",
        "Agencies and the time looked at",
        "Who knew the family, and from when to when the chronology runs.",
        False,
        RECORD,
    ),
    SectionSpec(
        "voice",
        "Voice of the child",
        "What the children said or showed, and who heard it.",
        False,
        RECORD,
    ),
    SectionSpec(
        "learning",
        "Learning to share now",
        "What others can use before any further review is finished.",
        True,
        PANEL_PURPOSES,
    ),
    SectionSpec(
        "improvement",
        "Potential to improve practice",
        "What could be found out that would make children safer, and what is known already.",
        True,
        PANEL_PURPOSES,
    ),
    SectionSpec(
        "known_before",
        "Identified before",
        "Which of it was found in earlier reviews, and what came of that.",
        False,
        RECORD,
    ),
    SectionSpec(
        "parallel",
        "Other proceedings",
        "Criminal, coronial, family and other proceedings, and what they mean for this one.",
        False,
        RECORD,
    ),
)
_REVIEW: Final = (
    SectionSpec(
        "reviewers",
        "Reviewers",
        "Who reviewed, by name and role; a report names its reviewers.",
        True,
        REPORT_CONTENTS,
    ),
    SectionSpec(
        "scope",
        "Scope and method",
        "The period, the questions and the method that were agreed.",
        False,
        GOOD,
    ),
    SectionSpec(
        "voice",
        "What the family and the children said",
        "Their views and how they were heard, or that they chose not to take part.",
        False,
        GOOD,
    ),
    SectionSpec(
        "improvements",
        "Summary of recommended improvements",
        "What those who safeguard children should do better, in a few paragraphs.",
        True,
        REPORT_CONTENTS,
    ),
    SectionSpec(
        "reasons",
        "Why actions were or were not taken",
        "The systemic or underlying reasons, beyond what one person did.",
        True,
        REPORT_CONTENTS,
    ),
    SectionSpec(
        "good_practice",
        "Good practice",
        "What went well and should be kept.",
        False,
        GOOD,
    ),
    SectionSpec(
        "recommendations",
        "Recommendations",
        "For each: who, together and singly; what; by when; and which outcome shows that it worked.",
        True,
        REPORT_CONTENTS,
    ),
)

SECTIONS: Final[Mapping[ReportKind, tuple[SectionSpec, ...]]] = {
    ReportKind.RAPID_REVIEW: _RAPID,
    ReportKind.REVIEW: _REVIEW,
}


def sections_of(kind: ReportKind | str) -> tuple[SectionSpec, ...]:
    """Return the sections of a kind of report, in their order."""
    return SECTIONS[ReportKind(kind)]


def left_empty(kind: ReportKind | str, bodies: Mapping[str, str]) -> list[str]:
    """Return the titles of the required sections that hold no words; `bodies` are by key."""
    return [
        each.title
        for each in sections_of(kind)
        if each.required and not bodies.get(each.key, "").strip()
    ]
