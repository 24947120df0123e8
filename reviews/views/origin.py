from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, refusals_as_message, refusals_on
from reviews import services
from reviews.forms import AuthorityForm, ReferralForm
from reviews.forms.referral import initial_of
from reviews.models import Incident
from reviews.transitions import MoveCode
from reviews.views.pages import ask, case_address, done, on_case


@on_case("referral", MoveCode.RECORD_REFERRAL)
def referral(request: PortalRequest, incident: Incident) -> HttpResponse:
    form = ReferralForm(
        request.POST or None, own=request.standing.agencies, initial=initial_of(incident)
    )
    if form.is_valid():
        with refusals_on(form):
            services.record_referral(
                incident=incident, facts=form.facts(), by=request.user, at=moment.now()
            )
            return done(request, incident, "The referral is recorded.")
    return ask(
        request,
        incident,
        form,
        heading="Record which agency referred it",
        submit="Record the referral",
    )


@on_case("other authorities", MoveCode.ADD_OTHER_AUTHORITY)
def add_authority(request: PortalRequest, incident: Incident) -> HttpResponse:
    form = AuthorityForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            services.add_other_authority(
                incident=incident, facts=form.facts(), by=request.user, at=moment.now()
            )
            return done(request, incident, "Added to the case.")
    return ask(
        request,
        incident,
        form,
        heading="Add another authority that the case concerns",
        submit="Add the authority",
    )


@on_case("other authorities", MoveCode.ADD_OTHER_AUTHORITY)
@require_POST
def remove_authority(
    request: PortalRequest, incident: Incident, other_authority: UUID
) -> HttpResponse:
    row = get_object_or_404(incident.other_authorities, public_id=other_authority)
    with refusals_as_message(request):
        services.remove_other_authority(authority=row, by=request.user, at=moment.now())
        messages.success(request, "Taken off the case.")
    return redirect(case_address(request, incident))
