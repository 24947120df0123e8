"""The life of a review beside the rapid one, as a table: which moves there are and from where.

The rule: a review is commissioned by the partners' decision, begins, may stand still for other
proceedings while its clock runs on, is acted on and closed; or it is stopped with a reason. A
local child safeguarding practice review is acted on and closed only after its report was
published, and publishing is not a move of this table, so such a review runs or is stopped here.

Authority: statutory.md §4.2 ST10, ST11, ST11H, ST16, ST17 and X1; that a hold stops no clock is
rule D8's own note. Not decided here: who may make a move (`services.reviews`), when it is due.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict
from partnerships.enums import AuditVerb
from reviews.enums import ReviewKind, ReviewState

S = ReviewState


class ReviewMove(StrEnum):
    """Every move of a review, by the code that the audit keeps."""

    START = "start"
    HOLD = "hold"
    RESUME = "resume"
    ACT = "act"
    CLOSE = "close"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Step:
    """One move: where it may start, where it leads, what the page and the audit say of it."""

    code: ReviewMove
    sources: frozenset[ReviewState]
    target: ReviewState
    verb: AuditVerb
    do: str
    done: str


ENDED: Final = frozenset({S.CLOSED, S.STOPPED})
RUNNING: Final = frozenset(S) - ENDED
PUBLISHED_FIRST: Final = frozenset({ReviewMove.ACT, ReviewMove.CLOSE})

_TABLE: Final = (
    Step(
        ReviewMove.START,
        frozenset({S.COMMISSIONED}),
        S.IN_PROGRESS,
        AuditVerb.OPENED,
        "Begin the review",
        "The review has begun.",
    ),
    Step(
        ReviewMove.HOLD,
        frozenset({S.IN_PROGRESS}),
        S.ON_HOLD,
        AuditVerb.CHANGED,
        "Put it on hold",
        "The review is on hold. Its clock runs on.",
    ),
    Step(
        ReviewMove.RESUME,
        frozenset({S.ON_HOLD}),
        S.IN_PROGRESS,
        AuditVerb.CHANGED,
        "Take it up again",
        "The review goes on.",
    ),
    Step(
        ReviewMove.ACT,
        frozenset({S.IN_PROGRESS}),
        S.ACTIONS,
        AuditVerb.COMPLETED,
        "Say what was learned",
        "What was learned is recorded; its actions are followed now.",
    ),
    Step(
        ReviewMove.CLOSE,
        frozenset({S.ACTIONS}),
        S.CLOSED,
        AuditVerb.ENDED,
        "Close the review",
        "The review is closed.",
    ),
    Step(
        ReviewMove.STOP,
        RUNNING,
        S.STOPPED,
        AuditVerb.ENDED,
        "Stop the review",
        "The review is stopped.",
    ),
)

STEPS: Final[Mapping[ReviewMove, Step]] = {step.code: step for step in _TABLE}

_WHY_NOT: Final[Mapping[ReviewState, str]] = {
    S.COMMISSIONED: "The review has not begun yet.",
    S.IN_PROGRESS: "The review is in progress.",
    S.ON_HOLD: "The review is on hold. Take it up again first.",
    S.ACTIONS: "What the review found is being acted on.",
    S.CLOSED: "The review is closed.",
    S.STOPPED: "The review was stopped.",
}
TO_BE_PUBLISHED: Final = "A practice review is acted on and closed once its report is published."


def check_review(code: ReviewMove, state: ReviewState | str, kind: ReviewKind | str) -> Verdict:
    """Say whether a review of the kind, in `state`, may make the move; if not, how it stands."""
    if ReviewState(state) not in STEPS[code].sources:
        return Refused(_WHY_NOT[ReviewState(state)], code=f"not-from:{state}")
    if kind == ReviewKind.LCSPR and code in PUBLISHED_FIRST:
        return Refused(TO_BE_PUBLISHED, code="not-published")
    return Allowed()


def moves_from(state: ReviewState | str, kind: ReviewKind | str) -> list[Step]:
    """Return the moves that a review may make as it stands, in the table's order."""
    return [step for step in _TABLE if check_review(step.code, state, kind)]
