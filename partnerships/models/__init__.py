"""The tenant, its people, and what they may do."""

from partnerships.models.access import Invitation, RoleAssignment
from partnerships.models.partnership import (
    Area,
    Organisation,
    Partnership,
    PartnershipArea,
    Person,
)
from partnerships.models.record import AuditEvent, Job, Notice, StoredFile
from partnerships.models.seats import (
    AgencyMembership,
    Appointment,
    ChairRule,
    Delegation,
    Seat,
)
from partnerships.models.user import User

__all__ = [
    "AgencyMembership",
    "Appointment",
    "Area",
    "AuditEvent",
    "ChairRule",
    "Delegation",
    "Invitation",
    "Job",
    "Notice",
    "Organisation",
    "Partnership",
    "PartnershipArea",
    "Person",
    "RoleAssignment",
    "Seat",
    "StoredFile",
    "User",
]
