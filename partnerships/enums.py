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


class AgencyChoice(models.TextChoices):
    """How an agency came to take part: the partners chose it, or the law itself binds it."""

    NOT_STATED = "not_stated", "Not stated"
    SELECTED = "selected", "Chosen by the partners"
    BY_LAW = "by_law", "By operation of law"


class Coverage(models.TextChoices):
    """Kinds of work with children that a partnership wants somebody to speak for.

    The first six are the phases of education (statutory.md §8; Children Act 2004 s.16E).
    """

    EARLY_YEARS = "early_years", "Early years"
    PRIMARY = "primary", "Primary schools"
    SECONDARY = "secondary", "Secondary schools"
    SPECIAL = "special", "Special schools and alternative provision"
    INDEPENDENT = "independent", "Independent schools"
    COLLEGE = "college", "Colleges and further education"
    COMMUNITY_HEALTH = "community_health", "Community health"
    HOSPITAL = "hospital", "Hospitals"
    MENTAL_HEALTH = "mental_health", "Mental health"
    GENERAL_PRACTICE = "general_practice", "General practice"
    AMBULANCE = "ambulance", "Ambulance"
    SOCIAL_CARE = "social_care", "Children’s social care and homes"
    ADULT_SERVICES = "adult_services", "Adult services"
    HOUSING = "housing", "Housing"
    YOUTH_JUSTICE = "youth_justice", "Youth justice"
    PROBATION = "probation", "Probation"
    COURTS = "courts", "Family courts (Cafcass)"
    FIRE = "fire", "Fire and rescue"
    VOLUNTARY = "voluntary", "Voluntary sector"
    FAITH = "faith", "Faith communities"
    SPORT = "sport", "Sport and leisure"


class DeputyRule(models.TextChoices):
    """Whether a seat may be filled by a deputy for a meeting."""

    NOT_STATED = "not_stated", "Not stated"
    STANDING = "standing", "A standing deputy"
    NOMINATED = "nominated", "A nominated deputy"
    NONE = "none", "No deputy"


class MembershipCode(models.TextChoices):
    """The role codes of a membership grid (S3 App1, S4 App1)."""

    SP = "SP", "Safeguarding partner"
    RA = "RA", "Relevant agency"
    C = "C", "Co-opted or community member"
    A = "A", "Adviser"
    B = "B", "Board support"
    SGC = "SGC", "Subgroup chair"


class RuleKind(models.TextChoices):
    """What a rule of one partnership is about; the words of the rule stand in its row."""

    SCRUTINEER_HOLDS_NO_OTHER_ROLE = "scrutineer_holds_no_other_role", "Scrutineer’s other roles"
    INDEPENDENT_PERSON_IS_NOT_SCRUTINEER = (
        "independent_person_is_not_scrutineer",
        "Independent person and scrutineer",
    )
    SCRUTINEER_MAY_CHAIR = "scrutineer_may_chair", "Scrutineer as chair"
    SCRUTINEER_DISCLOSES_FAILURE = "scrutineer_discloses_failure", "Scrutineer’s disclosure"
    SCRUTINEER_MEDIATES = "scrutineer_mediates", "Scrutineer as mediator"
    YOUNG_SCRUTINEERS = "young_scrutineers", "Young scrutineers"
    LAY_MEMBERS = "lay_members", "Lay members"
    ELECTED_MEMBERS_BRIEFED = "elected_members_briefed", "Elected members"
    COCHAIRS_FROM_TWO_AGENCIES = "cochairs_from_two_agencies", "Co-chairs"
    MULTI_AGENCY_CHAIRING = "multi_agency_chairing", "Chairing of subgroups"
    SUBGROUP_CHAIR_IS_COOPTED = "subgroup_chair_is_coopted", "Subgroup chairs as members"
    SUBGROUP_CHAIRS_ON_WIDER_BODY = "subgroup_chairs_on_wider_body", "Subgroup chairs’ seats"
    EXECUTIVE_OVERSEES_SUBGROUPS = "executive_oversees_subgroups", "Oversight of subgroups"
    THEMED_GROUP_NEEDS_EXECUTIVE = "themed_group_needs_executive", "Themed groups"
    TERMS_OF_REFERENCE_APPROVED_BY_CHIEF_OFFICERS = (
        "terms_of_reference_approved_by_chief_officers",
        "Approval of terms of reference",
    )
    DELEGATES_ASSURE_CHIEF_OFFICERS = "delegates_assure_chief_officers", "Delegates’ assurance"
    DELEGATOR_REMAINS_ACCOUNTABLE = "delegator_remains_accountable", "Accountability"
    RESPONSIBILITIES_REVIEWED = "responsibilities_reviewed", "Review of delegated work"
    STANDING_DEPUTY = "standing_deputy", "Standing deputies"
    DEPUTIES_NOMINATED = "deputies_nominated", "Nominated deputies"
    DEPUTY_CANNOT_OVERTURN = "deputy_cannot_overturn", "A deputy’s mandate"
    SECTOR_MEMBER_CANNOT_COMMIT = "sector_member_cannot_commit", "Members for a sector"
    EDUCATION_HEARD_AT_EXECUTIVE = "education_heard_at_executive", "Education’s voice"
    VOTES_ONLY_FROM_PARTNERS = "votes_only_from_partners", "Votes"
    DECISIONS_BY_CONSENSUS = "decisions_by_consensus", "Consensus"
    BETWEEN_MEETINGS_MINUTED_NEXT = "between_meetings_minuted_next", "Between meetings (minutes)"
    BETWEEN_MEETINGS_REPORTED_NEXT = "between_meetings_reported_next", "Between meetings (report)"
    SILENCE_IS_NOT_AGREEMENT = "silence_is_not_agreement", "Consultation"
    ATTENDANCE_REGISTER = "attendance_register", "Attendance register"
    ABSENCES_REVIEWED_AFTER = "absences_reviewed_after", "Absences"
    ABSENT_PARTNER_IS_WRITTEN_TO = "absent_partner_is_written_to", "An absent partner"
    MEETINGS_AVOID_SCHOOL_HOLIDAYS = "meetings_avoid_school_holidays", "School holidays"
    PRIORITIES_EVERY_YEARS = "priorities_every_years", "Priorities"
    FUNDING_DEFAULT_GOES_TO_DISPUTE = "funding_default_goes_to_dispute", "Unpaid contributions"
    ACTIONS_BELONG_TO_MEMBERS = "actions_belong_to_members", "Actions"
    INDEPENDENT_REVIEW_LEADERSHIP = "independent_review_leadership", "Leadership of reviews"
    REVIEW_PROGRESS_REQUESTS_IN_WRITING = (
        "review_progress_requests_in_writing",
        "Questions to a reviewer",
    )
    MEDIA_NEEDS_AGREEMENT = "media_needs_agreement", "The media"
    INFORMATION_REQUESTS_ANSWERED_BY_EACH_PARTNER = (
        "information_requests_answered_by_each_partner",
        "Information requests",
    )
    NEW_CASES_ARE_SEEN_BY_THOSE_NAMED = "new_cases_are_seen_by_those_named", "Who sees new cases"


class RuleStance(models.TextChoices):
    """What the portal does where a rule is not kept."""

    REFUSE = "refuse", "Refused"
    WARN = "warn", "Warned about"
    RECORD = "record", "Recorded"


class ChairMethod(models.TextChoices):
    """How a chair is found."""

    NOT_STATED = "not_stated", "Not stated"
    ROTATION = "rotation", "In rotation"
    APPOINTMENT = "appointment", "By appointment"


class ConflictKind(models.TextChoices):
    """What an interest is that somebody declares."""

    NOTHING = "nothing", "Nothing to declare"
    EMPLOYMENT = "employment", "Present or past employment"
    FINANCIAL = "financial", "Money, a contract or a grant"
    FAMILY = "family", "A relation or a close friend"
    OTHER_ROLE = "other_role", "Another role, such as mediator or reviewer"
    OTHER = "other", "Something else"


class ConflictState(models.TextChoices):
    """The life of a declaration; one with nothing to declare needs no decision."""

    DECLARED = "declared", "Waiting for a decision"
    MANAGED = "managed", "Managed"
    ENDED = "ended", "Ended"


class ImportState(models.TextChoices):
    """The life of an uploaded spreadsheet."""

    UPLOADED = "uploaded", "Waiting to be checked"
    APPLIED = "applied", "Imported"
    UNDONE = "undone", "Undone"
    DISCARDED = "discarded", "Discarded"


class ConsentGiver(models.TextChoices):
    """Who agreed that a young person takes part."""

    THEMSELVES = "themselves", "The young person, aged 16 or over"
    PARENT = "parent", "A parent or carer"
    AUTHORITY = "authority", "The local authority that cares for them"


class ReviewDecision(models.TextChoices):
    """What a manager decides of one role in the yearly review of access."""

    KEEP = "keep", "Keep"
    END = "end", "End"


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
    CONFIRMED = "confirmed", "confirmed"
    DECLARED = "declared", "declared"
    REVIEWED = "reviewed", "reviewed"
    IMPORTED = "imported", "imported"
    UNDONE = "undone", "undid"
    REASSIGNED = "reassigned", "passed on"
    REMOVED = "removed", "removed"
