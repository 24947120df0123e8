"""The groups of a partnership and the rules that it has written down for itself."""

from governance.models.groups import Group, GroupAlias, QuorumRule
from governance.models.rules import CycleEntry, DisputeStep, LinkedBoard, Priority, RuleRow

__all__ = [
    "CycleEntry",
    "DisputeStep",
    "Group",
    "GroupAlias",
    "LinkedBoard",
    "Priority",
    "QuorumRule",
    "RuleRow",
]
