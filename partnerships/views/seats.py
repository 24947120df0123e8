from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from krscp_portal.foundation import moment
from partnerships import selectors
from partnerships.doors import PortalRequest, needs, refusals_on
from partnerships.forms.seats import (
    AppointForm,
    CloseSeatForm,
    CorrectAppointmentForm,
    EndAppointmentForm,
    SeatFilterForm,
    SeatForm,
)
from partnerships.models import Appointment, Seat
from partnerships.roles import Permission
from partnerships.selectors.sight import seats_in
from partnerships.services import seats
from partnerships.views.frames import address, ask, show_form, trail


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
def seat_list(request: PortalRequest) -> HttpResponse:
    form = SeatFilterForm(request.GET or None, sight=request.sight)
    wanted, may_edit = form.wanted(), bool(request.standing.can(Permission.PARTNERSHIP_EDIT))
    groups = selectors.seat_groups(
        on=moment.today(), wanted=wanted, names_young=may_edit, sight=request.sight
    )
    context = {
        "groups": groups,
        "count": sum(len(group.seats) for group in groups),
        "form": form,
        "is_filtered": bool(wanted),
        "may_edit": may_edit,
        "here": "seats",
    }
    return render(request, "partnerships/seats/list.html", context)


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
def seat_detail(request: PortalRequest, seat: UUID) -> HttpResponse:
    loaded = Seat.objects.select_related("organisation", "area", "on_behalf_of")
    seen = seats_in(request.sight, on=moment.today())
    found = get_object_or_404(loaded.filter(seen), public_id=seat)
    may_edit = bool(request.standing.can(Permission.PARTNERSHIP_EDIT))
    context = {
        "page": selectors.seat_page(seat=found, on=moment.today(), names_young=may_edit),
        "may_edit": may_edit,
        "may_invite": bool(request.standing.can(Permission.ACCESS_MANAGE)),
        "breadcrumbs": trail(request, ("People and seats", "seats")),
    }
    return render(request, "partnerships/seats/detail.html", context)


@needs(Permission.PARTNERSHIP_EDIT)
def add_seat(request: PortalRequest) -> HttpResponse:
    form = SeatForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            seat = seats.create_seat(facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "Seat added.")
            return redirect(address(request, "seat", seat=seat.public_id))
    back = address(request, "seats")
    return show_form(request, form, heading="Add a seat", submit="Add the seat", back=back)


@needs(Permission.PARTNERSHIP_EDIT)
def edit_seat(request: PortalRequest, seat: UUID) -> HttpResponse:
    loaded = Seat.objects.select_related("organisation", "area", "on_behalf_of")
    found = get_object_or_404(loaded, public_id=seat)
    rows = {name: getattr(found, name) for name in ("organisation", "area", "on_behalf_of")}
    form = SeatForm(request.POST or None, initial=model_to_dict(found) | rows)
    back = address(request, "seat", seat=seat)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts(of=found)
            seats.change_seat(seat=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "Seat changed.")
            return redirect(back)
    return show_form(request, form, heading="Change this seat", submit="Save", back=back)


@needs(Permission.PARTNERSHIP_EDIT)
def close_seat(request: PortalRequest, seat: UUID) -> HttpResponse:
    found = get_object_or_404(Seat, public_id=seat)
    form = CloseSeatForm(request.POST or None)
    back = address(request, "seat", seat=seat)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            seats.close_seat(seat=found, **form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "Seat closed.")
            return redirect(back)
    return ask(
        request,
        heading=f"Close the seat of {found.title}?",
        consequences="Nobody can be appointed to it from that day on. Its history stays.",
        submit="Close the seat",
        back=back,
        form=form,
    )


@needs(Permission.PARTNERSHIP_EDIT)
def appoint(request: PortalRequest, seat: UUID) -> HttpResponse:
    found = get_object_or_404(Seat, public_id=seat)
    people = selectors.people_to_appoint(on=moment.today())
    form = AppointForm(request.POST or None, people=people, initial={"starts_on": moment.today()})
    back = address(request, "seat", seat=seat)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            seats.appoint(seat=found, facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "Appointed.")
            return redirect(back)
    return show_form(
        request, form, heading="Appoint somebody", caption=found.title, submit="Appoint", back=back
    )


@needs(Permission.PARTNERSHIP_EDIT)
def edit_appointment(request: PortalRequest, appointment: UUID) -> HttpResponse:
    loaded = Appointment.objects.select_related("seat", "person")
    found = get_object_or_404(loaded, public_id=appointment)
    form = CorrectAppointmentForm(
        request.POST or None, initial=CorrectAppointmentForm.initial_of(found)
    )
    back = address(request, "seat", seat=found.seat.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts_for(found.person)
            seats.change_appointment(
                appointment=found, facts=facts, by=request.user, at=moment.now()
            )
            messages.success(request, "Appointment changed.")
            return redirect(back)
    return show_form(
        request,
        form,
        heading=f"Change the appointment of {found.person.name}",
        caption=found.seat.title,
        submit="Save",
        back=back,
    )


@needs(Permission.PARTNERSHIP_EDIT)
def end_appointment(request: PortalRequest, appointment: UUID) -> HttpResponse:
    loaded = Appointment.objects.select_related("seat", "person")
    found = get_object_or_404(loaded, public_id=appointment)
    form = EndAppointmentForm(request.POST or None, initial={"last_day": moment.today()})
    back = address(request, "seat", seat=found.seat.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            seats.end_appointment(
                appointment=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, "The appointment has an end.")
            return redirect(back)
    return ask(
        request,
        heading=f"End the appointment of {found.person.name}?",
        consequences=(
            f"They hold the seat of {found.seat.title} until the end of that day. History stays."
        ),
        submit="End the appointment",
        back=back,
        form=form,
    )
