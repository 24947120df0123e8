"""The groups of a partnership, their meetings, decisions, actions and plans, and its own rules."""

from governance.models.actions import Action, ActionFile, ActionNote, ImpactCheck
from governance.models.agenda import AgendaItem, Pack, Paper, StandingItem
from governance.models.attendance import AbsenceReview, AttendanceMark, Letter, Risk
from governance.models.boards import BoardProtocol, LinkedBoard, LinkedBoardArea
from governance.models.decisions import Decision, ItemInterest, Position, RegisterCounter
from governance.models.groups import Group, GroupAlias, QuorumRule
from governance.models.meetings import (
    BoardDate,
    CalendarFeed,
    Invitee,
    Meeting,
    MeetingGroup,
    MeetingRule,
    MeetingSeries,
    SchoolHoliday,
)
from governance.models.membership import GroupAgency, GroupSeat
from governance.models.minutes import (
    MinuteEntry,
    Minutes,
    MinutesComment,
    MinutesVersion,
    PublicMinutes,
    Redaction,
)
from governance.models.recommendations import (
    EarlierRecommendation,
    Recommendation,
    RecommendationAddressee,
    RecommendationImpact,
    RecommendationNote,
    RecommendationTheme,
    Theme,
)
from governance.models.rules import CycleEntry, DisputeStep, Priority, RuleRow
from governance.models.terms import GroupExtension, TermsApproval, TermsVersion
from governance.models.workplans import (
    Indicator,
    Milestone,
    Outcome,
    PlanItem,
    PlanUpdate,
    PriorityReview,
    Reading,
    UpdateDraft,
    Workplan,
)

__all__ = [
    "AbsenceReview",
    "Action",
    "ActionFile",
    "ActionNote",
    "AgendaItem",
    "AttendanceMark",
    "BoardDate",
    "BoardProtocol",
    "CalendarFeed",
    "CycleEntry",
    "Decision",
    "DisputeStep",
    "EarlierRecommendation",
    "Group",
    "GroupAgency",
    "GroupAlias",
    "GroupExtension",
    "GroupSeat",
    "ImpactCheck",
    "Indicator",
    "Invitee",
    "ItemInterest",
    "Letter",
    "LinkedBoard",
    "LinkedBoardArea",
    "Meeting",
    "MeetingGroup",
    "MeetingRule",
    "MeetingSeries",
    "Milestone",
    "MinuteEntry",
    "Minutes",
    "MinutesComment",
    "MinutesVersion",
    "Outcome",
    "Pack",
    "Paper",
    "PlanItem",
    "PlanUpdate",
    "Position",
    "Priority",
    "PriorityReview",
    "PublicMinutes",
    "QuorumRule",
    "Reading",
    "Recommendation",
    "RecommendationAddressee",
    "RecommendationImpact",
    "RecommendationNote",
    "RecommendationTheme",
    "Redaction",
    "RegisterCounter",
    "Risk",
    "RuleRow",
    "SchoolHoliday",
    "StandingItem",
    "TermsApproval",
    "TermsVersion",
    "Theme",
    "UpdateDraft",
    "Workplan",
]
