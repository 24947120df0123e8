from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, refusals_on
from partnerships.services.files import read_file
from reviews import closing, selectors, services
from reviews.enums import PanelAnswer
from reviews.forms import (
    CloseForm,
    NationalForm,
    PanelLetterForm,
    PanelReplyForm,
    PanelResponseForm,
    ReopenForm,
    ReviseForm,
    WithdrawalForm,
)
from reviews.models import Incident, NationalReview
from reviews.transitions import MoveCode
from reviews.views.downloads import as_download
from reviews.views.pages import ask, case_address, done, on_case, show


@on_case("outcome")
def outcome(request: PortalRequest, incident: Incident) -> HttpResponse:
    page = selectors.outcome_page(
        incident=incident, standing=request.standing, home=case_address(request, incident)
    )
    return show(request, incident, "reviews/outcome/detail.html", {"page": page})


@on_case("withdrawal", MoveCode.WITHDRAW)
def withdraw(request: PortalRequest, incident: Incident) -> HttpResponse:
    form = WithdrawalForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            services.withdraw_notification(
                incident=incident, facts=form.facts(), by=request.user, at=moment.now()
            )
            return done(request, incident, "The notification is withdrawn. Its clocks are off.")
    return ask(
        request,
        incident,
        form,
        heading="Withdraw the notification",
        submit="Withdraw the notification",
        lead="withdrawal",
    )


@on_case("Panel’s answer", MoveCode.RECORD_PANEL_RESPONSE)
def add_answer(request: PortalRequest, incident: Incident) -> HttpResponse:
    form = PanelResponseForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals_on(form):
            services.record_panel_response(
                incident=incident,
                facts=form.facts(),
                letter=form.letter_sent(),
                by=request.user,
                at=moment.now(),
            )
            return done(request, incident, "The Panel’s answer is recorded.")
    return ask(
        request, incident, form, heading="Record the Panel’s answer", submit="Record the answer"
    )


@on_case("Panel’s answer", MoveCode.RECORD_PANEL_RESPONSE)
def reply(request: PortalRequest, incident: Incident, panel_answer: UUID) -> HttpResponse:
    response = get_object_or_404(incident.panel_responses, public_id=panel_answer)
    asked_again = response.answer == PanelAnswer.RECONSIDER
    form = PanelReplyForm(request.POST or None, may_disagree=asked_again)
    if form.is_valid():
        with refusals_on(form):
            services.reply_to_panel(
                response=response, **form.cleaned_data, by=request.user, at=moment.now()
            )
            return done(request, incident, "The reply is recorded.")
    return ask(
        request,
        incident,
        form,
        heading="Record the reply to the Panel",
        submit="Record the reply",
        facts=selectors.response_in_words(response),
    )


@on_case("Panel’s answer", MoveCode.RECORD_PANEL_RESPONSE)
def add_letter(request: PortalRequest, incident: Incident, panel_answer: UUID) -> HttpResponse:
    response = get_object_or_404(incident.panel_responses, public_id=panel_answer)
    form = PanelLetterForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with refusals_on(form):
            services.keep_letter(
                response=response, **form.cleaned_data, by=request.user, at=moment.now()
            )
            return done(request, incident, "The letter is kept with the Panel’s answer.")
    return ask(request, incident, form, heading="Keep the Panel’s letter", submit="Keep the letter")


@on_case("Panel’s letter")
def letter(request: PortalRequest, incident: Incident, panel_answer: UUID) -> HttpResponse:
    """Give the Panel's letter to whoever sees the case."""
    answers = incident.panel_responses.select_related("letter")
    response = get_object_or_404(answers, public_id=panel_answer, letter__isnull=False)
    kept = response.letter
    assert kept is not None  # noqa: S101 -- asked for above, for the type checker
    services.note_letter_taken(response=response, by=request.user, at=moment.now())
    return as_download(read_file(file=kept), content_type=kept.content_type, name=kept.name)


@on_case("rapid review", MoveCode.REVISE_RAPID_REVIEW)
def revise(request: PortalRequest, incident: Incident) -> HttpResponse:
    form = ReviseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            services.revise_rapid_review(incident=incident, by=request.user, at=moment.now())
            return done(request, incident, "The rapid review is open again.")
    return ask(
        request,
        incident,
        form,
        heading="Take the rapid review up again",
        submit="Take it up again",
        lead="revise",
    )


@on_case("national review", MoveCode.MIRROR_NATIONAL)
def national(request: PortalRequest, incident: Incident) -> HttpResponse:
    known = NationalReview.objects.filter(incident=incident).first()
    form = NationalForm(request.POST or None, initial=vars(known) if known else None)
    if form.is_valid():
        with refusals_on(form):
            services.mirror_national_review(
                incident=incident, facts=form.facts(), by=request.user, at=moment.now()
            )
            return done(request, incident, "The national review is recorded.")
    return ask(
        request, incident, form, heading="Record the national review", submit="Record the review"
    )


@on_case("closing", MoveCode.CLOSE_CASE)
def close(request: PortalRequest, incident: Incident) -> HttpResponse:
    open_ = selectors.still_open(incident)
    form = CloseForm(request.POST or None, answer_missing=open_.answer_missing)
    if form.is_valid():
        with refusals_on(form):
            services.close_case(
                incident=incident, **form.cleaned_data, by=request.user, at=moment.now()
            )
            return done(request, incident, "The case is closed.")
    return show(
        request,
        incident,
        "reviews/outcome/close.html",
        {
            "form": form,
            "heading": "Close the case",
            "submit": "Close the case",
            "obstacles": closing.obstacles(open_),
        },
    )


@on_case("closing", MoveCode.REOPEN_CASE)
def reopen(request: PortalRequest, incident: Incident) -> HttpResponse:
    form = ReopenForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            reason = form.cleaned_data["reason"]
            services.reopen_case(incident=incident, reason=reason, by=request.user, at=moment.now())
            return done(request, incident, "The case is open again.")
    return ask(
        request,
        incident,
        form,
        heading="Open the case again",
        submit="Open the case again",
        lead="reopen",
    )
