from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from governance import selectors, services
from governance.forms import AgencyForm, EndPlaceForm, PlaceForm
from governance.models import Group, GroupAgency, GroupSeat
from governance.views.frames import address, ask, may_keep, show_form, trail
from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission

EDIT = Permission.GOVERNANCE_EDIT
PLACES = GroupSeat.objects.select_related("group", "seat__organisation")


@needs(EDIT, in_a_group=True)
def add_seat(request: PortalRequest, group: UUID) -> HttpResponse:
    found = get_object_or_404(Group, public_id=group)
    may_keep(request, found)
    seats = selectors.seats_to_place(group=found, on=moment.today())
    form = PlaceForm(request.POST or None, seats=seats)
    back = address(request, "group", group=group)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts(group=found)
            services.seat_on_group(facts=facts, by=request.user, at=moment.now())
            messages.success(request, f"{facts.seat.title} sits on the group.")
            return redirect(f"{back}#members")
    return show_form(
        request,
        form,
        heading=f"Add a seat to {found.name}",
        submit="Add the seat",
        back=back,
        breadcrumbs=trail(request, found),
    )


@needs(EDIT, in_a_group=True)
def edit_seat(request: PortalRequest, place: UUID) -> HttpResponse:
    found = get_object_or_404(PLACES, public_id=place)
    may_keep(request, found.group)
    form = PlaceForm(request.POST or None, initial=model_to_dict(found))
    back = address(request, "group", group=found.group.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts_of(found)
            services.change_group_seat(row=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "The place has been changed.")
            return redirect(f"{back}#members")
    return show_form(
        request,
        form,
        heading=f"{found.seat.title} on {found.group.name}",
        submit="Save",
        back=back,
        breadcrumbs=trail(request, found.group),
    )


@needs(EDIT, in_a_group=True)
def end_seat(request: PortalRequest, place: UUID) -> HttpResponse:
    found = get_object_or_404(PLACES, public_id=place)
    may_keep(request, found.group)
    form = EndPlaceForm(request.POST or None, initial={"to_on": moment.today()})
    back = address(request, "group", group=found.group.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.end_group_seat(
                row=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "The place has a last day. It stays in the record.")
            return redirect(f"{back}#members")
    return ask(
        request,
        heading=f"Does {found.seat.title} leave {found.group.name}?",
        consequences="The seat itself and its holder stay. Only its place on this group ends.",
        submit="End the place",
        back=back,
        form=form,
    )


@needs(EDIT, in_a_group=True)
def add_agency(request: PortalRequest, group: UUID) -> HttpResponse:
    found = get_object_or_404(Group, public_id=group)
    may_keep(request, found)
    agencies = selectors.agencies_to_hear(group=found, on=moment.today())
    form = AgencyForm(request.POST or None, agencies=agencies)
    back = address(request, "group", group=group)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.speak_for(group=found, **form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "The agency has been added.")
            return redirect(f"{back}#agencies")
    return show_form(
        request,
        form,
        heading=f"Add an agency that {found.name} speaks for",
        submit="Add the agency",
        back=back,
        breadcrumbs=trail(request, found),
    )


@needs(EDIT, in_a_group=True)
def end_agency(request: PortalRequest, heard: UUID) -> HttpResponse:
    loaded = GroupAgency.objects.select_related("group", "agency__organisation")
    found = get_object_or_404(loaded, public_id=heard)
    may_keep(request, found.group)
    back = address(request, "group", group=found.group.public_id)
    if request.method == "POST":
        with refusals_as_message(request):
            services.stop_speaking_for(row=found, by=request.user, at=moment.now())
            messages.success(request, "The agency has been taken off the list.")
        return redirect(f"{back}#agencies")
    name = found.agency.organisation.name
    return ask(
        request,
        heading=f"Does {found.group.name} no longer speak for {name}?",
        consequences="The agency goes on taking part in the partnership.",
        submit="Take it off the list",
        back=back,
    )
