from django.http import Http404, HttpResponse

from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_on
from reviews import selectors, services
from reviews.enums import CaseState, DeathNoticeKind
from reviews.forms import CompletionForm, DeathNoticeForm, LeadForm, NotificationForm, SentForm
from reviews.models import Incident
from reviews.services import DeathNoticeFacts
from reviews.transitions import MoveCode
from reviews.views.pages import ask, done, on_case


@on_case("notification", MoveCode.NOTIFY, MoveCode.NOTIFY_AGAIN)
def notify(request: PortalRequest, incident: Incident) -> HttpResponse:
    first = incident.state == CaseState.NOTIFIABLE
    waiting = incident.children.filter(covered__isnull=True).order_by("pk")
    form = NotificationForm(request.POST or None, waiting=waiting, first=first)
    if form.is_valid():
        with refusals_on(form):
            services.record_notification(
                incident=incident, facts=form.facts(), by=request.user, at=moment.now()
            )
            opened = " The rapid review is open and its clock is running." if first else ""
            return done(request, incident, f"Notification recorded.{opened}")
    return ask(
        request,
        incident,
        form,
        heading="Record the notification to the Panel",
        submit="Record the notification",
        lead="notification",
        facts=selectors.dates_of(incident, on=moment.today()),
    )


@on_case("death notice", MoveCode.RECORD_DEATH_NOTICE)
def tell_of_death(request: PortalRequest, incident: Incident, kind: str) -> HttpResponse:
    if kind not in DeathNoticeKind.values:
        raise Http404(NOT_FOUND)
    form = DeathNoticeForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            facts = DeathNoticeFacts(kind=kind, **form.cleaned_data)
            services.record_death_notice(
                incident=incident, facts=facts, by=request.user, at=moment.now()
            )
            return done(request, incident, "Notice recorded.")
    return ask(
        request,
        incident,
        form,
        heading="Record that the Secretary of State and Ofsted were told",
        submit="Record the notice",
        facts=selectors.dates_of(incident, on=moment.today()),
    )


@on_case("rapid review", MoveCode.NAME_LEAD)
def name_lead(request: PortalRequest, incident: Incident) -> HttpResponse:
    form = LeadForm(request.POST or None, initial={"lead": incident.rapid_review.lead})
    if form.is_valid():
        with refusals_on(form):
            lead = form.cleaned_data["lead"]
            services.name_lead(incident=incident, lead=lead, by=request.user, at=moment.now())
            return done(request, incident, "Lead named.")
    return ask(
        request, incident, form, heading="Name who leads the rapid review", submit="Name the lead"
    )


@on_case("rapid review", MoveCode.ASK_FOR_SIGNATURES)
def complete(request: PortalRequest, incident: Incident) -> HttpResponse:
    form = CompletionForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            services.complete_rapid_review(
                incident=incident, facts=form.facts(), by=request.user, at=moment.now()
            )
            return done(request, incident, "Rapid review completed. It is still to be sent.")
    return ask(
        request,
        incident,
        form,
        heading="Complete the rapid review",
        submit="Complete the rapid review",
        lead="completion",
    )


@on_case("rapid review", MoveCode.SEND_RAPID_REVIEW)
def record_sent(request: PortalRequest, incident: Incident) -> HttpResponse:
    form = SentForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            services.record_sent(
                incident=incident, **form.cleaned_data, by=request.user, at=moment.now()
            )
            return done(request, incident, "Recorded as sent to the Panel.")
    return ask(
        request,
        incident,
        form,
        heading="Record that the rapid review was sent",
        submit="Record the sending",
        facts=selectors.dates_of(incident, on=moment.today()),
    )
