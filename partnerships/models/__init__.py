"""The tenant, its people, and what they may do."""

from partnerships.models.access import Invitation, RoleAssignment
from partnerships.models.agencies import AgencyArea, AgencyMembership
from partnerships.models.conflicts import ConflictDeclaration
from partnerships.models.delegation import (
    Delegation,
    DelegationReview,
    Responsibility,
    ResponsibilityReview,
)
from partnerships.models.directory import Footprint, Organisation, OrganisationAlias
from partnerships.models.handover import AccessReview, AccessReviewLine, Handover, HandoverItem
from partnerships.models.imports import ImportBatch
from partnerships.models.partnership import (
    Area,
    Participation,
    Partnership,
    PartnershipArea,
    Person,
)
from partnerships.models.record import AuditEvent, Job, Notice, StoredFile
from partnerships.models.rules import ChairReview, ChairRule, LocalRule
from partnerships.models.seats import Appointment, Seat, SupportRecord
from partnerships.models.user import Digest, MailPreference, User

__all__ = [
    "AccessReview",
    "AccessReviewLine",
    "AgencyArea",
    "AgencyMembership",
    "Appointment",
    "Area",
    "AuditEvent",
    "ChairReview",
    "ChairRule",
    "ConflictDeclaration",
    "Delegation",
    "DelegationReview",
    "Digest",
    "Footprint",
    "Handover",
    "HandoverItem",
    "ImportBatch",
    "Invitation",
    "Job",
    "LocalRule",
    "MailPreference",
    "Notice",
    "Organisation",
    "OrganisationAlias",
    "Participation",
    "Partnership",
    "PartnershipArea",
    "Person",
    "Responsibility",
    "ResponsibilityReview",
    "RoleAssignment",
    "Seat",
    "StoredFile",
    "SupportRecord",
    "User",
]
