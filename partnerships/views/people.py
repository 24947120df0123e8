from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Pagination
from partnerships.doors import NOT_FOUND, PortalRequest, needs, refusals_on
from partnerships.forms.people import (
    AccountForm,
    LayForm,
    PeopleFilterForm,
    PersonForm,
    YoungForm,
)
from partnerships.models import Appointment
from partnerships.roles import Permission
from partnerships.selectors import persons
from partnerships.services import people, support
from partnerships.support import SUPPORTED
from partnerships.views.frames import address, show_form, trail

PER_PAGE = 50


def may_edit(request: PortalRequest) -> bool:
    """Say whether the reader keeps the record, and so may read the names of the young."""
    return bool(request.standing.can(Permission.PARTNERSHIP_EDIT))


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
def person_list(request: PortalRequest) -> HttpResponse:
    form = PeopleFilterForm(request.GET or None, sight=request.sight)
    wanted = form.wanted()
    rows = persons.people_rows(
        on=moment.today(), wanted=wanted, names_young=may_edit(request), sight=request.sight
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = {name: value for name, value in request.GET.dict().items() if name != "page"}
    context = {
        "rows": page.object_list,
        "count": len(rows),
        "form": form,
        "is_filtered": bool(wanted),
        "pagination": Pagination(page.number, page.paginator.num_pages, query),
        "here": "persons",
    }
    return render(request, "partnerships/people/list.html", context)


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
def person_detail(request: PortalRequest, holder: UUID) -> HttpResponse:
    page = _page(request, holder)
    is_own = page.person.user_id == request.user.pk
    context = {
        "page": page,
        "may_edit": may_edit(request),
        "may_correct": may_edit(request) or is_own,
        "may_link": may_edit(request) and people.is_kept_here(page.person),
        "sees_access": bool(request.standing.can(Permission.ACCESS_MANAGE)),
        "breadcrumbs": trail(request, ("People and seats", "seats"), ("People", "persons")),
    }
    return render(request, "partnerships/people/detail.html", context)


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
def edit_person(request: PortalRequest, holder: UUID) -> HttpResponse:
    page = _page(request, holder)
    known = {"name": page.person.name, "name_published": page.person.name_published}
    form = PersonForm(request.POST or None, is_young=page.is_young, initial=known)
    back = address(request, "person-detail", holder=holder)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            people.correct_person(
                person=page.person, **form.changes(), by=request.user, at=moment.now()
            )
            messages.success(request, "Saved.")
            return redirect(back)
    return show_form(request, form, heading="Name and agreement", submit="Save", back=back)


@needs(Permission.PARTNERSHIP_EDIT)
def link_account(request: PortalRequest, holder: UUID) -> HttpResponse:
    person = _page(request, holder).person
    known = {"account": str(person.user.public_id) if person.user else ""}
    form = AccountForm(request.POST or None, person=person, on=moment.today(), initial=known)
    back = address(request, "person-detail", holder=holder)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            people.link_account(person=person, user=form.user(), by=request.user, at=moment.now())
            messages.success(request, "Saved.")
            return redirect(back)
    return show_form(
        request, form, heading="Whose account is it?", caption=person.name, submit="Save", back=back
    )


@needs(Permission.PARTNERSHIP_EDIT)
def support_detail(request: PortalRequest, appointment: UUID) -> HttpResponse:
    found = _supported(appointment)
    context = {
        "page": persons.support_page(appointment=found, on=moment.today()),
        "breadcrumbs": trail(request, ("People and seats", "seats"), ("People", "persons")),
    }
    return render(request, "partnerships/people/support.html", context)


@needs(Permission.PARTNERSHIP_EDIT)
def edit_support(request: PortalRequest, appointment: UUID) -> HttpResponse:
    found = _supported(appointment)
    page = persons.support_page(appointment=found, on=moment.today())
    kind = YoungForm if page.is_young else LayForm
    options: dict[str, Any] = {
        "seats": persons.adult_seats(but=found.seat, on=moment.today()),
        "initial": kind.initial_of(page.record),
    }
    form = kind(request.POST or None, **options)
    back = address(request, "support", appointment=appointment)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            support.record_support(
                appointment=found, facts=form.facts(), by=request.user, at=moment.now()
            )
            messages.success(request, "Saved.")
            return redirect(back)
    heading = f"Support of {found.person.name}"
    return show_form(
        request, form, heading=heading, caption=found.seat.title, submit="Save", back=back
    )


def _page(request: PortalRequest, holder: UUID) -> persons.PersonPage:
    page = persons.person_page(
        holder=holder,
        reader=request.user,
        on=moment.today(),
        names_young=may_edit(request),
        sight=request.sight,
    )
    if page is None:
        raise Http404(NOT_FOUND)
    return page


def _supported(appointment: UUID) -> Appointment:
    """Return a lay or young member's appointment; no other has a support record."""
    rows = Appointment.objects.select_related("seat", "person").filter(seat__role__in=SUPPORTED)
    return get_object_or_404(rows, public_id=appointment)
