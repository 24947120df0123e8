"""What an e-mail may say of a deadline: what to do, by when, and a reference. Nothing of a child.

The rule: a duty's own title can give away what happened ("the death of a looked-after child"), so
a message names only the kind of work. The page behind it, for those who may see it, says the rest.

Authority: house practice for mail that leaves the portal. Not decided here: who is told, and when.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from deadlines.terms import Bound
from krscp_portal.foundation.days import in_words

WORK: Final[Mapping[str, str]] = {
    "notify_panel": "A notification to the Panel",
    "incident": "A notification",
    "rapid_review": "A rapid review",
    "rapid_review_step": "A step of a rapid review",
    "practice_review": "A step of a practice review",
    "yearly_report": "A step of the yearly report",
    "arrangements": "Republishing the arrangements",
    "priorities": "A look at the priorities",
    "chair": "A chair’s term",
    "decision": "Reporting a decision",
    "training": "A look at a course’s impact",
    "action": "An action",
    "action_impact": "A look at what an action changed",
}
"""By a rule's key where that is safe to say, else by what kind of subject it has."""


def subject_line(
    *, rule_key: str, rule_subject: str, bound: Bound, due: date, on: date, reference: str
) -> str:
    """Say what is due and when, as seen from the day `on`, with the reference and no detail."""
    work = WORK.get(rule_key) or WORK.get(rule_subject, "Something")
    return f"{work} {_when(bound, due, on)} ({reference})"


def moved_line(*, due: date, reference: str) -> str:
    """Say that a date is another one now."""
    return f"A date has moved to {in_words(due)} ({reference})"


def _when(bound: Bound, due: date, on: date) -> str:
    if bound is Bound.NO_EARLIER_THAN:
        return f"may end from {in_words(due)}"
    if on < due:
        return f"is due on {in_words(due)}"
    if on == due:
        return f"is due today, {in_words(due)}"
    return f"was due on {in_words(due)} and is not recorded as done"
