"""The fixed vocabularies of a case. Values are stored and never renamed."""

from django.db import models


class CaseState(models.TextChoices):
    """Where a serious incident stands; `transitions` says how it gets from one to another."""

    LOGGED = "logged", "Logged"
    THRESHOLD = "threshold", "Partners deciding"
    NOT_NOTIFIABLE = "not_notifiable", "Not notifiable"
    NOTIFIABLE = "notifiable", "To be notified"
    NOTIFIED = "notified", "Notified"
    WITHDRAWN = "withdrawn", "Notification withdrawn"
    RAPID_REVIEW_OPEN = "rapid_review_open", "Rapid review open"
    RAPID_REVIEW_SIGN_OFF = "rapid_review_sign_off", "Rapid review waiting for signatures"
    RAPID_REVIEW_COMPLETED = "rapid_review_completed", "Rapid review completed"
    RAPID_REVIEW_SENT = "rapid_review_sent", "Rapid review sent"
    PANEL_RESPONDED = "panel_responded", "Panel has answered"
    FURTHER_REVIEW = "further_review", "Further review under way"
    CLOSED = "closed", "Closed"


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


class PanelAnswer(models.TextChoices):
    """What the Panel answered to a rapid review."""

    AGREES = "agrees", "Agrees with the decision"
    RECONSIDER = "reconsider", "Asks the partners to think again"
    MORE = "more", "Asks for more information"
    NATIONAL = "national", "Will hold a national review"


class NationalStatus(models.TextChoices):
    """Where a national review stands, as the partnership was told."""

    DECIDED = "decided", "Decided"
    UNDER_WAY = "under_way", "Under way"
    PUBLISHED = "published", "Published"
    NOT_PURSUED = "not_pursued", "Not pursued"


class OtherBody(models.TextChoices):
    """The kind of body outside the partnership that a case also concerns."""

    LOCAL_AUTHORITY = "local_authority", "Local authority"
    ICB = "icb", "Integrated care board"
    POLICE = "police", "Police"
    PARTNERSHIP = "partnership", "Safeguarding partnership"
    OTHER = "other", "Another body"


class Involvement(models.TextChoices):
    """What an agency says of its part in a family's life."""

    INVOLVED = "involved", "We were involved"
    NONE = "none", "We had no involvement"


class RequestEventKind(models.TextChoices):
    """Everything that happens to a request to an agency, kept for good."""

    PREPARED = "prepared", "Prepared"
    ASKED = "asked", "Asked"
    OPENED = "opened", "Opened"
    SAVED = "saved", "Part of the answer saved"
    FILE_ADDED = "file_added", "File added"
    FILE_REFUSED = "file_refused", "File refused"
    RETURNED = "returned", "Returned"
    SENT_BACK = "sent_back", "Sent back for more"
    CHASED = "chased", "Chased"
    DUE_MOVED = "due_moved", "Day moved"
    LINK_RENEWED = "link_renewed", "New link sent"
    LINK_REVOKED = "link_revoked", "Link revoked"
    REFUSED = "refused", "Agency refused"
    REQUIRED = "required", "Required under section 16H"
    CANCELLED = "cancelled", "No longer asked"


class Recipient(models.TextChoices):
    """Who is told that a practice review will be held (statutory.md D7)."""

    PANEL = "panel", "Child Safeguarding Practice Review Panel"
    OFSTED = "ofsted", "Ofsted"
    DFE = "dfe", "Department for Education"


class ReviewKind(models.TextChoices):
    """The reviews that a partnership holds beside the rapid one."""

    LCSPR = "lcspr", "Local child safeguarding practice review"
    LEARNING = "learning", "Local learning review"
    GOOD_PRACTICE = "good_practice", "Good practice review"
    NEAR_MISS = "near_miss", "Near miss review"
    SINGLE_AGENCY = "single_agency", "Single agency learning"


class ReviewState(models.TextChoices):
    """Where a review stands; `review_transitions` says how it gets from one to another."""

    COMMISSIONED = "commissioned", "Commissioned"
    IN_PROGRESS = "in_progress", "In progress"
    ON_HOLD = "on_hold", "On hold"
    SIGN_OFF = "sign_off", "Waiting for signatures"
    SIGNED = "signed", "Signed off"
    PUBLICATION_DECIDED = "publication_decided", "Publication decided"
    PRE_PUBLICATION = "pre_publication", "Copies sent before publication"
    PUBLISHED = "published", "Published"
    ACTIONS = "actions", "Acting on what was learned"
    CLOSED = "closed", "Closed"
    STOPPED = "stopped", "Stopped"


class ReportKind(models.TextChoices):
    """What a report is of."""

    RAPID_REVIEW = "rapid_review", "Rapid review"
    REVIEW = "review", "Review"


class CriterionAnswer(models.TextChoices):
    """Whether a criterion of the Regulations, or a circumstance to have regard to, is met."""

    MET = "met", "Yes"
    NOT_MET = "not_met", "No"
    UNCLEAR = "unclear", "Not clear yet"


class DispatchKind(models.TextChoices):
    """What was sent outside the partnership about a case or a review."""

    RAPID_REVIEW = "rapid_review", "Rapid review"
    REVIEW_REPORT = "review_report", "Report of a review"
    PRE_PUBLICATION = "pre_publication", "Copy before publication"
    PUBLISHED = "published", "Published report"
    DELAY = "delay", "Why a review is delayed"
    NEW_INFORMATION = "new_information", "New information"


class DispatchRecipient(models.TextChoices):
    """Who receives what is sent outside the partnership."""

    PANEL = "panel", "Child Safeguarding Practice Review Panel"
    SECRETARY_OF_STATE = "secretary_of_state", "Secretary of State"
    OFSTED = "ofsted", "Ofsted"
    DFE = "dfe", "Department for Education"
    NSPCC = "nspcc", "NSPCC’s repository of case reviews"


class DispatchState(models.TextChoices):
    """Prepared before anything leaves; sent once somebody recorded that it left."""

    PREPARED = "prepared", "Prepared, not yet recorded as sent"
    SENT = "sent", "Sent"
    CANCELLED = "cancelled", "Not sent"


class ParallelKind(models.TextChoices):
    """Proceedings beside a case or a review."""

    CRIMINAL = "criminal", "Criminal investigation or trial"
    INQUEST = "inquest", "Inquest"
    CARE = "care", "Care proceedings"
    CHILD_DEATH = "child_death", "Child death review"
    DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse related death review"
    ADULT = "adult", "Safeguarding adults review"
    MAPPA = "mappa", "MAPPA serious case review"
    DISCIPLINARY = "disciplinary", "Disciplinary or regulatory proceedings"
    OTHER = "other", "Other proceedings"


class InvitationAnswer(models.TextChoices):
    """What somebody answered who was invited to take part in a review."""

    WAITING = "waiting", "No answer yet"
    ACCEPTED = "accepted", "Took part"
    DECLINED = "declined", "Declined"
    NOT_APPROPRIATE = "not_appropriate", "Not invited, with reasons"


class CheckAnswer(models.TextChoices):
    """The outcome of a check of competence."""

    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"


class PublicationForm(models.TextChoices):
    """How much of a review is published: Children Act 2004 s.16F."""

    FULL = "full", "The report in full"
    IMPROVEMENTS = "improvements", "Information about the improvements alone"


class LeakKind(models.TextChoices):
    """What the leak check looks for in what is about to be published."""

    SEALED = "sealed", "A word from a sealed identity"
    CODE_NAME = "code_name", "An internal name or reference"
    INITIALS = "initials", "Initials beside a date"
    BIRTH = "birth", "A day of birth or an exact age"
    CONTACT = "contact", "An address, a telephone number or a postcode"
    SMALL = "small", "A small number of children"
    HIDDEN = "hidden", "Hidden characters"
    METADATA = "metadata", "Words in the file’s properties"
    REDACTED = "redacted", "Words that were taken out"


class PanelInvitationAnswer(models.TextChoices):
    """What somebody answered who was invited to a panel's meeting."""

    WAITING = "waiting", "No answer yet"
    COMING = "coming", "Coming"
    APOLOGIES = "apologies", "Apologies"
