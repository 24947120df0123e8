"""Everything that changes a case."""

from reviews.services.answers_of_the_panel import (
    NationalFacts,
    PanelResponseFacts,
    keep_letter,
    mirror_national_review,
    note_letter_taken,
    record_panel_response,
    reply_to_panel,
    revise_rapid_review,
)
from reviews.services.endings import close_case, hold_review, reopen_case
from reviews.services.incidents import (
    ChildFacts,
    IncidentFacts,
    correct_awareness,
    log_incident,
)
from reviews.services.notifications import (
    DeathNoticeFacts,
    NotificationFacts,
    record_death_notice,
    record_notification,
)
from reviews.services.origins import (
    AuthorityFacts,
    ReferralFacts,
    add_other_authority,
    record_referral,
    remove_other_authority,
)
from reviews.services.people import (
    lift_restriction,
    name_person,
    note_reading,
    open_emergency_access,
    remove_person,
    restrict_case,
)
from reviews.services.rapid_reviews import (
    CompletionFacts,
    Signature,
    complete_rapid_review,
    name_lead,
    record_sent,
)
from reviews.services.threshold import (
    DecisionFacts,
    ViewFacts,
    reconsider,
    record_decision,
    record_view,
)
from reviews.services.withdrawing import Agreement, WithdrawalFacts, withdraw_notification

__all__ = [
    "Agreement",
    "AuthorityFacts",
    "ChildFacts",
    "CompletionFacts",
    "DeathNoticeFacts",
    "DecisionFacts",
    "IncidentFacts",
    "NationalFacts",
    "NotificationFacts",
    "PanelResponseFacts",
    "ReferralFacts",
    "Signature",
    "ViewFacts",
    "WithdrawalFacts",
    "add_other_authority",
    "close_case",
    "complete_rapid_review",
    "correct_awareness",
    "hold_review",
    "keep_letter",
    "lift_restriction",
    "log_incident",
    "mirror_national_review",
    "name_lead",
    "name_person",
    "note_letter_taken",
    "note_reading",
    "open_emergency_access",
    "reconsider",
    "record_death_notice",
    "record_decision",
    "record_notification",
    "record_panel_response",
    "record_referral",
    "record_sent",
    "record_view",
    "remove_other_authority",
    "remove_person",
    "reopen_case",
    "reply_to_panel",
    "restrict_case",
    "revise_rapid_review",
    "withdraw_notification",
]
