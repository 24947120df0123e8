from django.http import Http404, HttpResponse

from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_on
from partnerships.enums import PartnerKind
from reviews import selectors, services
from reviews.forms import AwarenessForm, DecisionForm, ReconsiderForm, ViewForm
from reviews.models import Incident
from reviews.services import DecisionFacts, ViewFacts
from reviews.transitions import MoveCode
from reviews.views.pages import ask, done, on_case


@on_case("view", MoveCode.RECORD_VIEW)
def record_view(request: PortalRequest, incident: Incident, partner: str) -> HttpResponse:
    if partner not in PartnerKind.values:
        raise Http404(NOT_FOUND)
    form = ViewForm(request.POST or None, initial={"given_at": moment.now()})
    if form.is_valid():
        with refusals_on(form):
            facts = ViewFacts(partner=partner, **form.cleaned_data)
            services.record_view(incident=incident, facts=facts, by=request.user, at=moment.now())
            return done(request, incident, f"{PartnerKind(partner).label}: view recorded.")
    heading = f"Record the view of the partner: {PartnerKind(partner).label.lower()}"
    return ask(request, incident, form, heading=heading, submit="Record the view")


@on_case("decision", MoveCode.DECIDE_TO_NOTIFY)
def decide(request: PortalRequest, incident: Incident) -> HttpResponse:
    form = DecisionForm(request.POST or None, initial={"decided_at": moment.now()})
    if form.is_valid():
        with refusals_on(form):
            facts = DecisionFacts(**form.cleaned_data)
            services.record_decision(
                incident=incident, facts=facts, by=request.user, at=moment.now()
            )
            return done(request, incident, "Decision recorded.")
    return ask(
        request,
        incident,
        form,
        heading="Decide whether to notify the Panel",
        submit="Record the decision",
        lead="views",
        facts=selectors.views_so_far(incident),
    )


@on_case("reconsider", MoveCode.RECONSIDER)
def reconsider(request: PortalRequest, incident: Incident) -> HttpResponse:
    form = ReconsiderForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            services.reconsider(incident=incident, reason=reason, by=request.user, at=moment.now())
            return done(request, incident, "The decision is open again.")
    return ask(
        request,
        incident,
        form,
        heading="Take the decision up again",
        submit="Take it up again",
        lead="reconsider",
    )


@on_case("awareness", MoveCode.CORRECT_AWARENESS)
def correct_awareness(request: PortalRequest, incident: Incident) -> HttpResponse:
    now = {"aware_at": incident.aware_at, "aware_by": incident.aware_by}
    form = AwarenessForm(request.POST or None, initial=now)
    if form.is_valid():
        with refusals_on(form):
            services.correct_awareness(
                incident=incident, **form.cleaned_data, by=request.user, at=moment.now()
            )
            return done(request, incident, "Corrected. The clocks have been worked out again.")
    return ask(
        request,
        incident,
        form,
        heading="Correct when the local authority became aware",
        submit="Correct it",
        lead="awareness",
    )
