"""A serious incident from the day it was logged to the rapid review that was sent."""

from reviews.models.chronology import ChronologyRow
from reviews.models.costs import CostLine, CostShare
from reviews.models.engagement import (
    FamilyContact,
    PractitionerEvent,
    ProgressNote,
    ReviewerQuery,
)
from reviews.models.grants import CaseGrant, CaseGroupGrant, EmergencyAccess
from reviews.models.incident import CaseCounter, Child, Incident
from reviews.models.media import MediaApproval, MediaApprover, MediaLine
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
from reviews.models.panel import PanelAttendance, PanelInvitation, PanelItem, PanelMeeting
from reviews.models.practice import (
    Commission,
    CommissionCheck,
    Methodology,
    ParallelProcess,
    Reviewer,
    ReviewQuestion,
    ReviewTerms,
)
from reviews.models.publication import LeakFinding, Publication, PublicVersion, TakenOut
from reviews.models.rapid_review import RapidReview
from reviews.models.reports import (
    Dispatch,
    Report,
    ReportComment,
    ReportCriterion,
    ReportReturn,
    ReportSection,
    ReportVersion,
    Signature,
)
from reviews.models.requests import (
    AgencyRequest,
    PlanStep,
    PlanTemplateStep,
    RequestEvent,
    RequestFile,
    RequestLink,
)
from reviews.models.review import Review, ReviewTold
from reviews.models.sealed import SealedIdentity, SealedReading
from reviews.models.threshold import PartnerView, ThresholdDecision

__all__ = [
    "AgencyRequest",
    "AwarenessCorrection",
    "CaseCounter",
    "CaseGrant",
    "CaseGroupGrant",
    "Child",
    "ChronologyRow",
    "Closure",
    "Commission",
    "CommissionCheck",
    "CostLine",
    "CostShare",
    "DeathNotice",
    "Dispatch",
    "EmergencyAccess",
    "FamilyContact",
    "Incident",
    "LeakFinding",
    "MediaApproval",
    "MediaApprover",
    "MediaLine",
    "Methodology",
    "NationalReview",
    "NotifiedChild",
    "OtherAuthority",
    "PanelAttendance",
    "PanelInvitation",
    "PanelItem",
    "PanelMeeting",
    "PanelNotification",
    "PanelResponse",
    "ParallelProcess",
    "PartnerView",
    "PlanStep",
    "PlanTemplateStep",
    "PractitionerEvent",
    "ProgressNote",
    "PublicVersion",
    "Publication",
    "RapidReview",
    "Referral",
    "Report",
    "ReportComment",
    "ReportCriterion",
    "ReportReturn",
    "ReportSection",
    "ReportVersion",
    "RequestEvent",
    "RequestFile",
    "RequestLink",
    "Review",
    "ReviewQuestion",
    "ReviewTerms",
    "ReviewTold",
    "Reviewer",
    "ReviewerQuery",
    "SealedIdentity",
    "SealedReading",
    "Signature",
    "TakenOut",
    "ThresholdDecision",
    "Withdrawal",
    "WithdrawalAgreement",
]
