"""Reads of groups, boards and rules for pages, documents and other apps."""

from governance.selectors.groups import (
    GroupRow,
    Overview,
    group_names,
    groups_in_order,
    groups_to_report_to,
    overview,
    quorum_in_words,
    rule_of,
)

__all__ = [
    "GroupRow",
    "Overview",
    "group_names",
    "groups_in_order",
    "groups_to_report_to",
    "overview",
    "quorum_in_words",
    "rule_of",
]
