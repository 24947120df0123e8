from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from governance import documents
from governance.forms.decisions import DecisionFilterForm
from governance.models import Decision, Position
from governance.selectors import decisions as reads
from governance.selectors.actions import actions_from
from governance.selectors.deciding import attenders_at, room_of
from governance.selectors.reading import may_read_part_b
from governance.services.decisions import note_confirmation_taken, note_decisions_taken
from governance.views.frames import address, as_file, trail
from governance.views.grids import FORMATS
from governance.views.meeting_frames import meeting_frame, seen_meeting
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import NOT_FOUND, PortalRequest, needs
from partnerships.roles import Permission
from partnerships.services.files import read_file

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT


def decisions_trail(request: PortalRequest, *decisions: Decision) -> list[Link]:
    """Return the way to the register of decisions, or to one of them."""
    way = [*trail(request), Link("Decisions", address(request, "decisions"))]
    return way + [
        Link(each.reference, address(request, "decision", decision=each.public_id))
        for each in decisions
    ]


def seen_decision(request: PortalRequest, decision: UUID) -> Decision:
    """Return the decision if the person may see it; else it does not exist for them."""
    rows = reads.decisions_seen_by(request.user, request.standing, on=moment.today())
    found: Decision = get_object_or_404(
        rows.select_related(*reads.LOADED, "recorded_by").prefetch_related("replaced_by"),
        public_id=decision,
    )
    return found


@needs(VIEW)
def decisions(request: PortalRequest) -> HttpResponse:
    form, rows = _asked(request)
    query = {key: value for key, value in request.GET.dict().items() if key != "page" and value}
    page = int(request.GET.get("page", "1")) if request.GET.get("page", "1").isdecimal() else 1
    found = reads.decision_list(rows, page=page, query=query)
    context = {
        "heading": "Decisions",
        "form": form,
        "found": found,
        "pagination": found.pagination,
        "is_filtered": bool(query) and form.is_valid(),
        "may_add": request.standing.can_in_some_group(EDIT),
        "breadcrumbs": trail(request),
    }
    return render(request, "governance/decisions/list.html", context)


@needs(VIEW)
def download(request: PortalRequest, ending: str) -> HttpResponse:
    _form, rows = _asked(request)
    content_type, write = FORMATS[ending]
    lines = reads.lines_of(rows)
    content = write(documents.decisions_table(lines))
    note_decisions_taken(
        partnership=request.partnership,
        count=len(lines),
        ending=ending,
        by=request.user,
        at=moment.now(),
    )
    name = f"{request.partnership.slug}-decisions-{moment.today().isoformat()}.{ending}"
    return as_file(content, content_type=content_type, name=name)


@needs(VIEW)
def decision(request: PortalRequest, decision: UUID) -> HttpResponse:
    found = seen_decision(request, decision)
    context = {
        "heading": found.title,
        "caption": found.group.name,
        "line": reads.lines_of([found])[0],
        "decision": found,
        "positions": reads.positions_of(found),
        "actions": actions_from(
            request.user, request.standing, on=moment.today(), decision_ids=[found.pk]
        ),
        "may_edit": bool(request.standing.can(EDIT, group_key=found.group.key)),
        "breadcrumbs": decisions_trail(request),
    }
    return render(request, "governance/decisions/detail.html", context)


@needs(VIEW)
def confirmation(request: PortalRequest, decision: UUID, position: UUID) -> HttpResponse:
    """Give out a member's written confirmation to those who read part B of the group."""
    found = seen_decision(request, decision)
    may_read_part_b(request.user, request.standing, group=found.group, on=moment.today()).or_raise()
    rows = Position.objects.select_related("confirmation", "decision")
    row = get_object_or_404(rows, decision=found, public_id=position, confirmation__isnull=False)
    file = row.confirmation
    if file is None:
        raise Http404(NOT_FOUND)
    content = read_file(file=file)
    note_confirmation_taken(position=row, by=request.user, at=moment.now())
    return as_file(content, content_type=file.content_type, name=file.name)


@needs(VIEW, for_an_agency=True)
def of_meeting(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = seen_meeting(request, meeting)
    today = moment.today()
    # A contact of one agency sees the meeting; its decisions are the whole partnership's.
    whole = bool(request.standing.can(VIEW))
    reads_b = bool(
        may_read_part_b(request.user, request.standing, group=found.group, on=today, meeting=found)
    )
    items = list(found.items.order_by("order", "pk")) if whole else []
    seen_items = [each for each in items if reads_b or each.part == "A"]
    context = {
        **meeting_frame(request, found, here="meeting-decisions"),
        "whole": whole,
        "lines": reads.decisions_of_meeting(found, request.user, request.standing, on=today)
        if whole
        else (),
        "waiting": _readable(reads.to_be_minuted(found), reads_b=reads_b) if whole else [],
        "minuted": _readable(reads.minuted_at(found), reads_b=reads_b) if whole else [],
        "interests": [row for row in reads.interests_at(found) if reads_b or row.item.part == "A"]
        if whole
        else [],
        "actions": actions_from(
            request.user, request.standing, on=today, item_ids=[each.pk for each in items]
        ),
        "items": seen_items,
        "room": room_of(found.group, attenders_at(found)),
        "has_begun": found.state in ("open", "held"),
    }
    return render(request, "governance/decisions/meeting.html", context)


def _readable(rows: QuerySet[Decision], *, reads_b: bool) -> list[Decision]:
    return [each for each in rows if reads_b or each.part == "A"]


def _asked(request: PortalRequest) -> tuple[DecisionFilterForm, Any]:
    form = DecisionFilterForm(request.GET or None, years=reads.years_of_decisions())
    rows = reads.decisions_wanted(
        request.user, request.standing, on=moment.today(), wanted=form.wanted()
    )
    return form, rows
