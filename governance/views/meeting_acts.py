from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from governance import services
from governance.enums import MeetingState
from governance.forms.meetings import CancelForm, MeetingForm, MoveForm, PresideForm
from governance.models import Group, Meeting
from governance.selectors.meetings import asked_to, seats_to_preside
from governance.views.frames import address, ask, may_keep, show_form
from governance.views.meeting_frames import meeting_frame, meeting_trail, seen_meeting
from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.models import Seat
from partnerships.roles import Permission

EDIT = Permission.GOVERNANCE_EDIT


@needs(EDIT, in_a_group=True)
def add(request: PortalRequest) -> HttpResponse:
    first = {"minutes": 120, "group": request.GET.get("group")}
    form = MeetingForm(
        request.POST or None, groups=groups_kept(request), sharing=_current(), initial=first
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = services.add_meeting(facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "The meeting is a draft. Nobody has been told yet.")
            return redirect(address(request, "meeting", meeting=made.public_id))
    return show_form(
        request,
        form,
        heading="Add a meeting",
        submit="Add the draft",
        back=address(request, "meetings"),
        breadcrumbs=meeting_trail(request),
    )


@needs(EDIT, in_a_group=True)
def edit(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = _found(request, meeting)
    form = MeetingForm(
        request.POST or None,
        groups=groups_kept(request),
        sharing=_current().exclude(pk=found.group_id),
        keeps=True,
        times=found.state == MeetingState.DRAFT,
        initial=model_to_dict(found) | {"minutes": _minutes(found), "with_groups": _sharing(found)},
    )
    back = address(request, "meeting", meeting=meeting)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts(kept=found)
            services.change_meeting(meeting=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "The meeting has been changed.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"Change {found.title}",
        submit="Save",
        back=back,
        breadcrumbs=meeting_trail(request, found),
    )


@needs(EDIT, in_a_group=True)
def send(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = _found(request, meeting)
    if request.method == "POST":
        with refusals_as_message(request):
            services.send_meeting(meeting=found, by=request.user, at=moment.now())
            messages.success(request, "The meeting has been sent.")
        return redirect(address(request, "meeting", meeting=meeting))
    context = {
        **meeting_frame(request, found, here="send"),
        "heading": f"Send {found.title}",
        "asked": asked_to(found),
        "has_begun": found.starts_at <= moment.now(),
    }
    return render(request, "governance/meeting/send.html", context)


@needs(EDIT, in_a_group=True)
def move(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = _found(request, meeting)
    first = {"starts_at": found.starts_at, "minutes": _minutes(found)}
    form = MoveForm(request.POST or None, initial=first)
    back = address(request, "meeting", meeting=meeting)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.reschedule_meeting(
                meeting=found, **form.times(), by=request.user, at=moment.now()
            )
            messages.success(request, "The meeting has been moved.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"Move {found.title}",
        submit="Move the meeting",
        back=back,
        breadcrumbs=meeting_trail(request, found),
    )


@needs(EDIT, in_a_group=True)
def cancel(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = _found(request, meeting)
    form = CancelForm(request.POST or None)
    back = address(request, "meeting", meeting=meeting)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.cancel_meeting(
                meeting=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "The meeting has been cancelled.")
            return redirect(back)
    was_told = found.told_at is not None
    return ask(
        request,
        heading=f"Cancel {found.title}?",
        consequences="Everybody who was asked is told." if was_told else "Nobody was told of it.",
        submit="Cancel the meeting",
        back=back,
        form=form,
    )


@needs(EDIT, in_a_group=True)
def begin(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = _found(request, meeting)
    form = PresideForm(request.POST or None, seats=seats_to_preside(found))
    back = address(request, "meeting", meeting=meeting)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            chosen = form.cleaned_data["presiding"]
            seat = Seat.objects.get(public_id=chosen) if chosen else None
            services.open_meeting(meeting=found, presiding=seat, by=request.user, at=moment.now())
            messages.success(request, "The meeting is under way.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"Open {found.title}",
        submit="Open the meeting",
        back=back,
        breadcrumbs=meeting_trail(request, found),
    )


@needs(EDIT, in_a_group=True)
@require_POST
def finish(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = _found(request, meeting)
    with refusals_as_message(request):
        services.close_meeting(meeting=found, by=request.user, at=moment.now())
        messages.success(request, "The meeting has been closed.")
    return redirect(address(request, "meeting", meeting=meeting))


def _found(request: PortalRequest, meeting: UUID) -> Meeting:
    found = seen_meeting(request, meeting)
    may_keep(request, found.group)
    return found


def _current() -> QuerySet[Group]:
    return Group.objects.filter(ended_on__isnull=True).order_by("name")


def groups_kept(request: PortalRequest) -> QuerySet[Group]:
    """Return the current groups whose record the person keeps."""
    if request.standing.can(EDIT):
        return _current()
    return _current().filter(
        key__in=[key for key, held in request.standing.in_groups if held == EDIT]
    )


def _sharing(meeting: Meeting) -> list[Group]:
    return [each.group for each in meeting.joined.all()]


def _minutes(meeting: Meeting) -> int:
    return int((meeting.ends_at - meeting.starts_at).total_seconds() // 60)
