"""What a group's own page says of its meetings."""

from dataclasses import dataclass
from datetime import datetime

from governance.models import Group, Meeting
from governance.models.meetings import MeetingQuerySet
from governance.selectors.frequency import RuleLine, rule_lines
from governance.selectors.meetings import PAST, MeetingFilter, meetings_listed
from krscp_portal.foundation.moment import local_day

MOST = 3


@dataclass(frozen=True)
class GroupMeetings:
    """The next meetings of a group, the last one, and how it stands to its rules."""

    coming: tuple[Meeting, ...]
    last: Meeting | None
    rules: tuple[RuleLine, ...]


def group_meetings(group: Group, *, seen: MeetingQuerySet, at: datetime) -> GroupMeetings:
    """Return what a group's page says of its meetings, of those that somebody may know of.

    Nine queries at most, however many meetings and rules there are.
    """
    coming = meetings_listed(seen.standing(), wanted=MeetingFilter(group=group), at=at)[:MOST]
    past = meetings_listed(seen.standing(), wanted=MeetingFilter(group=group, when=PAST), at=at)
    return GroupMeetings(
        coming=tuple(coming),
        last=past.first(),
        rules=tuple(rule_lines(on=local_day(at), group=group)),
    )
