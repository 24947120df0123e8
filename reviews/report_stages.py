"""How far a report is, from the state of the case or review that it is about.

The rule: it is written while its review runs, waits unchanged while the partners sign, and is
never changed once they have (statutory.md §4.2, forbidden: editing a signed version). Taking it
back opens it again; thinking again (the Panel's wish) opens it for another version.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict
from reviews.enums import CaseState, ReviewState

C, R = CaseState, ReviewState


class Stage(StrEnum):
    """Where a report stands."""

    NOT_YET = "not_yet"
    WRITING = "writing"
    SIGNING = "signing"
    SIGNED = "signed"
    ENDED = "ended"


_CASES: Final[Mapping[CaseState, Stage]] = {
    C.RAPID_REVIEW_OPEN: Stage.WRITING,
    C.RAPID_REVIEW_SIGN_OFF: Stage.SIGNING,
    C.RAPID_REVIEW_COMPLETED: Stage.SIGNED,
    C.RAPID_REVIEW_SENT: Stage.SIGNED,
    C.PANEL_RESPONDED: Stage.SIGNED,
    C.FURTHER_REVIEW: Stage.SIGNED,
    C.WITHDRAWN: Stage.ENDED,
    C.CLOSED: Stage.ENDED,
}
_REVIEWS: Final[Mapping[ReviewState, Stage]] = {
    R.IN_PROGRESS: Stage.WRITING,
    R.ON_HOLD: Stage.WRITING,
    R.SIGN_OFF: Stage.SIGNING,
    R.SIGNED: Stage.SIGNED,
    R.PUBLICATION_DECIDED: Stage.SIGNED,
    R.PRE_PUBLICATION: Stage.SIGNED,
    R.PUBLISHED: Stage.SIGNED,
    R.ACTIONS: Stage.ENDED,
    R.CLOSED: Stage.ENDED,
    R.STOPPED: Stage.ENDED,
}
WHY_NOT: Final[Mapping[Stage, str]] = {
    Stage.NOT_YET: "There is nothing to report on yet.",
    Stage.SIGNING: "The report is out for signatures. Take it back to change it.",
    Stage.SIGNED: "The report is signed and can no longer be changed.",
    Stage.ENDED: "The report can no longer be changed.",
}
SHOWN: Final[Mapping[Stage, tuple[str, str]]] = {
    Stage.NOT_YET: ("Not begun", "grey"),
    Stage.WRITING: ("Being written", "blue"),
    Stage.SIGNING: ("Waiting for signatures", "yellow"),
    Stage.SIGNED: ("Signed", "green"),
    Stage.ENDED: ("Closed", "grey"),
}
"""What people read of each, and the colour that repeats it."""


def stage_of_case(state: CaseState | str) -> Stage:
    """Return how far the report of a rapid review is."""
    return _CASES.get(CaseState(state), Stage.NOT_YET)


def stage_of_review(state: ReviewState | str) -> Stage:
    """Return how far the report of a review is."""
    return _REVIEWS.get(ReviewState(state), Stage.NOT_YET)


def may_write(stage: Stage) -> Verdict:
    """Say whether the text may be changed; if not, why."""
    if stage is Stage.WRITING:
        return Allowed()
    return Refused(WHY_NOT[stage], code=f"not-writing:{stage.value}")


def may_remark(stage: Stage) -> Verdict:
    """Say whether a remark may be made or answered: while it is written and while it is signed."""
    if stage in (Stage.WRITING, Stage.SIGNING):
        return Allowed()
    return Refused(WHY_NOT[stage], code=f"not-writing:{stage.value}")


def may_sign(stage: Stage) -> Verdict:
    """Say whether the report waits for signatures."""
    if stage is Stage.SIGNING:
        return Allowed()
    if stage is Stage.WRITING:
        return Refused("The report is being written. Nobody can sign it yet.", code="not-frozen")
    return Refused(WHY_NOT[stage], code=f"not-signing:{stage.value}")
