from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from krscp_portal.foundation import moment
from partnerships import selectors
from partnerships.doors import PortalRequest, needs, refusals_on
from partnerships.forms.agencies import AddAgencyForm, AgencyForm
from partnerships.models import AgencyMembership
from partnerships.roles import Permission
from partnerships.services import agencies
from partnerships.views.frames import address, show_form


@needs(Permission.PARTNERSHIP_VIEW)
def agency_list(request: PortalRequest) -> HttpResponse:
    context = {
        "groups": selectors.agency_groups(on=moment.today()),
        "may_edit": request.standing.can(Permission.PARTNERSHIP_EDIT),
        "here": "agencies",
    }
    return render(request, "partnerships/agencies/list.html", context)


@needs(Permission.PARTNERSHIP_EDIT)
def add_agency(request: PortalRequest) -> HttpResponse:
    form = AddAgencyForm(request.POST or None)
    back = address(request, "agencies")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            agencies.add_agency(facts=form.new_facts(), by=request.user, at=moment.now())
            messages.success(request, "Agency added.")
            return redirect(back)
    return show_form(request, form, heading="Add an agency", submit="Add the agency", back=back)


@needs(Permission.PARTNERSHIP_EDIT)
def edit_agency(request: PortalRequest, agency: UUID) -> HttpResponse:
    loaded = AgencyMembership.objects.select_related("organisation")
    found = get_object_or_404(loaded, public_id=agency)
    form = AgencyForm(request.POST or None, initial=model_to_dict(found))
    back = address(request, "agencies")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            facts = form.facts(organisation=found.organisation, source=found.source)
            agencies.change_agency(membership=found, facts=facts, by=request.user, at=moment.now())
            messages.success(request, "Agency changed.")
            return redirect(back)
    name = found.organisation.name
    return show_form(
        request, form, heading="Change its part", caption=name, submit="Save", back=back
    )
