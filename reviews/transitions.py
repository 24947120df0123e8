"""The life of a case as tables: which moves there are, from where to where, and who owes the next.

The rule: an incident is logged, the three safeguarding partners give their views, it is decided
whether to notify, the notification opens a rapid review by itself, all three partners sign its
report, it is sent, the Panel answers, a further review is held or none, and somebody closes the
case. A notification may be withdrawn until the rapid review is complete. Nothing else changes a
case's state, and each move leaves its own audit row.

Authority: Children Act 2004 s.16C(1) and Working Together's chapter on learning from serious
incidents (notification); the Panel's newsletter (a rapid review follows every valid
notification, unless it is later shown not to meet the criteria); Panel guidance (a review is sent
when it is complete). No duty sets a time for the Panel's answer. That the three partners are heard
first, that what was decided may be reconsidered, and that a case is closed by somebody and may be
opened again, is good practice rather than law.

Not decided here: who may make a move (`permissions`), what the threshold is (`threshold`), which
moments are possible (`timing`), what keeps a case open (`closing`), when anything is due (the app
`deadlines`).
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
    ASK_FOR_SIGNATURES = "ask_for_signatures"
    TAKE_REPORT_BACK = "take_report_back"
    COMPLETE_RAPID_REVIEW = "complete_rapid_review"
    SEND_RAPID_REVIEW = "send_rapid_review"
    WITHDRAW = "withdraw"
    RECORD_PANEL_RESPONSE = "record_panel_response"
    REVISE_RAPID_REVIEW = "revise_rapid_review"
    HOLD_REVIEW = "hold_review"
    CLOSE_CASE = "close_case"
    REOPEN_CASE = "reopen_case"
    MIRROR_NATIONAL = "mirror_national"
    RECORD_REFERRAL = "record_referral"
    ADD_OTHER_AUTHORITY = "add_other_authority"
    RECORD_DEATH_NOTICE = "record_death_notice"
    CORRECT_AWARENESS = "correct_awareness"


@dataclass(frozen=True, slots=True)
class Move:
    """One move: where it may start, where it leads, and how the audit and the page tell of it.

    A move without a `target` leaves the state as it is, and so does one that starts from a state
    in `stays`. One that goes `back` leads to the state that the case was closed in.
    """

    code: MoveCode
    sources: frozenset[CaseState]
    target: CaseState | None
    verb: AuditVerb
    said: str
    automatic: bool = False
    stays: frozenset[CaseState] = frozenset()
    back: bool = False

    def leads_from(self, state: CaseState | str) -> CaseState:
        """Return the state after the move, made from this one; `back` moves are told where to."""
        source = CaseState(state)
        return source if self.target is None or source in self.stays else self.target


EVERY: Final = frozenset(S)
WAITS_FOR_SIGNATURES: Final = frozenset({S.RAPID_REVIEW_OPEN, S.RAPID_REVIEW_SIGN_OFF})
AFTER_SENDING: Final = frozenset({S.RAPID_REVIEW_SENT, S.PANEL_RESPONDED, S.FURTHER_REVIEW})
OPEN_REVIEW_OR_LATER: Final = (
    WAITS_FOR_SIGNATURES | AFTER_SENDING | frozenset({S.RAPID_REVIEW_COMPLETED})
)
"""Where the case was notified and is still worked on."""
MAY_CLOSE: Final = AFTER_SENDING | frozenset({S.NOT_NOTIFIABLE, S.WITHDRAWN})
CLOSED: Final = frozenset({S.CLOSED})
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
        MoveCode.ASK_FOR_SIGNATURES,
        frozenset({S.RAPID_REVIEW_OPEN}),
        S.RAPID_REVIEW_SIGN_OFF,
        AuditVerb.CHANGED,
        "Partners asked to sign the rapid review",
    ),
    Move(
        MoveCode.TAKE_REPORT_BACK,
        frozenset({S.RAPID_REVIEW_SIGN_OFF}),
        S.RAPID_REVIEW_OPEN,
        AuditVerb.CHANGED,
        "Report taken back to be changed",
    ),
    Move(
        MoveCode.COMPLETE_RAPID_REVIEW,
        frozenset({S.RAPID_REVIEW_SIGN_OFF}),
        S.RAPID_REVIEW_COMPLETED,
        AuditVerb.COMPLETED,
        "Rapid review completed",
    ),
    Move(
        MoveCode.SEND_RAPID_REVIEW,
        frozenset({S.RAPID_REVIEW_COMPLETED, S.FURTHER_REVIEW}),
        S.RAPID_REVIEW_SENT,
        AuditVerb.SENT,
        "Rapid review sent to the Panel",
        stays=frozenset({S.FURTHER_REVIEW}),
    ),
    Move(
        MoveCode.WITHDRAW,
        frozenset({S.NOTIFIED, *WAITS_FOR_SIGNATURES}),
        S.WITHDRAWN,
        AuditVerb.DECIDED,
        "Notification withdrawn",
    ),
    Move(
        MoveCode.RECORD_PANEL_RESPONSE,
        AFTER_SENDING,
        S.PANEL_RESPONDED,
        AuditVerb.CHANGED,
        "Panel’s answer recorded",
        stays=frozenset({S.FURTHER_REVIEW}),
    ),
    Move(
        MoveCode.REVISE_RAPID_REVIEW,
        frozenset({S.PANEL_RESPONDED}),
        S.RAPID_REVIEW_OPEN,
        AuditVerb.OPENED,
        "Rapid review taken up again",
    ),
    Move(
        MoveCode.HOLD_REVIEW,
        AFTER_SENDING | {S.NOT_NOTIFIABLE, S.RAPID_REVIEW_COMPLETED},
        S.FURTHER_REVIEW,
        AuditVerb.OPENED,
        "Further review opened",
        stays=frozenset({S.FURTHER_REVIEW}),
    ),
    Move(
        MoveCode.CLOSE_CASE,
        MAY_CLOSE,
        S.CLOSED,
        AuditVerb.ENDED,
        "Case closed",
    ),
    Move(
        MoveCode.REOPEN_CASE,
        CLOSED,
        None,
        AuditVerb.OPENED,
        "Case opened again",
        back=True,
    ),
    Move(
        MoveCode.MIRROR_NATIONAL,
        OPEN_REVIEW_OR_LATER | CLOSED,
        None,
        AuditVerb.CHANGED,
        "National review recorded",
    ),
    Move(MoveCode.RECORD_REFERRAL, EVERY, None, AuditVerb.CHANGED, "Referral recorded"),
    Move(
        MoveCode.ADD_OTHER_AUTHORITY,
        EVERY,
        None,
        AuditVerb.CHANGED,
        "Other authorities changed",
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
    S.NOT_NOTIFIABLE: "The business unit: opens the review that was decided, or closes the case",
    S.NOTIFIABLE: "The local authority where the incident happened",
    S.NOTIFIED: "Nobody: the rapid review opens in the same moment",
    S.WITHDRAWN: "The business unit: closes the case",
    S.RAPID_REVIEW_OPEN: "The business unit: writes the report with the agencies",
    S.RAPID_REVIEW_SIGN_OFF: "The three safeguarding partners: all sign it off",
    S.RAPID_REVIEW_COMPLETED: "The three safeguarding partners, through the business unit",
    S.RAPID_REVIEW_SENT: "The Panel: no duty sets a time for its answer",
    S.PANEL_RESPONDED: "The business unit: opens the review that was decided, or closes the case",
    S.FURTHER_REVIEW: "Whoever leads the further review",
    S.CLOSED: "Nobody; it may be opened again",
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
    S.NOT_NOTIFIABLE: NextStep(
        MoveCode.CLOSE_CASE, "Open the review that was decided, or close the case"
    ),
    S.NOTIFIABLE: NextStep(MoveCode.NOTIFY, "Record the notification to the Panel"),
    S.WITHDRAWN: NextStep(MoveCode.CLOSE_CASE, "Close the case"),
    S.RAPID_REVIEW_OPEN: NextStep(MoveCode.ASK_FOR_SIGNATURES, "Complete the rapid review"),
    S.RAPID_REVIEW_SIGN_OFF: NextStep(
        MoveCode.COMPLETE_RAPID_REVIEW, "Have the rapid review signed"
    ),
    S.RAPID_REVIEW_COMPLETED: NextStep(
        MoveCode.SEND_RAPID_REVIEW, "Send the rapid review to the Panel"
    ),
    S.PANEL_RESPONDED: NextStep(
        MoveCode.CLOSE_CASE, "Open the review that was decided, or close the case"
    ),
}
"""What each state that waits for the partnership waits for."""

WAITS_FOR_OTHERS: Final = frozenset({S.NOTIFIED, S.RAPID_REVIEW_SENT, S.FURTHER_REVIEW})
"""Where the case itself waits: for a moment, for the Panel, for the review that is held."""

_WHY_NOT: Final[Mapping[CaseState, str]] = {
    S.LOGGED: "No partner has given a view yet, so nothing can be decided.",
    S.THRESHOLD: "It has not been decided yet whether to notify the Panel.",
    S.NOT_NOTIFIABLE: "It was decided not to notify. Take the decision up again first.",
    S.NOTIFIABLE: "It was decided to notify, and the notification has not been recorded yet.",
    S.NOTIFIED: "The Panel has been notified and the rapid review is about to open.",
    S.WITHDRAWN: "The notification was withdrawn.",
    S.RAPID_REVIEW_OPEN: "The Panel has been notified and the rapid review is open.",
    S.RAPID_REVIEW_SIGN_OFF: "The rapid review waits for the partners’ signatures.",
    S.RAPID_REVIEW_COMPLETED: "The rapid review is complete and can no longer be changed.",
    S.RAPID_REVIEW_SENT: "The rapid review has been sent to the Panel.",
    S.PANEL_RESPONDED: "The Panel has answered the rapid review.",
    S.FURTHER_REVIEW: "A further review of this case is under way.",
    S.CLOSED: "The case is closed. Open it again first.",
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
