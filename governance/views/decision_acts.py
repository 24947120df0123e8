from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from governance.forms.actions import ActionForm
from governance.forms.decisions import (
    BetweenGroupForm,
    DecisionForm,
    InterestForm,
    MinuteItForm,
)
from governance.models import AgendaItem, Group, Meeting
from governance.selectors.actions import due_help, groups_kept
from governance.selectors.deciding import attenders_at, attenders_of
from governance.services.actions import open_action
from governance.services.decisions import record_decision, report_decision
from governance.services.positions import note_interest
from governance.views.decisions import decisions_trail, seen_decision
from governance.views.frames import address, may_keep, show_form
from governance.views.meeting_frames import meeting_trail, seen_meeting
from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, PortalRequest, needs, refusals_on
from partnerships.roles import Permission

EDIT = Permission.GOVERNANCE_EDIT


@needs(EDIT, in_a_group=True)
def choose_group(request: PortalRequest) -> HttpResponse:
    """Ask which group decided between meetings; the next page knows its seats."""
    form = BetweenGroupForm(request.POST or None, groups=groups_kept(request.standing))
    if request.method == "POST" and form.is_valid():
        group = form.cleaned_data["group"]
        return redirect(address(request, "decision-between", group=group.public_id))
    return show_form(
        request,
        form,
        heading="Record what was decided between meetings",
        submit="Go on",
        back=address(request, "decisions"),
        breadcrumbs=decisions_trail(request),
    )


@needs(EDIT, in_a_group=True)
def add_between(request: PortalRequest, group: UUID) -> HttpResponse:
    found = get_object_or_404(Group, public_id=group)
    may_keep(request, found)
    attenders = attenders_of(found, on=moment.today())
    form = DecisionForm(
        request.POST or None, request.FILES or None, group=found, attenders=attenders
    )
    if made := _recorded(request, form):
        return redirect(address(request, "decision", decision=made.public_id))
    return show_form(
        request,
        form,
        heading=f"Decided between meetings: {found.name}",
        submit="Record the decision",
        back=address(request, "decisions"),
        breadcrumbs=decisions_trail(request),
    )


@needs(EDIT, in_a_group=True)
def add_at_meeting(request: PortalRequest, meeting: UUID) -> HttpResponse:
    found = seen_meeting(request, meeting)
    may_keep(request, found.group)
    item = _asked_item(request, found)
    form = DecisionForm(
        request.POST or None,
        request.FILES or None,
        group=found.group,
        attenders=attenders_at(found),
        meeting=found,
        item=item,
        initial={"reached": "consensus", "title": item.title if item else ""},
    )
    back = _back(request, found, item)
    if _recorded(request, form):
        return redirect(back)
    about = f"Decision on item {item.number} {item.title}" if item else "Decision of the meeting"
    return show_form(
        request,
        form,
        heading=about,
        submit="Record the decision",
        back=back,
        breadcrumbs=meeting_trail(request, found),
    )


@needs(EDIT, in_a_group=True)
def minute(request: PortalRequest, decision: UUID) -> HttpResponse:
    found = seen_decision(request, decision)
    may_keep(request, found.group)
    form = MinuteItForm(
        request.POST or None, decision=found, initial={"meeting": request.GET.get("meeting")}
    )
    back = address(request, "decision", decision=decision)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            meeting = form.cleaned_data["meeting"]
            report_decision(decision=found, meeting=meeting, by=request.user, at=moment.now())
            messages.success(request, f"{found.reference} has been minuted in {meeting.title}.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"Minute {found.reference}",
        submit="Minute it there",
        back=back,
        breadcrumbs=decisions_trail(request, found),
    )


@needs(EDIT, in_a_group=True)
def add_interest(request: PortalRequest, meeting: UUID, item: UUID) -> HttpResponse:
    found = seen_meeting(request, meeting)
    may_keep(request, found.group)
    row = get_object_or_404(AgendaItem.objects.select_related("group", "meeting"), public_id=item)
    if row.meeting_id != found.pk:
        raise Http404(NOT_FOUND)
    form = InterestForm(request.POST or None, attenders=attenders_at(found), on=moment.today())
    back = _back(request, found, row)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            note_interest(item=row, facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "The interest has been noted.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"An interest in item {row.number} {row.title}",
        submit="Note it",
        back=back,
        breadcrumbs=meeting_trail(request, found),
    )


@needs(EDIT, in_a_group=True)
def add_action(request: PortalRequest, meeting: UUID, item: UUID) -> HttpResponse:
    found = seen_meeting(request, meeting)
    may_keep(request, found.group)
    row = get_object_or_404(found.items.select_related("group", "meeting"), public_id=item)
    today: date = moment.today()
    form = ActionForm(
        request.POST or None,
        groups=Group.objects.filter(pk=row.group_id),
        on=today,
        hint=f"{'. '.join(due_help(on=today))}.",
    )
    for name in ("group", "priority"):
        del form.fields[name]  # those of the item
    back = _back(request, found, row)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts, said = form.facts(item=row)
            made = open_action(facts=facts, by=request.user, at=moment.now())
            counted = f" {said}." if said else ""
            messages.success(request, f"{made.reference} has been given.{counted}")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"Action from item {row.number} {row.title}",
        submit="Give the action",
        back=back,
        breadcrumbs=meeting_trail(request, found),
    )


def _recorded(request: PortalRequest, form: DecisionForm) -> Any:
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = record_decision(facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, f"{made.reference} is on the register.")
            return made
    return None


def _asked_item(request: PortalRequest, meeting: Meeting) -> AgendaItem | None:
    asked = request.GET.get("item", "")
    if not asked:
        return None
    try:
        found: AgendaItem = get_object_or_404(meeting.items, public_id=UUID(asked))
    except ValueError:
        raise Http404(NOT_FOUND) from None
    return found


def _back(request: PortalRequest, meeting: Meeting, item: AgendaItem | None) -> str:
    """Return the page that led here: the live minutes at the item, or the meeting's decisions."""
    if request.GET.get("from") == "minutes" and item is not None:
        return f"{address(request, 'minutes', meeting=meeting.public_id)}#item-{item.public_id}"
    return address(request, "meeting-decisions", meeting=meeting.public_id)
