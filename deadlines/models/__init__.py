"""Rules of the law as rows, what each partnership's own text says, and the clocks that run."""

from deadlines.models.deadline import Deadline, TriggerCorrection
from deadlines.models.partnership_rules import RapidReviewTrigger, RecipientList, RuleOverride
from deadlines.models.reference import GuidanceEdition, Holiday, StatutoryRule

__all__ = [
    "Deadline",
    "GuidanceEdition",
    "Holiday",
    "RapidReviewTrigger",
    "RecipientList",
    "RuleOverride",
    "StatutoryRule",
    "TriggerCorrection",
]
