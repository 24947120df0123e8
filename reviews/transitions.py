"""The life of a case as tables: which moves there are, from where to where, and who owes the next.

The rule: an incident is logged, the three safeguarding partners give their views, it is decided
whether to notify, the notification opens a rapid review by itself, the review is completed and
sent. Nothing else changes a case's state, and each move leaves its own audit row.

Authority: Children Act 2004 s.16C(1) and Working Together's chapter on learning from serious
incidents (notification); the Panel's newsletter (a rapid review follows every valid
notification); Panel guidance (a review is sent when it is complete). That the three partners are
heard first, and that what was decided may be reconsidered, is good practice rather than law.

Not decided here: who may make a move (`permissions`), what the threshold is (`threshold`), which
moments are possible (`timing`), when anything is due (the app `deadlines`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict
from partnerships.enums import AuditVerb
from reviews.enums import CaseState

S = CaseState


class MoveCode(StrEnum):
    """Every move, by the code that the audit keeps."""

    LOG = "log"
    RECORD_VIEW = "record_view"
    DECIDE_TO_NOTIFY = "decide_to_notify"
    DECIDE_NOT_TO_NOTIFY = "decide_not_to_notify"
    RECONSIDER = "reconsider"
    NOTIFY = "notify"
    OPEN_RAPID_REVIEW = "open_rapid_review"
    NOTIFY_AGAIN = "notify_again"
    NAME_LEAD = "name_lead"
    COMPLETE_RAPID_REVIEW = "complete_rapid_review"
    SEND_RAPID_REVIEW = "send_rapid_review"
    RECORD_DEATH_NOTICE = "record_death_notice"
    CORRECT_AWARENESS = "correct_awareness"


@dataclass(frozen=True, slots=True)
class Move:
    """One move: where it may start, where it leads, and how the audit and the page tell of it.

    A move without a `target` leaves the state as it is.
    """

    code: MoveCode
    sources: frozenset[CaseState]
    target: CaseState | None
    verb: AuditVerb
    said: str
    automatic: bool = False


EVERY: Final = frozenset(S)
OPEN_REVIEW_OR_LATER: Final = frozenset(
    {S.RAPID_REVIEW_OPEN, S.RAPID_REVIEW_COMPLETED, S.RAPID_REVIEW_SENT}
)
CLOSED: Final = frozenset({S.NOT_NOTIFIABLE, S.RAPID_REVIEW_SENT})
"""Where nothing is left to do on the case itself."""

_TABLE: Final = (
    Move(MoveCode.LOG, frozenset(), S.LOGGED, AuditVerb.LOGGED, "Incident logged"),
    Move(
        MoveCode.RECORD_VIEW,
        frozenset({S.LOGGED, S.THRESHOLD}),
        S.THRESHOLD,
        AuditVerb.DECIDED,
        "Partner’s view recorded",
    ),
    Move(
        MoveCode.DECIDE_TO_NOTIFY,
        frozenset({S.THRESHOLD}),
        S.NOTIFIABLE,
        AuditVerb.DECIDED,
        "Decided to notify the Panel",
    ),
    Move(
        MoveCode.DECIDE_NOT_TO_NOTIFY,
        frozenset({S.THRESHOLD}),
        S.NOT_NOTIFIABLE,
        AuditVerb.DECIDED,
        "Decided not to notify",
    ),
    Move(
        MoveCode.RECONSIDER,
        frozenset({S.NOT_NOTIFIABLE, S.NOTIFIABLE}),
        S.THRESHOLD,
        AuditVerb.CHANGED,
        "Decision taken up again",
    ),
    Move(
        MoveCode.NOTIFY,
        frozenset({S.NOTIFIABLE}),
        S.NOTIFIED,
        AuditVerb.NOTIFIED,
        "Panel notified",
    ),
    Move(
        MoveCode.OPEN_RAPID_REVIEW,
        frozenset({S.NOTIFIED}),
        S.RAPID_REVIEW_OPEN,
        AuditVerb.OPENED,
        "Rapid review opened",
        automatic=True,
    ),
    Move(
        MoveCode.NOTIFY_AGAIN,
        OPEN_REVIEW_OR_LATER,
        None,
        AuditVerb.NOTIFIED,
        "Panel notified of a further child",
    ),
    Move(
        MoveCode.NAME_LEAD,
        frozenset({S.RAPID_REVIEW_OPEN}),
        None,
        AuditVerb.CHANGED,
        "Lead of the rapid review named",
    ),
    Move(
        MoveCode.COMPLETE_RAPID_REVIEW,
        frozenset({S.RAPID_REVIEW_OPEN}),
        S.RAPID_REVIEW_COMPLETED,
        AuditVerb.COMPLETED,
        "Rapid review completed",
    ),
    Move(
        MoveCode.SEND_RAPID_REVIEW,
        frozenset({S.RAPID_REVIEW_COMPLETED}),
        S.RAPID_REVIEW_SENT,
        AuditVerb.SENT,
        "Rapid review sent to the Panel",
    ),
    Move(
        MoveCode.RECORD_DEATH_NOTICE,
        EVERY,
        None,
        AuditVerb.NOTIFIED,
        "Secretary of State and Ofsted told of a death",
    ),
    Move(
        MoveCode.CORRECT_AWARENESS,
        EVERY,
        None,
        AuditVerb.CORRECTED,
        "Moment of awareness corrected",
    ),
)

MOVES: Final[Mapping[MoveCode, Move]] = {move.code: move for move in _TABLE}

OWNERS: Final[Mapping[CaseState, str]] = {
    S.LOGGED: "The three safeguarding partners: each gives a view",
    S.THRESHOLD: "The three safeguarding partners; the local authority where they differ",
    S.NOT_NOTIFIABLE: "Nobody; it may be taken up again",
    S.NOTIFIABLE: "The local authority where the incident happened",
    S.NOTIFIED: "Nobody: the rapid review opens in the same moment",
    S.RAPID_REVIEW_OPEN: "The three safeguarding partners: all sign it off",
    S.RAPID_REVIEW_COMPLETED: "The three safeguarding partners, through the business unit",
    S.RAPID_REVIEW_SENT: "Nobody",
}
"""Who owes the next move of a case in each state."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next move that a case waits for, in words that say what to do."""

    move: MoveCode
    words: str


NEXT: Final[Mapping[CaseState, NextStep]] = {
    S.LOGGED: NextStep(MoveCode.RECORD_VIEW, "Record the partners’ views"),
    S.THRESHOLD: NextStep(MoveCode.DECIDE_TO_NOTIFY, "Record the views and the decision"),
    S.NOTIFIABLE: NextStep(MoveCode.NOTIFY, "Record the notification to the Panel"),
    S.RAPID_REVIEW_OPEN: NextStep(MoveCode.COMPLETE_RAPID_REVIEW, "Complete the rapid review"),
    S.RAPID_REVIEW_COMPLETED: NextStep(
        MoveCode.SEND_RAPID_REVIEW, "Send the rapid review to the Panel"
    ),
}
"""What each state that waits for somebody waits for."""

_WHY_NOT: Final[Mapping[CaseState, str]] = {
    S.LOGGED: "No partner has given a view yet, so nothing can be decided.",
    S.THRESHOLD: "It has not been decided yet whether to notify the Panel.",
    S.NOT_NOTIFIABLE: "It was decided not to notify. Take the decision up again first.",
    S.NOTIFIABLE: "It was decided to notify, and the notification has not been recorded yet.",
    S.NOTIFIED: "The Panel has been notified and the rapid review is about to open.",
    S.RAPID_REVIEW_OPEN: "The Panel has been notified and the rapid review is open.",
    S.RAPID_REVIEW_COMPLETED: "The rapid review is complete and can no longer be changed.",
    S.RAPID_REVIEW_SENT: "The rapid review has been sent to the Panel.",
}


def check(code: MoveCode, state: CaseState | str) -> Verdict:
    """Say whether a case in `state` may make the move, and if not, how the case stands.

    Refuses every pair that the table does not list.
    """
    if CaseState(state) in MOVES[code].sources:
        return Allowed()
    return Refused(_WHY_NOT[CaseState(state)], code=f"not-from:{state}")


def is_closed(state: CaseState | str) -> bool:
    """Say whether nothing is left to do on a case in this state."""
    return CaseState(state) in CLOSED
