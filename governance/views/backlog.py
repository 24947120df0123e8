from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from governance.enums import MeetingState
from governance.forms import EndForm
from governance.forms.agenda import ItemForm, StandingForm, TakeForm
from governance.models import Group, Meeting, StandingItem
from governance.selectors.agenda import standing_for
from governance.selectors.agenda_page import backlog_of
from governance.services import agenda, agenda_acts, standing
from governance.views.agenda_frames import choices, item_trail, kept_item, part_b
from governance.views.frames import address, ask, may_keep, show_form, trail
from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, needs, refusals_on
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT


@needs(VIEW)
def group_agenda(request: PortalRequest, group: UUID) -> HttpResponse:
    found = get_object_or_404(Group, public_id=group)
    reads_b = bool(part_b(request, found, None))
    keeps_all = bool(request.standing.can(EDIT))
    context = {
        "heading": "Agenda items",
        "caption": found.name,
        "group": found,
        "standing": standing_for([found]),
        "backlog": backlog_of(found, reads_b=reads_b),
        "may_edit": bool(request.standing.can(EDIT, group_key=found.key)) and not found.ended_on,
        "keeps_all": keeps_all,
        "breadcrumbs": trail(request, found),
    }
    return render(request, "governance/agenda/group.html", context)


@needs(EDIT, in_a_group=True)
def add(request: PortalRequest, group: UUID) -> HttpResponse:
    found = _kept(request, group)
    form = ItemForm(request.POST or None, **choices())
    back = address(request, "group-agenda", group=group)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            agenda.add_item(group=found, facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "The item waits in the backlog.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"Add an item to the backlog of {found.name}",
        submit="Add the item",
        back=back,
        breadcrumbs=trail(request, found),
    )


@needs(EDIT, in_a_group=True)
def take(request: PortalRequest, item: UUID) -> HttpResponse:
    found = kept_item(request, item)
    form = TakeForm(request.POST or None, meetings=_coming(found.group))
    back = address(request, "group-agenda", group=found.group.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            meeting = form.cleaned_data["meeting"]
            agenda_acts.take_from_backlog(
                item=found, meeting=meeting, by=request.user, at=moment.now()
            )
            messages.success(request, "The item is on the agenda.")
            return redirect(address(request, "agenda", meeting=meeting.public_id))
    return show_form(
        request,
        form,
        heading=f"At which meeting is “{found.title}” talked about?",
        submit="Put it on the agenda",
        back=back,
        breadcrumbs=item_trail(request, found),
    )


@needs(EDIT, in_a_group=True)
def add_standing(request: PortalRequest, group: UUID) -> HttpResponse:
    found = _kept(request, group)
    kind = found.get_kind_display() if request.standing.can(EDIT) else ""
    form = StandingForm(request.POST or None, kind=kind)
    back = address(request, "group-agenda", group=group)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            standing.add_standing(row=form.row_of(found), by=request.user, at=moment.now())
            messages.success(request, "It stands on every agenda from now on.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"What stands on every agenda of {found.name}?",
        submit="Add it",
        back=back,
        breadcrumbs=trail(request, found),
    )


@needs(EDIT, in_a_group=True)
def edit_standing(request: PortalRequest, standing_item: UUID) -> HttpResponse:
    found = _standing(request, standing_item)
    form = StandingForm(request.POST or None, initial=model_to_dict(found))
    back = _back(request, found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            standing.change_standing(
                row=found, facts=form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "It has been changed. Agendas that exist stay as they are.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"Change “{found.title}”",
        submit="Save",
        back=back,
        breadcrumbs=trail(request),
    )


@needs(EDIT, in_a_group=True)
def end_standing(request: PortalRequest, standing_item: UUID) -> HttpResponse:
    found = _standing(request, standing_item)
    form = EndForm(request.POST or None, initial={"on": moment.today()})
    back = _back(request, found)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            standing.end_standing(row=found, **form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, f"“{found.title}” stands on new agendas no longer.")
            return redirect(back)
    return ask(
        request,
        heading=f"Does “{found.title}” no longer stand on every agenda?",
        consequences="Agendas that exist keep it.",
        submit="Take it off new agendas",
        back=back,
        form=form,
    )


def _kept(request: PortalRequest, group: UUID) -> Group:
    found = get_object_or_404(Group, public_id=group)
    may_keep(request, found)
    return found


def _standing(request: PortalRequest, public_id: UUID) -> StandingItem:
    rows = StandingItem.objects.select_related("group")
    found = get_object_or_404(rows, public_id=public_id)
    key = found.group.key if found.group and not found.locked else ""
    request.standing.can(EDIT, group_key=key).or_raise()
    return found


def _back(request: PortalRequest, row: StandingItem) -> str:
    if row.group is None:
        return address(request, "overview")
    return address(request, "group-agenda", group=row.group.public_id)


def _coming(group: Group) -> QuerySet[Meeting]:
    states = (MeetingState.DRAFT, MeetingState.SENT, MeetingState.OPEN)
    return Meeting.objects.of_group(group).filter(state__in=states).order_by("starts_at", "pk")
