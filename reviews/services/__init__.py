"""Everything that changes a case."""

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

__all__ = [
    "ChildFacts",
    "CompletionFacts",
    "DeathNoticeFacts",
    "DecisionFacts",
    "IncidentFacts",
    "NotificationFacts",
    "Signature",
    "ViewFacts",
    "complete_rapid_review",
    "correct_awareness",
    "lift_restriction",
    "log_incident",
    "name_lead",
    "name_person",
    "note_reading",
    "open_emergency_access",
    "reconsider",
    "record_death_notice",
    "record_decision",
    "record_notification",
    "record_sent",
    "record_view",
    "remove_person",
    "restrict_case",
]
