from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from krscp_portal.foundation import moment
from partnerships import selectors
from partnerships.agency_facts import facts_of
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.forms.agencies import AddAgencyForm, AgencyFilterForm, AgencyForm
from partnerships.models import AgencyMembership, Area, Organisation
from partnerships.roles import Permission
from partnerships.selectors.sight import agencies_in
from partnerships.services import agencies, agency_removal
from partnerships.views.directory import FORM, pointing_at_what_is_there
from partnerships.views.frames import address, ask, show_form, trail

LOADED = AgencyMembership.objects.select_related("organisation", "represented_through")


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
def agency_list(request: PortalRequest) -> HttpResponse:
    form = AgencyFilterForm(request.GET or None)
    groups = selectors.agency_groups(on=moment.today(), wanted=form.wanted(), sight=request.sight)
    context = {
        "form": form,
        "groups": groups,
        "count": sum(len(group.lines) for group in groups),
        "is_filtered": any(request.GET.values()) and form.is_valid(),
        "gaps": None if request.sight else selectors.agency_gaps(on=moment.today()),
        "may_edit": request.standing.can(Permission.PARTNERSHIP_EDIT),
        "here": "agencies",
    }
    return render(request, "partnerships/agencies/list.html", context)


@needs(Permission.PARTNERSHIP_VIEW, for_an_agency=True)
def agency_detail(request: PortalRequest, agency: UUID) -> HttpResponse:
    found = get_object_or_404(LOADED.filter(agencies_in(request.sight)), public_id=agency)
    context = {
        "page": selectors.agency_page(found),
        "facts": facts_of(found, on=moment.today()),
        "may_edit": request.standing.can(Permission.PARTNERSHIP_EDIT),
        "breadcrumbs": trail(request, ("Agencies", "agencies")),
    }
    return render(request, "partnerships/agencies/detail.html", context)


@needs(Permission.PARTNERSHIP_VIEW)
def coverage(request: PortalRequest) -> HttpResponse:
    context = {
        "matrix": selectors.coverage_matrix(on=moment.today()),
        "here": "coverage",
    }
    return render(request, "partnerships/agencies/coverage.html", context)


@needs(Permission.PARTNERSHIP_EDIT)
def add_agency(request: PortalRequest) -> HttpResponse:
    form = AddAgencyForm(request.POST or None, initial=_asked_for(request))
    back = address(request, "agencies")
    if request.method == "POST" and form.is_valid():
        with pointing_at_what_is_there(form):
            added = agencies.add_agency(
                facts=form.new_facts(),
                areas=form.areas_ticked(),
                by=request.user,
                at=moment.now(),
            )
            messages.success(request, "Agency added.")
            return redirect(address(request, "agency", agency=added.public_id))
    heading = "Add an agency"
    return show_form(
        request, form, heading=heading, submit="Add the agency", back=back, template=FORM
    )


@needs(Permission.PARTNERSHIP_EDIT)
def edit_agency(request: PortalRequest, agency: UUID) -> HttpResponse:
    found = get_object_or_404(LOADED, public_id=agency)
    form = AgencyForm(request.POST or None, initial=_stored(found))
    back = address(request, "agency", agency=agency)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            agencies.change_agency(
                membership=found,
                facts=form.facts(organisation=found.organisation),
                areas=form.areas_ticked(),
                by=request.user,
                at=moment.now(),
            )
            messages.success(request, "Agency changed.")
            return redirect(back)
    name = found.organisation.name
    return show_form(
        request, form, heading="Change its part", caption=name, submit="Save", back=back
    )


@needs(Permission.PARTNERSHIP_EDIT)
def remove_agency(request: PortalRequest, agency: UUID) -> HttpResponse:
    found = get_object_or_404(LOADED, public_id=agency)
    back = address(request, "agency", agency=agency)
    if request.method == "POST":
        with refusals_as_message(request):
            agency_removal.remove_agency(membership=found, by=request.user, at=moment.now())
            messages.success(request, "Agency removed.")
            return redirect(address(request, "agencies"))
        return redirect(back)
    return ask(
        request,
        heading=f"Was {found.organisation.name} entered by mistake?",
        consequences=f"Its part as {found.get_basis_display().lower()} goes without a trace in the "
        "lists; the audit keeps that it was removed. If it did take part, enter its last day "
        "instead.",
        submit="Remove the agency",
        back=back,
    )


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """Return the organisation that the address names, chosen in advance; nonsense chooses none."""
    try:
        wanted = UUID(request.GET.get("organisation", ""))
    except ValueError:
        return {}
    return {"organisation": Organisation.objects.filter(public_id=wanted).first()}


def _stored(agency: AgencyMembership) -> dict[str, Any]:
    """Return what the form of an agency shows of it at first."""
    return model_to_dict(agency) | {
        "represented_through": agency.represented_through,
        "areas": list(Area.objects.filter(pk__in=agency.areas.values("area_id"))),
    }
