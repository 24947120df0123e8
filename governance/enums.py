"""The fixed vocabularies of governance. Values are stored and never renamed."""

from django.db import models


class GroupKind(models.TextChoices):
    """What a group is for; every partnership names its own differently."""

    EXECUTIVE = "executive", "Executive"
    WIDER = "wider", "Wider group"
    BOARD = "board", "Board"
    SUBGROUP = "subgroup", "Subgroup"
    PARTNERSHIP_GROUP = "partnership_group", "Partnership group"
    TASK_AND_FINISH = "task_and_finish", "Task and finish group"
    FORUM = "forum", "Forum"


class DisputeLevel(models.TextChoices):
    """Between the partners, or between practitioners: two ladders that are kept apart."""

    STRATEGIC = "strategic", "Between partners and agencies"
    PRACTICE = "practice", "Between practitioners"


class DeputiesCount(models.TextChoices):
    """Whether a deputy counts towards the quorum; most published arrangements do not say."""

    YES = "yes", "Deputies count"
    NO = "no", "Deputies do not count"
    NOT_STATED = "not_stated", "Not stated"


class Chairing(models.TextChoices):
    """Whether a seat leads the group that it sits on."""

    NO = "", "Member"
    CHAIR = "chair", "Chair"
    CO_CHAIR = "co_chair", "Co-chair"
    VICE_CHAIR = "vice_chair", "Vice-chair"


class BoardKind(models.TextChoices):
    """The boards and panels of others that a partnership is linked with (statutory.md §2.2)."""

    HEALTH_AND_WELLBEING = "hwb", "Health and wellbeing board"
    SAFEGUARDING_ADULTS = "sab", "Safeguarding adults board"
    COMMUNITY_SAFETY = "csp", "Community safety partnership"
    FAMILY_JUSTICE = "fjb", "Family justice board"
    CRIMINAL_JUSTICE = "cjb", "Criminal justice board"
    YOUTH_JUSTICE = "yjb", "Youth justice board"
    CHILD_DEATH = "cdop", "Child death overview panel"
    MAPPA = "mappa", "Multi-agency public protection arrangements"
    MARAC = "marac", "Multi-agency risk assessment conference"
    MASH = "mash", "Multi-agency safeguarding hub"
    CHANNEL = "channel", "Channel panel and Prevent"
    EXPLOITATION = "exploitation", "Exploitation panel"
    VIOLENCE_REDUCTION = "vru", "Violence reduction board"
    INTEGRATED_CARE = "ics", "Integrated care partnership"
    OTHER = "other", "Other"


class TermsState(models.TextChoices):
    """The life of one version of terms of reference."""

    DRAFT = "draft", "Draft"
    APPROVED = "approved", "In force"
    REPLACED = "replaced", "Replaced"
    PUT_AWAY = "put_away", "Put away"


class MeetingKind(models.TextChoices):
    """What a meeting is, beside being one of its group's."""

    ORDINARY = "ordinary", "Ordinary meeting"
    EXTRAORDINARY = "extraordinary", "Extraordinary meeting"
    JOINT = "joint", "Joint meeting"
    CHAIRS = "chairs", "Meeting of the chairs"
    PRIORITY_REVIEW = "priority_review", "Review of the priorities"
    WORKSHOP = "workshop", "Workshop or development day"


class MeetingState(models.TextChoices):
    """The life of a meeting. Nobody is told of a draft."""

    DRAFT = "draft", "Draft: nobody has been told"
    SENT = "sent", "Sent"
    OPEN = "open", "Under way"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


class Recurrence(models.TextChoices):
    """How a series finds its days."""

    NTH_WEEKDAY = "nth_weekday", "A weekday of the month"
    NTH_WORKING_DAY = "nth_working_day", "A working day of the month"
    DAY_OF_MONTH = "day_of_month", "A day of the month"
    EVERY_WEEKS = "every_weeks", "Every so many weeks"


class InviteeRole(models.TextChoices):
    """As what somebody is asked to a meeting."""

    MEMBER = "member", "Member"
    SUPPORT = "support", "Support"
    OBSERVER = "observer", "Observer"
    GUEST = "guest", "Guest"


class Answer(models.TextChoices):
    """What somebody who is asked answers."""

    NONE = "none", "No answer yet"
    COMING = "coming", "Coming"
    ONLINE = "online", "Joining online"
    DEPUTY = "deputy", "Sending a deputy"
    APOLOGIES = "apologies", "Apologies"


class Purpose(models.TextChoices):
    """What an item is on the agenda for."""

    DECISION = "decision", "For decision"
    ASSURANCE = "assurance", "For assurance"
    DISCUSSION = "discussion", "For discussion"
    INFORMATION = "information", "For information"


class Part(models.TextChoices):
    """Who may read of it: everybody who may read the group, or the few of part B."""

    A = "A", "Part A"
    B = "B", "Part B (confidential)"


class ItemState(models.TextChoices):
    """What became of an item."""

    PLANNED = "planned", "Planned"
    DISCUSSED = "discussed", "Discussed"
    CLOSED = "closed", "Closed"
    NOT_REACHED = "not_reached", "Not reached"
    DEFERRED = "deferred", "Deferred"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Presence(models.TextChoices):
    """How a seat was at a meeting."""

    PRESENT = "present", "Present"
    VIRTUAL = "virtual", "Present online"
    DEPUTY = "deputy", "Deputy sent"
    APOLOGIES = "apologies", "Apologies"
    ABSENT = "absent", "Absent without apologies"


class AbsenceState(models.TextChoices):
    """Whether the look at somebody's absences is still to be finished."""

    OPEN = "open", "To be reviewed"
    CLOSED = "closed", "Reviewed"


class AbsenceOutcome(models.TextChoices):
    """What a review of absences came to."""

    WILL_ATTEND = "will_attend", "Attendance assured"
    OTHER_MEMBER = "other_member", "Another member or deputy named"
    RISK = "risk", "Put on the risk register"
    NO_ACTION = "no_action", "Nothing to be done"


class LetterKind(models.TextChoices):
    """What a letter is for."""

    ABSENT_PARTNER = "absent_partner", "To the accountable officer: partner absent"
    ABSENCE_REVIEW = "absence_review", "To an organisation: absences"
    CHASER = "chaser", "Chaser"
    OTHER = "other", "Letter"


class LetterState(models.TextChoices):
    """The life of a letter."""

    DRAFT = "draft", "Drafted, not sent"
    SENT = "sent", "Sent"
    DISCARDED = "discarded", "Not sent"


class DecisionMode(models.TextChoices):
    """Where a decision was taken."""

    MEETING = "meeting", "At a meeting"
    BETWEEN = "between", "Between meetings"


class Reached(models.TextChoices):
    """How a decision came about."""

    CONSENSUS = "consensus", "By consensus"
    VOTE = "vote", "By a vote of the partners"
    PARTNER = "partner", "By the lead partner acting"


class Stance(models.TextChoices):
    """How a seat stands to a decision. Silence is none of these."""

    AGREES = "agrees", "Agrees"
    DISAGREES = "disagrees", "Disagrees"
    ABSTAINS = "abstains", "Abstains"
    NO_PART = "no_part", "Took no part"


class InterestHandling(models.TextChoices):
    """What was done about an interest in an item."""

    LEFT = "left", "Left the room"
    STAYED = "stayed", "Stayed, took no part"
    TOOK_PART = "took_part", "Took part; the chair agreed"


class MinutesState(models.TextChoices):
    """The life of minutes."""

    DRAFT = "draft", "Draft"
    COMMENTS = "comments", "Out for comments"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Approved and published"


class VersionKind(models.TextChoices):
    """Why a version of minutes was frozen."""

    APPROVED = "approved", "As approved"
    CORRECTED = "corrected", "Corrected"


class RedactionReason(models.TextChoices):
    """Why a passage is left out of the public copy."""

    PERSONAL = "personal", "Personal information"
    CASE = "case", "About a case"
    CONFIDENCE = "confidence", "Given in confidence"
    COMMERCIAL = "commercial", "Commercial"
    LEGAL = "legal", "Legal proceedings"


class ActionSource(models.TextChoices):
    """Where an action comes from."""

    MEETING = "meeting", "Meeting"
    DECISION = "decision", "Decision"
    RISK = "risk", "Risk"
    RECOMMENDATION = "recommendation", "Recommendation"
    WORKPLAN = "workplan", "Workplan"
    ABSENCE = "absence", "Review of absences"
    REVIEW = "review", "Review"
    SCRUTINY = "scrutiny", "Scrutiny"
    AUDIT = "audit", "Audit"
    OTHER = "other", "Other"


class ActionState(models.TextChoices):
    """The life of an action."""

    OPEN = "open", "Open"
    DONE = "done", "Done, to be accepted"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "No longer needed"


class ActionEvent(models.TextChoices):
    """What happened to an action."""

    OPENED = "opened", "Opened"
    PROGRESS = "progress", "Progress"
    CHANGED = "changed", "Words changed"
    MOVED = "moved", "Due day moved"
    PASSED = "passed", "Passed to another seat"
    DONE = "done", "Said to be done"
    RETURNED = "returned", "Not accepted"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "No longer needed"


class ImpactRating(models.TextChoices):
    """Whether the difference that an action made has lasted."""

    LASTED = "lasted", "It has lasted"
    PARTLY = "partly", "In part"
    NOT = "not", "It has not"
    UNKNOWN = "unknown", "We cannot tell"


class Polarity(models.TextChoices):
    """Which way an indicator should go."""

    UP = "up", "Higher is better"
    DOWN = "down", "Lower is better"
    NONE = "none", "Neither"


class Rag(models.TextChoices):
    """How a line of a plan stands, always with a reason."""

    NOT_STARTED = "not_started", "Not started"
    GREEN = "green", "On track"
    AMBER = "amber", "At risk"
    RED = "red", "Off track"
    DONE = "done", "Done"


class RecommendationSource(models.TextChoices):
    """Where a recommendation comes from (statutory.md §9.1, 8)."""

    RAPID_REVIEW = "rapid_review", "Rapid review"
    REVIEW = "review", "Practice or learning review"
    NATIONAL_REVIEW = "national_review", "National review"
    SCRUTINY = "scrutiny", "Scrutiny"
    AUDIT = "audit", "Audit"
    INSPECTION = "inspection", "Inspection"
    SECTION_11 = "section_11", "Section 11"
    CHILD_DEATH = "child_death", "Child death overview"
    OTHER = "other", "Other"


class RecommendationState(models.TextChoices):
    """The life of a recommendation."""

    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class RecommendationResponse(models.TextChoices):
    """What an addressee answered."""

    ACCEPTED = "accepted", "Accepted"
    IN_PART = "in_part", "Accepted in part"
    NOT_ACCEPTED = "not_accepted", "Not accepted"


class RecommendationEvent(models.TextChoices):
    """What happened to a recommendation."""

    MADE = "made", "Made"
    CHANGED = "changed", "Changed"
    MOVED = "moved", "Due day moved"
    ANSWERED = "answered", "Answered"
    EARLIER = "earlier", "Found to have been recommended before"
    ACTION = "action", "Action given"
    CLOSED = "closed", "Closed"
    ASKED_AGAIN = "asked_again", "Asked again whether it has lasted"
    WITHDRAWN = "withdrawn", "Withdrawn"
    CONFIDENTIAL = "confidential", "Made confidential"
    LIFTED = "lifted", "No longer confidential"
