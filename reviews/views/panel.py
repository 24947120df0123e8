"""The panel's meetings on a case or a review: planned, their agenda, who was there."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_as_message, refusals_on
from partnerships.printing import PDF_TYPE
from partnerships.roles import Permission
from reviews.forms.kit import ReasonForm
from reviews.forms.panel import GuestForm, ItemForm, MeetingForm, RegisterForm, ReopenRegisterForm
from reviews.models import PanelItem, PanelMeeting
from reviews.panel_files import minutes_pdf
from reviews.selectors.panel import panel, panel_lines, panel_page, register_of
from reviews.selectors.panel_invitations import invited_to
from reviews.services import panel as services
from reviews.services.panel_minutes import note_minutes_taken
from reviews.views.desks import Desk, on_desk
from reviews.views.downloads import as_download

MAY_ACT = Permission.GOVERNANCE_EDIT
TRAIL = "Panel"


def meeting_on(desk: Desk, public_id: UUID) -> PanelMeeting:
    """Return a meeting on this case or review, or 404."""
    found = panel(desk.subject, public_id)
    if found is None:
        raise Http404(NOT_FOUND)
    return found


def item_on(desk: Desk, meeting: UUID, public_id: UUID) -> PanelItem:
    """Return an item of a meeting on this case or review, or 404."""
    rows = meeting_on(desk, meeting).items.select_related("edited_by", "meeting")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404(NOT_FOUND)
    return found


def to_meeting(desk: Desk, meeting: PanelMeeting) -> str:
    """Return the address of a meeting's page."""
    return desk.address("panel-meeting", panel_meeting=meeting.public_id)


@on_desk("panel")
def listed(request: PortalRequest, desk: Desk) -> HttpResponse:
    context = {
        "heading": "Panel",
        "lines": panel_lines(desk.subject, at=moment.now()),
        "root": desk.address("panel"),
    }
    return desk.show("reviews/panel/list.html", context)


@on_desk("panel", edit=True)
def plan(request: PortalRequest, desk: Desk) -> HttpResponse:
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = services.plan_meeting(
                subject=desk.subject, facts=form.facts(), by=request.user, at=moment.now()
            )
            return desk.go(to_meeting(desk, made), "The meeting has been planned.")
    return desk.ask(
        form,
        heading="Plan a meeting of the panel",
        submit="Plan the meeting",
        back=desk.address("panel"),
        trail=TRAIL,
    )


@on_desk("panel")
def detail(request: PortalRequest, desk: Desk, panel_meeting: UUID) -> HttpResponse:
    meeting = meeting_on(desk, panel_meeting)
    page = panel_page(meeting, desk.subject, request.user, request.standing, at=moment.now())
    may_act = bool(request.standing.can(MAY_ACT)) and page.may_minute
    context = {
        "heading": "Meeting of the panel",
        "page": page,
        "meeting": meeting,
        "root": to_meeting(desk, meeting),
        "may_act": may_act and desk.may_edit,
        "invited": invited_to(meeting, request.user, at=moment.now()),
    }
    return desk.show("reviews/panel/meeting.html", context)


@on_desk("panel", edit=True)
def change(request: PortalRequest, desk: Desk, panel_meeting: UUID) -> HttpResponse:
    meeting = meeting_on(desk, panel_meeting)
    first = {name: getattr(meeting, name) for name in ("starts_at", "place", "chair_post")}
    form = MeetingForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.change_meeting(
                meeting=meeting, facts=form.facts(), by=request.user, at=moment.now()
            )
            return desk.go(to_meeting(desk, meeting), "The meeting has been changed.")
    back = to_meeting(desk, meeting)
    return desk.ask(form, heading="Change the meeting", submit="Change it", back=back, trail=TRAIL)


@on_desk("panel", edit=True)
def cancel(request: PortalRequest, desk: Desk, panel_meeting: UUID) -> HttpResponse:
    meeting = meeting_on(desk, panel_meeting)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            services.cancel_meeting(
                meeting=meeting, reason=reason, by=request.user, at=moment.now()
            )
            return desk.go(desk.address("panel"), "The meeting has been cancelled.")
    back = to_meeting(desk, meeting)
    return desk.ask(
        form, heading="Cancel the meeting", submit="Cancel the meeting", back=back, trail=TRAIL
    )


@on_desk("panel", edit=True)
def add_item(request: PortalRequest, desk: Desk, panel_meeting: UUID) -> HttpResponse:
    meeting = meeting_on(desk, panel_meeting)
    form = ItemForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            title = form.cleaned_data["title"]
            services.add_item(meeting=meeting, title=title, by=request.user, at=moment.now())
            return desk.go(to_meeting(desk, meeting), "The item is on the agenda.")
    back = to_meeting(desk, meeting)
    return desk.ask(form, heading="Add an item", submit="Add the item", back=back, trail=TRAIL)


@on_desk("panel", edit=True)
def remove_item(
    request: PortalRequest, desk: Desk, panel_meeting: UUID, panel_item: UUID
) -> HttpResponse:
    item = item_on(desk, panel_meeting, panel_item)
    back = to_meeting(desk, item.meeting)
    if request.method == "POST":
        with refusals_as_message(request):
            services.remove_item(item=item, by=request.user, at=moment.now())
            return desk.go(back, "The item is off the agenda.")
        return redirect(back)
    return desk.ask(
        None,
        heading=f"Take “{item.title}” off the agenda?",
        submit="Take it off",
        back=back,
        trail=TRAIL,
        template="layouts/confirm.html",
    )


@on_desk("panel", edit=True)
def register(request: PortalRequest, desk: Desk, panel_meeting: UUID) -> HttpResponse:
    """Mark who was there; with the second button, close the register too."""
    meeting = meeting_on(desk, panel_meeting)
    now = moment.now()
    expected = register_of(meeting, desk.subject)
    form = RegisterForm(request.POST or None, register=expected)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.save_register(meeting=meeting, codes=form.codes(), by=request.user, at=now)
            if request.POST.get("go") != "close":
                return desk.go(to_meeting(desk, meeting), "The register has been kept.")
            closed = services.close_register(meeting=meeting, by=request.user, at=now)
            said = f"The register is closed. {closed.quorum['said']}"
            return desk.go(to_meeting(desk, meeting), said)
    return desk.ask(
        form,
        heading="Who was there?",
        submit="Keep the register",
        back=to_meeting(desk, meeting),
        trail=TRAIL,
        template="reviews/panel/register.html",
        was_asked=any(each.likely for each in expected),
    )


@on_desk("panel", edit=True)
def reopen(request: PortalRequest, desk: Desk, panel_meeting: UUID) -> HttpResponse:
    meeting = meeting_on(desk, panel_meeting)
    form = ReopenRegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.reopen_register(
                meeting=meeting, **form.cleaned_data, by=request.user, at=moment.now()
            )
            to = desk.address("panel-register", panel_meeting=meeting.public_id)
            return desk.go(to, "The register is open again. Put it right and close it.")
    back = to_meeting(desk, meeting)
    return desk.ask(
        form, heading="Put the register right", submit="Open it again", back=back, trail=TRAIL
    )


@on_desk("panel", edit=True)
def add_guest(request: PortalRequest, desk: Desk, panel_meeting: UUID) -> HttpResponse:
    meeting = meeting_on(desk, panel_meeting)
    form = GuestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.add_guest(
                meeting=meeting, **form.cleaned_data, by=request.user, at=moment.now()
            )
            return desk.go(to_meeting(desk, meeting), "The post is on the register.")
    back = to_meeting(desk, meeting)
    return desk.ask(
        form, heading="Add a post to the register", submit="Add it", back=back, trail=TRAIL
    )


@on_desk("panel")
def download(request: PortalRequest, desk: Desk, panel_meeting: UUID) -> HttpResponse:
    """Give the minutes as a PDF that names the case by its reference alone."""
    meeting = meeting_on(desk, panel_meeting)
    now = moment.now()
    page = panel_page(meeting, desk.subject, request.user, request.standing, at=now)
    reference = desk.subject.reference
    content = minutes_pdf(
        page, reference=reference, partnership=request.partnership.name, made_at=now
    )
    note_minutes_taken(meeting=meeting, by=request.user, at=now)
    name = f"{reference}-panel-{moment.local_day(meeting.starts_at).isoformat()}.pdf"
    return as_download(content, content_type=PDF_TYPE, name=name)
