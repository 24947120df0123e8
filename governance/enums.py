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
