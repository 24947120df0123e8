"""The groups of a partnership and the rules that it has written down for itself."""

from governance.models.boards import BoardProtocol, LinkedBoard, LinkedBoardArea
from governance.models.groups import Group, GroupAlias, QuorumRule
from governance.models.membership import GroupAgency, GroupSeat
from governance.models.rules import CycleEntry, DisputeStep, Priority, RuleRow

__all__ = [
    "BoardProtocol",
    "CycleEntry",
    "DisputeStep",
    "Group",
    "GroupAgency",
    "GroupAlias",
    "GroupSeat",
    "LinkedBoard",
    "LinkedBoardArea",
    "Priority",
    "QuorumRule",
    "RuleRow",
]
