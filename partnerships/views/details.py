from uuid import UUID

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from krscp_portal.foundation import moment
from partnerships.doors import (
    PortalRequest,
    needs,
    public,
    refusals_as_message,
    refusals_on,
)
from partnerships.forms.details import AreaForm, DetailsForm
from partnerships.models import ChairRule, PartnershipArea
from partnerships.order_rules.terms import EDITIONS
from partnerships.roles import Permission
from partnerships.services import details
from partnerships.views.frames import address, ask, show_form


@needs(Permission.PARTNERSHIP_VIEW)
def overview(request: PortalRequest) -> HttpResponse:
    context = {
        "areas": list(PartnershipArea.objects.select_related("area").order_by("area__name")),
        "rules": list(ChairRule.objects.order_by("body")),
        "edition": EDITIONS.get(request.partnership.edition, ""),
        "may_edit": request.standing.can(Permission.PARTNERSHIP_EDIT),
        "here": "details",
    }
    return render(request, "partnerships/details/overview.html", context)


@needs(Permission.PARTNERSHIP_EDIT)
def edit(request: PortalRequest) -> HttpResponse:
    form = DetailsForm(request.POST or None, initial=model_to_dict(request.partnership))
    back = address(request, "details")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            details.change_details(facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "Details changed.")
            return redirect(back)
    return show_form(request, form, heading="Change the details", submit="Save", back=back)


@needs(Permission.PARTNERSHIP_EDIT)
def add_area(request: PortalRequest) -> HttpResponse:
    form = AreaForm(request.POST or None)
    back = address(request, "details")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            details.add_area(**form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "Area added.")
            return redirect(back)
    return show_form(request, form, heading="Add an area", submit="Add the area", back=back)


@needs(Permission.PARTNERSHIP_EDIT)
def remove_area(request: PortalRequest, area: UUID) -> HttpResponse:
    loaded = PartnershipArea.objects.select_related("area")
    found = get_object_or_404(loaded, public_id=area)
    back = address(request, "details")
    if request.method == "POST":
        with refusals_as_message(request):
            details.remove_area(covered=found, by=request.user, at=moment.now())
            messages.success(request, "Area removed.")
        return redirect(back)
    return ask(
        request,
        heading=f"Remove {found.area.name}?",
        consequences="The partnership then no longer says that it covers this area.",
        submit="Remove the area",
        back=back,
    )


@public
def privacy(request: PortalRequest) -> HttpResponse:
    return render(request, "partnerships/privacy/notice.html")
