"""What is read of deadlines: rules in force, the calendar, clocks, lists for pages."""

from deadlines.selectors.calendars import calendar
from deadlines.selectors.clocks import Clock, clock_of, clocks_of, standing_of
from deadlines.selectors.rules import (
    Answer,
    Terms,
    compute_for,
    rapid_review_trigger,
    recipients_of,
    rule_in_force,
    terms_for,
)

__all__ = [
    "Answer",
    "Clock",
    "Terms",
    "calendar",
    "clock_of",
    "clocks_of",
    "compute_for",
    "rapid_review_trigger",
    "recipients_of",
    "rule_in_force",
    "standing_of",
    "terms_for",
]
