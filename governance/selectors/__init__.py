"""Reads of groups, boards and rules for pages, documents and other apps."""

from governance.selectors.boards import areas_to_choose, board_map, board_page, protocols_due
from governance.selectors.group_meetings import group_meetings
from governance.selectors.groups import (
    GroupRow,
    Overview,
    group_names,
    groups_in,
    groups_in_order,
    groups_to_report_to,
    overview,
    quorum_in_words,
    rule_of,
)
from governance.selectors.membership import (
    agencies_to_hear,
    grid,
    membership_of,
    seats_to_place,
)

__all__ = [
    "GroupRow",
    "Overview",
    "agencies_to_hear",
    "areas_to_choose",
    "board_map",
    "board_page",
    "grid",
    "group_meetings",
    "group_names",
    "groups_in",
    "groups_in_order",
    "groups_to_report_to",
    "membership_of",
    "overview",
    "protocols_due",
    "quorum_in_words",
    "rule_of",
    "seats_to_place",
]
