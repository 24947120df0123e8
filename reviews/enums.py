"""The fixed vocabularies of a case. Values are stored and never renamed."""

from django.db import models


class CaseState(models.TextChoices):
    """Where a serious incident stands; `transitions` says how it gets from one to another."""

    LOGGED = "logged", "Logged"
    THRESHOLD = "threshold", "Partners deciding"
    NOT_NOTIFIABLE = "not_notifiable", "Not notifiable"
    NOTIFIABLE = "notifiable", "To be notified"
    NOTIFIED = "notified", "Notified"
    RAPID_REVIEW_OPEN = "rapid_review_open", "Rapid review open"
    RAPID_REVIEW_COMPLETED = "rapid_review_completed", "Rapid review completed"
    RAPID_REVIEW_SENT = "rapid_review_sent", "Rapid review sent"


class Abuse(models.TextChoices):
    """Whether abuse or neglect is known or suspected: half of what makes an incident notifiable."""

    KNOWN = "known", "Yes, it is known"
    SUSPECTED = "suspected", "Yes, it is suspected"
    UNCLEAR = "unclear", "Not clear yet"
    NOT_SUSPECTED = "not_suspected", "No"


class Harm(models.TextChoices):
    """What happened to one child. A suspected suicide counts as a death."""

    DIED = "died", "Died"
    SERIOUSLY_HARMED = "seriously_harmed", "Seriously harmed"


class AgeBand(models.TextChoices):
    """How old a child is, as coarsely as serves; never a date of birth."""

    UNBORN = "unborn", "Unborn"
    UNDER_1 = "under_1", "Under 1"
    FROM_1_TO_5 = "1_to_5", "1 to 5"
    FROM_6_TO_10 = "6_to_10", "6 to 10"
    FROM_11_TO_15 = "11_to_15", "11 to 15"
    FROM_16_TO_17 = "16_to_17", "16 or 17"
    FROM_18_TO_24 = "18_to_24", "18 to 24 (care leaver)"
    UNKNOWN = "unknown", "Not known"


class CareStatus(models.TextChoices):
    """Whether a local authority looked after the child, or had."""

    NEITHER = "neither", "Neither"
    LOOKED_AFTER = "looked_after", "Looked after"
    CARE_LEAVER = "care_leaver", "Care leaver"
    UNKNOWN = "unknown", "Not known"


class Answer(models.TextChoices):
    """What a partner thinks of the threshold, and what is decided about it."""

    NOTIFY = "notify", "Notify the Panel"
    DO_NOT_NOTIFY = "do_not_notify", "Do not notify the Panel"


class NextForUnnotified(models.TextChoices):
    """What follows where an incident is not notified."""

    CLOSE = "close", "Nothing further"
    LOCAL_REVIEW = "local_review", "A discretionary local review"
    SINGLE_AGENCY = "single_agency", "Learning within one agency"


class RapidReviewOutcome(models.TextChoices):
    """What the three partners decide at the end of a rapid review."""

    NONE = "none", "No further review"
    LCSPR = "lcspr", "A local child safeguarding practice review"
    NATIONAL = "national", "It may be of national importance"
    OTHER_LEARNING = "other_learning", "Other learning, without a practice review"


class DeathNoticeKind(models.TextChoices):
    """Deaths that are told to the Secretary of State and Ofsted, whatever the threshold says."""

    LOOKED_AFTER = "looked_after", "Death of a looked-after child"
    CARE_LEAVER = "care_leaver", "Death of a care leaver"
