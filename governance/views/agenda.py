from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from governance import agenda_rules
from governance.forms.agenda import ItemForm, MovePlaceForm, ReasonForm
from governance.models import Meeting
from governance.selectors.agenda_page import agenda_page
from governance.selectors.meeting_packs import packs_of
from governance.services import agenda as service
from governance.services import agenda_acts as acts
from governance.views.agenda_frames import back_of, back_to, choices, item_trail, kept_item, part_b
from governance.views.frames import address, ask, may_keep, show_form
from governance.views.meeting_frames import meeting_frame, meeting_trail, seen_meeting
from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT


@needs(VIEW, for_an_agency=True)
def agenda(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = seen_meeting(request, meeting)
    return render(request, "governance/agenda/read.html", _page(request, found))


@needs(EDIT, in_a_group=True)
def arrange(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = _kept(request, meeting)
    return render(request, "governance/agenda/arrange.html", _page(request, found))


@needs(EDIT, in_a_group=True)
@require_POST
def move(request: PortalRequest, item: UUID) -> HttpResponse:
    found = kept_item(request, item)
    form = MovePlaceForm(request.POST)
    if found.meeting is None or not form.is_valid():
        messages.error(request, "Enter the place as a number.")
        return redirect(back_of(request, found))
    with refusals_on(form):
        acts.move_item(
            item=found,
            place=form.place_wanted(),
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=moment.now(),
        )
        back = address(request, "agenda-arrange", meeting=found.meeting.public_id)
        return redirect(f"{back}#move-{found.public_id}")
    shown = seen_meeting(request, found.meeting.public_id)
    context = {**_page(request, shown), "form": form, "refused": found.public_id}
    return render(request, "governance/agenda/arrange.html", context)


@needs(EDIT, in_a_group=True)
def add(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = _kept(request, meeting)
    form = ItemForm(request.POST or None, **choices())
    back = address(request, "agenda", meeting=meeting)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = service.add_item(
                group=found.group,
                facts=form.facts(),
                meeting=found,
                by=request.user,
                at=moment.now(),
            )
            messages.success(request, "The item is on the agenda.")
            return back_to(request, made)
    return show_form(
        request,
        form,
        heading=f"Add an item to {found.title}",
        submit="Add the item",
        back=back,
        breadcrumbs=meeting_trail(request, found),
    )


@needs(EDIT, in_a_group=True)
def edit(request: PortalRequest, item: UUID) -> HttpResponse:
    found = kept_item(request, item)
    is_locked = bool(found.standing and found.standing.locked)
    first = model_to_dict(found) | {
        "seen": found.revision,
        "lead": found.lead,
        "priority": found.priority,
    }
    form = ItemForm(request.POST or None, initial=first, is_locked=is_locked, **choices())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            acts.change_item(
                item=found,
                facts=form.facts(),
                seen=form.seen_revision(),
                by=request.user,
                at=moment.now(),
            )
            messages.success(request, "The item has been changed.")
            return back_to(request, found)
    context = {
        "form": form,
        "heading": f"Change “{found.title}”",
        "submit": "Save",
        "cancel_url": back_of(request, found),
        "breadcrumbs": item_trail(request, found),
        "item": found,
        "is_rewritten": form.is_bound and acts.REWRITTEN in form.non_field_errors(),
    }
    return render(request, "governance/agenda/item_form.html", context)


@needs(EDIT, in_a_group=True)
def withdraw(request: PortalRequest, item: UUID) -> HttpResponse:
    found = kept_item(request, item)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            acts.withdraw_item(item=found, **form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "The item has been taken off. The reason is kept.")
            return redirect(back_of(request, found))
    return ask(
        request,
        heading=f"Take “{found.title}” off?",
        consequences="It does not return at a later meeting. Its number is given to nothing else.",
        submit="Take it off",
        back=back_of(request, found),
        form=form,
    )


@needs(EDIT, in_a_group=True)
def defer(request: PortalRequest, item: UUID) -> HttpResponse:
    found = kept_item(request, item)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            following = acts.defer_item(
                item=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            waits = following is None or following.meeting_id is None
            where = "waits in the backlog" if waits else "is on the next meeting’s agenda"
            messages.success(request, f"The item has been put off. It {where}.")
            return redirect(back_of(request, found))
    return ask(
        request,
        heading=f"Put “{found.title}” off?",
        consequences="It returns at the group’s next meeting by itself, which says how often it "
        "was put off; without a next meeting it waits in the backlog.",
        submit="Put it off",
        back=back_of(request, found),
        form=form,
    )


@needs(EDIT, in_a_group=True)
@require_POST
def begin(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = _kept(request, meeting)
    with refusals_as_message(request):
        acts.begin_agenda(meeting=found, by=request.user, at=moment.now())
        messages.success(request, "What stands on every agenda is on this one.")
    return redirect(address(request, "agenda", meeting=meeting))


@needs(EDIT, in_a_group=True)
def send(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = _kept(request, meeting)
    back = address(request, "agenda", meeting=meeting)
    if request.method == "POST":
        with refusals_as_message(request):
            acts.send_agenda(meeting=found, by=request.user, at=moment.now())
            messages.success(request, "The agenda has been sent. Its numbers stay as they are.")
        return redirect(back)
    return ask(
        request,
        heading=f"Send the agenda of {found.title}?",
        consequences="Whoever is asked to the meeting is told. The items get their numbers, which "
        "never change: what you add later takes the number before it with a letter.",
        submit="Send the agenda",
        back=back,
    )


def _kept(request: PortalRequest, meeting: UUID) -> Meeting:
    found = seen_meeting(request, meeting)
    may_keep(request, found.group)
    return found


def _page(request: PortalRequest, meeting: Meeting) -> dict[str, Any]:
    reads_b = bool(part_b(request, meeting.group, meeting))
    frame = meeting_frame(request, meeting, here="agenda")
    page = agenda_page(meeting, reads_b=reads_b)
    numbered = page.is_numbered
    return {
        **frame,
        "page": page,
        "reads_b": reads_b,
        "is_shown": numbered or frame["may_edit"],
        "may_add": frame["may_edit"] and agenda_rules.may("add", meeting.state),
        "may_move": frame["may_edit"]
        and agenda_rules.may("move", meeting.state, numbered=numbered),
        "may_send": frame["may_edit"]
        and agenda_rules.may("send", meeting.state, numbered=numbered),
        "may_pack": frame["may_edit"] and numbered and agenda_rules.may("pack", meeting.state),
        "packs": packs_of(meeting, reads_b=reads_b) if numbered else [],
    }
