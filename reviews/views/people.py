from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import (
    NOT_FOUND,
    PortalRequest,
    needs,
    refusals_as_message,
    refusals_on,
)
from partnerships.models import User
from partnerships.roles import Permission
from reviews import permissions, selectors, services
from reviews.forms import EmergencyForm, NameForm, RestrictForm
from reviews.models import Incident
from reviews.views.pages import address, ask, case_address, done, on_case, show


@on_case("people")
def people(request: PortalRequest, incident: Incident) -> HttpResponse:
    permissions.may_name_people(request.standing).or_raise()
    found = selectors.nameable_people(incident=incident, at=moment.now())
    form = NameForm(request.POST or None, people=found)
    if form.is_valid():
        with refusals_on(form):
            person = form.chosen()
            services.name_person(incident=incident, person=person, by=request.user, at=moment.now())
            messages.success(request, f"{person.display_name} may see this case.")
            return redirect(address(request, "people", case=incident.public_id))
    context = {
        "form": form,
        "people": selectors.people_page(incident=incident, at=moment.now()),
        "heading": "Who may see this case",
    }
    return show(request, incident, "reviews/case/people.html", context)


@on_case("people")
@require_POST
def remove(request: PortalRequest, incident: Incident, person: UUID) -> HttpResponse:
    found = User.objects.filter(public_id=person).first()
    if found is None:
        raise Http404(NOT_FOUND)
    with refusals_as_message(request):
        services.remove_person(incident=incident, person=found, by=request.user, at=moment.now())
        messages.success(request, f"{found.display_name} is no longer named on the case.")
    seen = Incident.objects.visible_to(request.user, request.standing, at=moment.now())
    if not seen.filter(pk=incident.pk).exists():
        return redirect(address(request, "clock"))
    return redirect(address(request, "people", case=incident.public_id))


@on_case("people")
def restrict(request: PortalRequest, incident: Incident) -> HttpResponse:
    permissions.may_name_people(request.standing).or_raise()
    form = RestrictForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            services.restrict_case(
                incident=incident, reason=reason, by=request.user, at=moment.now()
            )
            return done(request, incident, "The case is restricted to the people named on it.")
    return ask(
        request,
        incident,
        form,
        heading="Restrict this case",
        submit="Restrict the case",
        lead="restrict",
    )


@on_case("people")
@require_POST
def lift(request: PortalRequest, incident: Incident) -> HttpResponse:
    with refusals_as_message(request):
        services.lift_restriction(incident=incident, by=request.user, at=moment.now())
        messages.success(request, "The restriction is lifted.")
    return redirect(address(request, "people", case=incident.public_id))


@needs(Permission.ACCESS_MANAGE)
def emergencies(request: PortalRequest) -> HttpResponse:
    number = request.GET.get("page", "1")
    page = int(number) if number.isascii() and number.isdigit() else 1
    found = selectors.emergencies(page=page, at=moment.now())
    context = {"found": found, "pagination": found.pagination}
    return render(request, "reviews/emergency/list.html", context)


@needs(Permission.CASE_VIEW)
def emergency(request: PortalRequest) -> HttpResponse:
    form = EmergencyForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            opened = services.open_emergency_access(
                **form.cleaned_data, by=request.user, at=moment.now()
            )
            return redirect(case_address(request, opened.incident))
    back = address(request, "clock")
    context = {
        "form": form,
        "heading": "Open a restricted case in an emergency",
        "submit": "Open the case for 24 hours",
        "cancel_url": back,
        "breadcrumbs": [Link("On the clock", back)],
    }
    return render(request, "reviews/emergency/open.html", context)
