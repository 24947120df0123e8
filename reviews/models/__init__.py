"""A serious incident from the day it was logged to the rapid review that was sent."""

from reviews.models.costs import CostLine, CostShare
from reviews.models.grants import CaseGrant, CaseGroupGrant, EmergencyAccess
from reviews.models.incident import CaseCounter, Child, Incident
from reviews.models.notification import (
    AwarenessCorrection,
    DeathNotice,
    NotifiedChild,
    PanelNotification,
)
from reviews.models.origin import OtherAuthority, Referral
from reviews.models.outcome import (
    Closure,
    NationalReview,
    PanelResponse,
    Withdrawal,
    WithdrawalAgreement,
)
from reviews.models.rapid_review import RapidReview, SignOff
from reviews.models.requests import (
    AgencyRequest,
    PlanStep,
    PlanTemplateStep,
    RequestEvent,
    RequestFile,
    RequestLink,
)
from reviews.models.review import Review, ReviewTold
from reviews.models.threshold import PartnerView, ThresholdDecision

__all__ = [
    "AgencyRequest",
    "AwarenessCorrection",
    "CaseCounter",
    "CaseGrant",
    "CaseGroupGrant",
    "Child",
    "Closure",
    "CostLine",
    "CostShare",
    "DeathNotice",
    "EmergencyAccess",
    "Incident",
    "NationalReview",
    "NotifiedChild",
    "OtherAuthority",
    "PanelNotification",
    "PanelResponse",
    "PartnerView",
    "PlanStep",
    "PlanTemplateStep",
    "RapidReview",
    "Referral",
    "RequestEvent",
    "RequestFile",
    "RequestLink",
    "Review",
    "ReviewTold",
    "SignOff",
    "ThresholdDecision",
    "Withdrawal",
    "WithdrawalAgreement",
]
