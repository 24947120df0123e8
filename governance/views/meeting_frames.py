"""What every page of one meeting shares: how it is found, its tabs, the way back."""

from typing import Any
from uuid import UUID
from zlib import crc32

from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch

from governance.enums import MeetingState
from governance.models import Meeting
from governance.models.meetings import MeetingQuerySet
from governance.selectors.meetings import meeting_loaded, meetings_seen
from governance.selectors.quorum_live import quorum_live
from governance.views.frames import address, trail
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from krscp_portal.foundation.moment import local_day
from partnerships.doors import PortalRequest
from partnerships.roles import Permission

TABS = (
    ("meeting", "Meeting"),
    ("agenda", "Agenda"),
    ("attendance", "Attendance"),
    ("meeting-decisions", "Decisions and actions"),
    ("minutes", "Minutes"),
)


def meetings_of(request: PortalRequest) -> MeetingQuerySet:
    """Return the meetings that the person may know of."""
    return meetings_seen(standing=request.standing, sight=request.sight, on=moment.today())


def seen_meeting(request: PortalRequest, meeting: UUID) -> Meeting:
    """Return the meeting with its group, series and `sharing`; not found for who may not know."""
    loaded = (
        meetings_of(request)
        .select_related("group", "series", "presiding")
        .prefetch_related(meeting_loaded())
    )
    found: Meeting = get_object_or_404(loaded, public_id=meeting)
    return found


def keeps_somewhere(request: PortalRequest) -> bool:
    """Say whether the person keeps the record of any group."""
    return bool(request.standing.can_in_some_group(Permission.GOVERNANCE_EDIT))


def meeting_trail(request: PortalRequest, *meetings: Meeting) -> list[Link]:
    """Return the way to the list of meetings, and to a meeting."""
    way = [*trail(request), Link("Meetings", address(request, "meetings"))]
    return way + [
        Link(each.title, address(request, "meeting", meeting=each.public_id)) for each in meetings
    ]


def meeting_frame(request: PortalRequest, meeting: Meeting, *, here: str) -> dict[str, Any]:
    """Return what the frame of a page of one meeting is drawn from; `here` is its url name.

    heading, caption, tabs, meeting, may_edit (this group's record), breadcrumbs.
    """
    ways = () if here == "meeting" else (meeting,)
    return {
        "heading": meeting.title,
        "caption": meeting.group.name,
        "meeting": meeting,
        "tabs": _tabs(request, meeting, here=here),
        "may_edit": bool(
            request.standing.can(Permission.GOVERNANCE_EDIT, group_key=meeting.group.key)
        ),
        "breadcrumbs": meeting_trail(request, *ways),
    }


def quorum_frame(request: PortalRequest, meeting: Meeting) -> dict[str, Any]:
    """Return what the quorum on a page of a meeting is drawn from; `quorum_seen` tells its state.

    A role for one agency sees none of it, because it tells how others were there; a draft and a
    cancelled meeting have none.
    """
    if request.sight is not None or meeting.state in (MeetingState.DRAFT, MeetingState.CANCELLED):
        return {"lives": []}
    lives = quorum_live(meeting, at=moment.now())
    said = [(live.label, live.said, live.would_do, live.remarks) for live in lives]
    may_move = meeting.state in (MeetingState.SENT, MeetingState.OPEN)
    return {
        "lives": lives,
        "quorum_seen": str(crc32(repr(said).encode())),
        "asks_again": may_move and moment.today() == local_day(meeting.starts_at),
    }


def _tabs(request: PortalRequest, meeting: Meeting, *, here: str) -> list[dict[str, Any]]:
    found = []
    for name, text in TABS:
        try:
            href = address(request, name, meeting=meeting.public_id)
        except NoReverseMatch:
            continue
        found.append({"text": text, "href": href, "is_here": name == here})
    return found
