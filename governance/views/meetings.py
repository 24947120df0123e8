from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from governance.enums import MeetingState
from governance.forms.meetings import MeetingFilterForm
from governance.models import Group
from governance.selectors.groups import groups_in
from governance.selectors.meetings import asked_to, invitees_of, meetings_listed, meetings_seen
from governance.views.frames import trail
from governance.views.meeting_frames import (
    keeps_somewhere,
    meeting_frame,
    quorum_frame,
    seen_meeting,
)
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Pagination
from partnerships.doors import PortalRequest, needs
from partnerships.roles import Permission

VIEW = Permission.GOVERNANCE_VIEW
PER_PAGE = 50


@needs(VIEW, for_an_agency=True)
def meeting_list(request: PortalRequest) -> HttpResponse:
    groups = Group.objects.filter(groups_in(request.sight, on=moment.today())).order_by("name")
    form = MeetingFilterForm(request.GET or None, groups=groups)
    wanted = form.wanted()
    seen = meetings_seen(standing=request.standing, sight=request.sight, on=moment.today())
    rows = meetings_listed(seen, wanted=wanted, at=moment.now())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = {name: value for name, value in request.GET.dict().items() if name != "page"}
    context = {
        "heading": "Meetings",
        "rows": page.object_list,
        "form": form,
        "is_filtered": bool(wanted),
        "keeps": keeps_somewhere(request),
        "pagination": Pagination(page.number, page.paginator.num_pages, query),
        "here": "meetings",
        "breadcrumbs": trail(request),
    }
    return render(request, "governance/meeting/list.html", context)


@needs(VIEW, for_an_agency=True)
def meeting(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = seen_meeting(request, meeting)
    mine = invitees_of(request.user, found, on=moment.today())
    context = {
        **meeting_frame(request, found, here="meeting"),
        "asked": asked_to(found),
        "mine": mine if found.state == MeetingState.SENT else [],
        **quorum_frame(request, found),
    }
    return render(request, "governance/meeting/detail.html", context)
