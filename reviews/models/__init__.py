"""A serious incident from the day it was logged to the rapid review that was sent."""

from reviews.models.grants import CaseGrant, CaseGroupGrant, EmergencyAccess
from reviews.models.incident import CaseCounter, Child, Incident
from reviews.models.notification import (
    AwarenessCorrection,
    DeathNotice,
    NotifiedChild,
    PanelNotification,
)
from reviews.models.rapid_review import RapidReview, SignOff
from reviews.models.threshold import PartnerView, ThresholdDecision

__all__ = [
    "AwarenessCorrection",
    "CaseCounter",
    "CaseGrant",
    "CaseGroupGrant",
    "Child",
    "DeathNotice",
    "EmergencyAccess",
    "Incident",
    "NotifiedChild",
    "PanelNotification",
    "PartnerView",
    "RapidReview",
    "SignOff",
    "ThresholdDecision",
]
