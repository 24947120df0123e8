"""What a practice review needs before it begins, and what its terms need before they are agreed.

The rule: a local child safeguarding practice review begins once its terms of reference are agreed
and each reviewer who is commissioned was checked on every point of `competence` and said whether
they have a conflict; a conflict that was declared is answered; and each point is met by one of
them at least. Its terms are agreed once they say how it is held, over which period, what is asked,
how far it goes and what it may cost. Any other review may begin at once: terms that it has are
agreed once they ask a question, and a reviewer that it has may be checked in the same way.

Authority: statutory.md §4.2 ST10 (commissioned, what is recorded) and S4 App7. That a point which
nobody meets holds the start is the portal's own rule: the guidance asks partners to consider each.
Not decided here: who may begin a review, and from which state (`review_transitions`).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from reviews.competence import KEYS, NAMES
from reviews.enums import ReviewKind


@dataclass(frozen=True, kw_only=True)
class Lead:
    """A reviewer who is commissioned: which points were looked at and met, and of conflicts."""

    name: str
    checked: Collection[str]
    met: Collection[str]
    has_declared: bool
    has_conflict: bool
    is_answered: bool


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """Which parts of the terms of reference are written."""

    method: bool = False
    period: bool = False
    questions: bool = False
    proportionality: bool = False
    budget: bool = False


def lacks_for_start(
    kind: ReviewKind | str, *, terms_agreed: bool, leads: Sequence[Lead]
) -> list[str]:
    """Return what a review of the kind still needs before it begins, a sentence for each thing."""
    if kind != ReviewKind.LCSPR:
        return []
    found = [] if terms_agreed else ["The terms of reference are not agreed."]
    if not leads:
        return [*found, "No reviewer is commissioned."]
    for lead in leads:
        found += lacks_of(lead)
    return found + _met_by_nobody(leads)


def lacks_of(lead: Lead) -> list[str]:
    """Return what is still open about one reviewer, a sentence for each thing."""
    found = []
    left = [NAMES[key].lower() for key in KEYS if key not in lead.checked]
    if left:
        found.append(f"{lead.name} is not checked on: {', '.join(left)}.")
    if not lead.has_declared:
        found.append(f"{lead.name} has not said whether they have a conflict of interest.")
    elif lead.has_conflict and not lead.is_answered:
        found.append(f"Nobody has said how the conflict that {lead.name} declared is dealt with.")
    return found


def lacks_of_terms(kind: ReviewKind | str, drafted: Drafted) -> list[str]:
    """Return what terms of reference lack before they are agreed, a sentence for each thing."""
    found = [] if drafted.questions else ["Write at least one question."]
    if kind != ReviewKind.LCSPR:
        return found
    return [
        *_said(drafted.method, "Choose how the review is held."),
        *_said(drafted.period, "Say which period it looks at, from its first day to its last."),
        *found,
        *_said(drafted.proportionality, "Say how far it goes, so that it stays proportionate."),
        *_said(drafted.budget, "Set a budget, nought where it costs nothing."),
    ]


def _said(there: bool, otherwise: str) -> Iterable[str]:
    return () if there else (otherwise,)


def _met_by_nobody(leads: Sequence[Lead]) -> list[str]:
    open_ = [
        NAMES[key].lower()
        for key in KEYS
        if all(key in lead.checked for lead in leads) and not any(key in lead.met for lead in leads)
    ]
    if not open_:
        return []
    return [f"No reviewer meets: {', '.join(open_)}. Commission one who does beside them."]
