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
