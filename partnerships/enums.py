"""The fixed vocabularies of partnerships. Values are stored and never renamed."""

from django.db import models


class PartnershipKind(models.TextChoices):
    """A partnership of one or more local authority areas, or a body shared by several."""

    PARTNERSHIP = "partnership", "Safeguarding children partnership"
    JOINT_BODY = "joint_body", "Joint body of several partnerships"


class PartnerKind(models.TextChoices):
    """The three kinds of safeguarding partner. Children Act 2004 s.16E(3)."""

    LOCAL_AUTHORITY = "local_authority", "Local authority"
    ICB = "icb", "Integrated care board"
    POLICE = "police", "Police"


class OrganisationKind(models.TextChoices):
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    ICB = "icb", "Integrated care board"
    POLICE = "police", "Police"
    NHS_PROVIDER = "nhs_provider", "Health provider"
    SCHOOL_SECTOR = "school_sector", "Schools and colleges"
    EARLY_YEARS = "early_years", "Early years"
    VOLUNTARY = "voluntary", "Voluntary and charity"
    FAITH = "faith", "Faith"
    SPORT = "sport", "Sport and leisure"
    PROBATION = "probation", "Probation"
    YOUTH_JUSTICE = "youth_justice", "Youth justice"
    FIRE = "fire", "Fire and rescue"
    CAFCASS = "cafcass", "Cafcass"
    HOUSING = "housing", "Housing"
    DISTRICT_COUNCIL = "district_council", "District council"
    SOCIAL_CARE = "social_care", "Social care provider"
    GOVERNMENT = "government", "Government body"
    LAY = "lay", "Lay members"
    OTHER = "other", "Other"


class AgencyBasis(models.TextChoices):
    """Why an organisation takes part; one organisation may have several, with dates.

    A relevant agency is bound by the arrangements once chosen: Children Act 2004 s.16E(3).
    """

    STATUTORY_PARTNER = "statutory_partner", "Safeguarding partner"
    RELEVANT_AGENCY = "relevant_agency", "Relevant agency"
    INVITED_OTHER = "invited_other", "Invited"
    CO_OPTED = "co_opted", "Co-opted"
    ADVISER = "adviser", "Adviser"


class SeatRole(models.TextChoices):
    """What a seat is for, in the field's own terms."""

    LSP = "LSP", "Lead safeguarding partner"
    DSP = "DSP", "Delegated safeguarding partner"
    CHAIR = "CHAIR", "Partnership chair"
    INDEPENDENT_PERSON = "INDEPENDENT_PERSON", "Independent person"
    SCRUTINEER = "SCRUTINEER", "Independent scrutineer"
    YOUNG_SCRUTINEER = "YOUNG_SCRUTINEER", "Young scrutineer"
    LAY_MEMBER = "LAY_MEMBER", "Lay member"
    LEAD_MEMBER = "LEAD_MEMBER", "Lead member for children"
    DESIGNATED_DOCTOR = "DESIGNATED_DOCTOR", "Designated doctor"
    DESIGNATED_NURSE = "DESIGNATED_NURSE", "Designated nurse"
    MANAGER = "MANAGER", "Partnership manager"
    BUSINESS_SUPPORT = "BUSINESS_SUPPORT", "Business support"
    SUBGROUP_CHAIR = "SUBGROUP_CHAIR", "Subgroup chair"
    MEMBER = "MEMBER", "Member"


class AppointmentKind(models.TextChoices):
    SUBSTANTIVE = "substantive", "Substantive"
    ACTING = "acting", "Acting"
    DEPUTY = "deputy", "Standing deputy"


class AreaKind(models.TextChoices):
    LONDON_BOROUGH = "london_borough", "London borough"
    METROPOLITAN_BOROUGH = "metropolitan_borough", "Metropolitan borough"
    COUNTY = "county", "County"
    UNITARY = "unitary", "Unitary authority"
    OTHER = "other", "Other area"


class JobState(models.TextChoices):
    """The life of a piece of background work that a person is waiting for."""

    QUEUED = "queued", "Waiting to start"
    RUNNING = "running", "Running"
    DONE = "done", "Ready"
    FAILED = "failed", "Failed"


class AuditVerb(models.TextChoices):
    """Everything that the audit can say happened."""

    CREATED = "created", "added"
    CHANGED = "changed", "changed"
    ENDED = "ended", "ended"
    INVITED = "invited", "invited"
    JOINED = "joined", "accepted an invitation"
    REVOKED = "revoked", "withdrew"
    ROLE_GIVEN = "role_given", "gave a role"
    ROLE_ENDED = "role_ended", "ended a role"
    VIEWED = "viewed", "viewed"
    DOWNLOADED = "downloaded", "downloaded"
    GRANTED = "granted", "gave access"
    GRANT_ENDED = "grant_ended", "ended access"
    LOGGED = "logged", "logged"
    DECIDED = "decided", "recorded a decision"
    NOTIFIED = "notified", "recorded a notification"
    OPENED = "opened", "opened"
    COMPLETED = "completed", "completed"
    SENT = "sent", "recorded as sent"
    CORRECTED = "corrected", "corrected"
    DEADLINE_OPENED = "deadline_opened", "started a deadline"
    DEADLINE_MET = "deadline_met", "met a deadline"
    DEADLINE_MOVED = "deadline_moved", "recalculated a deadline"
    DEADLINE_CANCELLED = "deadline_cancelled", "cancelled a deadline"
    WARNED = "warned", "sent a warning about"
    ESCALATED = "escalated", "escalated"
    RENDERED = "rendered", "rendered"
    PUBLISHED = "published", "published"
    SUPERSEDED = "superseded", "superseded"
    FAILED = "failed", "could not finish"
    EMERGENCY = "emergency", "opened emergency access to"
