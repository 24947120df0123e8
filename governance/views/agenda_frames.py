"""What the pages of an agenda share: how an item is found, and who may read part B of it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from governance.enums import Part
from governance.models import AgendaItem, Group, Meeting, Priority
from governance.selectors.agenda_page import with_papers
from governance.selectors.reading import may_read_part_b
from governance.views.frames import address, may_keep, trail
from governance.views.meeting_frames import meeting_trail
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from krscp_portal.foundation.verdict import Verdict
from partnerships.doors import PortalRequest
from partnerships.models import Seat


def part_b(request: PortalRequest, group: Group, meeting: Meeting | None) -> Verdict:
    """Say whether who asks may read part B of a meeting, or of a group's backlog."""
    return may_read_part_b(
        request.user, request.standing, group=group, on=moment.today(), meeting=meeting
    )


def kept_item(request: PortalRequest, item: UUID) -> AgendaItem:
    """Return an item for somebody who keeps its agenda; refuse who may not read its part."""
    rows = AgendaItem.objects.select_related("group", "meeting__group")
    found: AgendaItem = get_object_or_404(with_papers(rows), public_id=item)
    may_keep(request, found.meeting.group if found.meeting else found.group)
    if found.part == Part.B:
        part_b(request, found.group, found.meeting).or_raise()
    return found


def back_of(request: PortalRequest, item: AgendaItem) -> str:
    """Return where an item is: its agenda, or its group's backlog."""
    if item.meeting is None:
        return address(request, "group-agenda", group=item.group.public_id)
    return address(request, "agenda", meeting=item.meeting.public_id)


def back_to(request: PortalRequest, item: AgendaItem) -> HttpResponse:
    """Lead back to the item on its page."""
    anchor = f"#item-{item.number}" if item.number else ""
    return redirect(f"{back_of(request, item)}{anchor}")


def item_trail(request: PortalRequest, item: AgendaItem) -> list[Link]:
    """Return the way to the page that an item is on."""
    if item.meeting is None:
        return [*trail(request, item.group), Link("Agenda items", back_of(request, item))]
    return [*meeting_trail(request, item.meeting), Link("Agenda", back_of(request, item))]


def choices() -> dict[str, Any]:
    """Return the seats that may lead an item, and the priorities that it may serve."""
    seats = Seat.objects.exclude(closed_on__lte=moment.today()).order_by("title", "pk")
    return {
        "seats": seats,
        "priorities": Priority.objects.filter(ended_on__isnull=True).order_by("pk"),
    }
