from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from krscp_portal.foundation import moment
from partnerships import selectors
from partnerships.doors import PortalRequest, needs, refusals_on
from partnerships.forms.delegations import DelegationForm
from partnerships.models import Delegation
from partnerships.roles import Permission
from partnerships.services import delegations
from partnerships.views.frames import address, show_form, trail


@needs(Permission.PARTNERSHIP_VIEW)
def delegation_list(request: PortalRequest) -> HttpResponse:
    context = {
        "rows": selectors.delegations(on=moment.today()),
        "may_edit": request.standing.can(Permission.PARTNERSHIP_EDIT),
        "here": "delegations",
    }
    return render(request, "partnerships/delegations/list.html", context)


@needs(Permission.PARTNERSHIP_VIEW)
def delegation_detail(request: PortalRequest, delegation: UUID) -> HttpResponse:
    loaded = Delegation.objects.select_related("from_seat", "to_seat")
    context = {
        "delegation": get_object_or_404(loaded, public_id=delegation),
        "may_edit": request.standing.can(Permission.PARTNERSHIP_EDIT),
        "breadcrumbs": trail(request, ("Delegations", "delegations")),
    }
    return render(request, "partnerships/delegations/detail.html", context)


@needs(Permission.PARTNERSHIP_EDIT)
def add_delegation(request: PortalRequest) -> HttpResponse:
    form = DelegationForm(request.POST or None)
    back = address(request, "delegations")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            delegations.delegate(facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "Delegation recorded.")
            return redirect(back)
    return show_form(request, form, heading="Record a delegation", submit="Record it", back=back)


@needs(Permission.PARTNERSHIP_EDIT)
def edit_delegation(request: PortalRequest, delegation: UUID) -> HttpResponse:
    loaded = Delegation.objects.select_related("from_seat", "to_seat")
    found = get_object_or_404(loaded, public_id=delegation)
    seats = {"from_seat": found.from_seat, "to_seat": found.to_seat}
    form = DelegationForm(request.POST or None, initial=model_to_dict(found) | seats)
    back = address(request, "delegation", delegation=delegation)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            delegations.change_delegation(
                delegation=found,
                facts=form.facts(source=found.source),
                by=request.user,
                at=moment.now(),
            )
            messages.success(request, "Delegation changed.")
            return redirect(back)
    return show_form(request, form, heading="Change this delegation", submit="Save", back=back)
