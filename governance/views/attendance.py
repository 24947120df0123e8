from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from governance.attendance_rules import may_keep as may_keep_register
from governance.enums import Presence
from governance.forms.attendance import RegisterForms, mark_facts, mark_row
from governance.models import AttendanceMark, Meeting
from governance.selectors.register import RegisterLine, register_of
from governance.services import attendance as services
from governance.views.frames import address, may_keep
from governance.views.meeting_frames import meeting_frame, quorum_frame, seen_meeting
from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships.doors import PortalRequest, needs, refusals_as_message
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT
NO_SEAT = "This seat does not belong at the meeting."
NOT_CHANGED = 204
REST = "rest"  # the button that marks everybody else as present


@needs(VIEW, for_an_agency=True)
def register(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = seen_meeting(request, meeting)
    return _page(request, found)


@needs(EDIT, in_a_group=True)
@require_POST
def keep(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = _kept_meeting(request, meeting)
    data = request.POST.copy()
    form = RegisterForms(register_of(found, on=moment.today()), data=data)
    refused = ""
    if form.is_valid():
        try:
            services.save_register(
                meeting=found,
                marks=form.marks(rest=Presence.PRESENT if REST in request.POST else ""),
                guests=form.guest_marks(),
                by=request.user,
                at=moment.now(),
            )
        except DomainError as refusal:
            refused = form.refuse(refusal)
        else:
            messages.success(request, "The register has been kept.")
            return redirect(address(request, "attendance", meeting=meeting))
    return _page(request, found, form=form, refused=refused)


@needs(EDIT, in_a_group=True)
@require_POST
def mark(request: PortalRequest, meeting: UUID, seat: UUID) -> HttpResponse:
    """Keep one row; htmx asks on every change, and shows what this answers."""
    found = _kept_meeting(request, meeting)
    lines = register_of(found, on=moment.today()).seats
    line = next((each for each in lines if each.seat and each.seat.public_id == seat), None)
    if line is None:
        raise Http404(NO_SEAT)
    problem = _keep_row(request, found, line)
    context = {
        "line": line,
        "seat": seat,
        "problem": problem,
        "presence": Presence(request.POST[f"{seat}-presence"]) if not problem else "",
        "meeting": found,
        **quorum_frame(request, found),
    }
    return render(request, "governance/attendance/_kept.html", context)


@needs(VIEW)
def quorum(request: PortalRequest, meeting: UUID) -> HttpResponse:
    """Return the quorum alone for a page that asks again; nothing where it stands as it stood."""
    found = seen_meeting(request, meeting)
    context = quorum_frame(request, found)
    if request.GET.get("seen") == context.get("quorum_seen", ""):
        return HttpResponse(status=NOT_CHANGED)
    context["meeting"] = found
    return render(request, "governance/attendance/_quorum.html", context)


@needs(EDIT, in_a_group=True)
@require_POST
def remove_guest(request: PortalRequest, mark: UUID) -> HttpResponse:
    found = get_object_or_404(AttendanceMark.objects.select_related("meeting"), public_id=mark)
    meeting = _kept_meeting(request, found.meeting.public_id)
    with refusals_as_message(request):
        services.remove_guest(mark=found, by=request.user, at=moment.now())
        messages.success(request, "The guest has been taken off the register.")
    return redirect(address(request, "attendance", meeting=meeting.public_id))


def _page(
    request: PortalRequest,
    meeting: Meeting,
    *,
    form: RegisterForms | None = None,
    refused: str = "",
) -> HttpResponse:
    frame = meeting_frame(request, meeting, here="attendance")
    seen = register_of(meeting, sight=request.sight, on=moment.today())
    on = local_day(meeting.starts_at)
    verdict = may_keep_register(meeting.state, on=on, today=moment.today())
    may = frame["may_edit"] and request.sight is None
    if form is None and may and verdict:
        form = RegisterForms(seen)
    context = {
        **frame,
        "register": seen,
        "form_rows": form,
        "problems": form.problems() if form else [],
        "refused": refused,
        "why_not": "" if verdict else verdict.reason,
        **quorum_frame(request, meeting),
    }
    return render(request, "governance/attendance/register.html", context)


def _keep_row(request: PortalRequest, meeting: Meeting, line: RegisterLine) -> str:
    """Keep one row as it was sent; return what is wrong with it, or nothing."""
    row = mark_row(line, request.POST)
    if not row.form.is_valid():
        return str(next(iter(row.form.errors.values()))[0])
    facts = mark_facts(row)
    if facts is None or not facts.presence:
        return "Choose how they were there."
    try:
        services.save_register(meeting=meeting, marks=[facts], by=request.user, at=moment.now())
    except DomainError as refusal:
        return str(refusal)
    return ""


def _kept_meeting(request: PortalRequest, meeting: UUID) -> Meeting:
    found = seen_meeting(request, meeting)
    may_keep(request, found.group)
    return found
