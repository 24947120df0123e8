"""The life of a review beside the rapid one, as a table: which moves there are and from where.

The rule: a review is commissioned by the partners' decision, begins, may stand still for other
proceedings while its clock runs on, is signed, published, acted on and closed; or it is stopped
with a reason. A local child safeguarding practice review is acted on and closed only after its
report was published; any other review may be published and need not be.

Authority: statutory.md §4.2 ST10 to ST17 and X1; that a hold stops no clock is rule D8's own note.
Not decided here: who may make a move (`services.reviews`), when it is due, and what must be true
before a report is published (`publication_gate`).
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
    ASK_FOR_SIGNATURES = "ask_for_signatures"
    TAKE_REPORT_BACK = "take_report_back"
    SIGN = "sign"
    DECIDE_PUBLICATION = "decide_publication"
    SEND_COPIES = "send_copies"
    TAKE_PUBLICATION_BACK = "take_publication_back"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Step:
    """One move: where it may start, where it leads, what the page and the audit say of it.

    One `by_report` is made on the page of the report or of its publication, never by itself.
    """

    code: ReviewMove
    sources: frozenset[ReviewState]
    target: ReviewState
    verb: AuditVerb
    do: str
    done: str
    by_report: bool = False


ENDED: Final = frozenset({S.CLOSED, S.STOPPED})
RUNNING: Final = frozenset(S) - ENDED
PUBLISHING: Final = frozenset({S.PUBLICATION_DECIDED, S.PRE_PUBLICATION})

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
        frozenset({S.IN_PROGRESS, S.SIGNED, S.PUBLISHED}),
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
        RUNNING - {S.PUBLISHED, S.ACTIONS},
        S.STOPPED,
        AuditVerb.ENDED,
        "Stop the review",
        "The review is stopped.",
    ),
    Step(
        ReviewMove.ASK_FOR_SIGNATURES,
        frozenset({S.IN_PROGRESS}),
        S.SIGN_OFF,
        AuditVerb.CHANGED,
        "Ask for signatures",
        "The partners are asked to sign the report.",
        by_report=True,
    ),
    Step(
        ReviewMove.TAKE_REPORT_BACK,
        frozenset({S.SIGN_OFF}),
        S.IN_PROGRESS,
        AuditVerb.CHANGED,
        "Take the report back",
        "The report can be changed again.",
        by_report=True,
    ),
    Step(
        ReviewMove.SIGN,
        frozenset({S.SIGN_OFF}),
        S.SIGNED,
        AuditVerb.COMPLETED,
        "Sign the report",
        "All three partners have signed the report.",
        by_report=True,
    ),
    Step(
        ReviewMove.DECIDE_PUBLICATION,
        frozenset({S.SIGNED, S.PUBLICATION_DECIDED}),
        S.PUBLICATION_DECIDED,
        AuditVerb.DECIDED,
        "Decide what is published",
        "What is published is decided.",
        by_report=True,
    ),
    Step(
        ReviewMove.SEND_COPIES,
        frozenset({S.PUBLICATION_DECIDED}),
        S.PRE_PUBLICATION,
        AuditVerb.SENT,
        "Send the copies before publication",
        "The copies before publication have been sent.",
        by_report=True,
    ),
    Step(
        ReviewMove.TAKE_PUBLICATION_BACK,
        frozenset({S.PRE_PUBLICATION}),
        S.PUBLICATION_DECIDED,
        AuditVerb.CHANGED,
        "Change what is published",
        "What is published can be changed again. New copies are sent before it is.",
        by_report=True,
    ),
    Step(
        ReviewMove.PUBLISH,
        frozenset({S.PUBLICATION_DECIDED, S.PRE_PUBLICATION}),
        S.PUBLISHED,
        AuditVerb.PUBLISHED,
        "Publish",
        "It is published.",
        by_report=True,
    ),
)

STEPS: Final[Mapping[ReviewMove, Step]] = {step.code: step for step in _TABLE}

OWNERS: Final[Mapping[ReviewState, str]] = {
    S.COMMISSIONED: "The business unit: begins the review",
    S.IN_PROGRESS: "Whoever leads the review: writes the report",
    S.ON_HOLD: "Whoever leads the review: takes it up again once it can go on",
    S.SIGN_OFF: "The three safeguarding partners: all sign the report",
    S.SIGNED: "The three safeguarding partners: decide what is published; the business unit where nothing is",
    S.PUBLICATION_DECIDED: "The business unit: checks the text and sends the copies",
    S.PRE_PUBLICATION: "The business unit: tells the family and publishes on the day",
    S.PUBLISHED: "The business unit: says what was learned",
    S.ACTIONS: "Whoever owes an action",
    S.CLOSED: "Nobody",
    S.STOPPED: "Nobody",
}
"""Who owes the next move of a review in each state."""

_WHY_NOT: Final[Mapping[ReviewState, str]] = {
    S.COMMISSIONED: "The review has not begun yet.",
    S.IN_PROGRESS: "The review is in progress.",
    S.ON_HOLD: "The review is on hold. Take it up again first.",
    S.SIGN_OFF: "The review’s report waits for the partners’ signatures.",
    S.SIGNED: "The partners have signed the review’s report.",
    S.PUBLICATION_DECIDED: "It is decided what is published of the review.",
    S.PRE_PUBLICATION: "The copies before publication have been sent.",
    S.PUBLISHED: "The review’s report is published.",
    S.ACTIONS: "What the review found is being acted on.",
    S.CLOSED: "The review is closed.",
    S.STOPPED: "The review was stopped.",
}
TO_BE_PUBLISHED: Final = "A practice review is acted on and closed once its report is published."
COPIES_FIRST: Final = (
    "A practice review is published after the copies before publication were sent."
)


def check_review(code: ReviewMove, state: ReviewState | str, kind: ReviewKind | str) -> Verdict:
    """Say whether a review of the kind, in `state`, may make the move; if not, how it stands."""
    if ReviewState(state) not in STEPS[code].sources:
        return Refused(_WHY_NOT[ReviewState(state)], code=f"not-from:{state}")
    if kind != ReviewKind.LCSPR:
        return Allowed()
    if code is ReviewMove.ACT and state != S.PUBLISHED:
        return Refused(TO_BE_PUBLISHED, code="not-published")
    if code is ReviewMove.PUBLISH and state != S.PRE_PUBLICATION:
        return Refused(COPIES_FIRST, code="not-sent")
    return Allowed()


def moves_from(state: ReviewState | str, kind: ReviewKind | str) -> list[Step]:
    """Return the moves that a review may make as it stands, in the table's order.

    Those of its report are left out: the report's own page offers them.
    """
    return [step for step in _TABLE if not step.by_report and check_review(step.code, state, kind)]
