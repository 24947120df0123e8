from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from krscp_portal.foundation import moment
from krscp_portal.foundation.forms import GovukForm
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_on
from partnerships.roles import Permission
from reviews.forms.proceedings import (
    EndedForm,
    ProceedingsForm,
    ReasonsForm,
    first_proceedings,
)
from reviews.models import Incident, ParallelProcess, Review
from reviews.selectors.proceedings import (
    ACTS,
    CHANGE,
    END,
    TOLD,
    beside_case,
    beside_review,
    cards,
)
from reviews.services import proceedings as services
from reviews.views.pages import address, ask, on_case, show
from reviews.views.plans import may_edit
from reviews.views.review_pages import ask_of_review, on_review, review_address, show_review

LIST = "reviews/practice/proceedings.html"
HEADING = "Other proceedings"
ADD_HEADING, ADD_SUBMIT = "Record other proceedings", "Record the proceedings"
ADDED = "The proceedings are recorded."
DONE = {
    CHANGE: "What is known of the proceedings is changed.",
    TOLD: "It is recorded when the reasons were sent.",
    END: "The proceedings have ended. They stay in the record.",
}


@on_case("proceedings")
def of_case(request: PortalRequest, incident: Incident) -> HttpResponse:
    def href(row: UUID, act: str) -> str:
        blanks = {"case": incident.public_id, "proceeding": row, "act": act}
        return address(request, "case-proceedings-act", **blanks)

    may = bool(request.standing.can(Permission.CASE_EDIT))
    context = {
        "heading": HEADING,
        "cards": cards(beside_case(incident), href=href if may else None),
        "add_href": _of_case(request, incident, "case-proceedings-add") if may else "",
        "letters_href": _of_case(request, incident, "case-letters"),
        "tabs_from": "reviews/case/_tabs.html",
    }
    return show(request, incident, LIST, context)


@on_case("proceedings")
def add_to_case(request: PortalRequest, incident: Incident) -> HttpResponse:
    may_edit(request)
    form = ProceedingsForm(request.POST or None)
    if form.is_valid() and _added(request, form, incident):
        return _back(request, _of_case(request, incident, "case-proceedings"), ADDED)
    return ask(request, incident, form, heading=ADD_HEADING, submit=ADD_SUBMIT)


@on_case("proceedings")
def act_of_case(
    request: PortalRequest, incident: Incident, proceeding: UUID, act: str
) -> HttpResponse:
    may_edit(request)
    row = get_object_or_404(beside_case(incident), public_id=proceeding)
    form, do = _act(request, row, act)
    if form.is_valid() and _did(request, form, do):
        return _back(request, _of_case(request, incident, "case-proceedings"), DONE[act])
    return ask(request, incident, form, heading=ACTS[act], submit=ACTS[act])


@on_review()
def of_review(request: PortalRequest, review: Review) -> HttpResponse:
    def href(row: UUID, act: str) -> str:
        blanks = {"review": review.public_id, "proceeding": row, "act": act}
        return address(request, "review-proceedings-act", **blanks)

    may = bool(request.standing.can(Permission.CASE_EDIT))
    context = {
        "heading": HEADING,
        "cards": cards(beside_review(review), href=href if may else None),
        "add_href": review_address(request, review, "review-proceedings-add") if may else "",
        "letters_href": review_address(request, review, "review-letters"),
        "tabs_from": "reviews/review/_tabs.html",
    }
    return show_review(request, review, LIST, context)


@on_review(edit=True)
def add_to_review(request: PortalRequest, review: Review) -> HttpResponse:
    form = ProceedingsForm(request.POST or None)
    back = "review-proceedings"
    if form.is_valid() and _added(request, form, review):
        return _back(request, review_address(request, review, back), ADDED)
    words = {"heading": ADD_HEADING, "submit": ADD_SUBMIT}
    return ask_of_review(request, review, form, back=back, **words)


@on_review(edit=True)
def act_of_review(
    request: PortalRequest, review: Review, proceeding: UUID, act: str
) -> HttpResponse:
    row = get_object_or_404(beside_review(review), public_id=proceeding)
    form, do = _act(request, row, act)
    back = "review-proceedings"
    if form.is_valid() and _did(request, form, do):
        return _back(request, review_address(request, review, back), DONE[act])
    words = {"heading": ACTS[act], "submit": ACTS[act]}
    return ask_of_review(request, review, form, back=back, **words)


def _added(request: PortalRequest, form: ProceedingsForm, subject: Incident | Review) -> bool:
    def do(**who: Any) -> object:
        return services.record_proceedings(subject=subject, facts=form.facts(), **who)

    return _did(request, form, do)


def _act(
    request: PortalRequest, row: ParallelProcess, act: str
) -> tuple[GovukForm, Callable[..., object]]:
    """Return the form of an act on proceedings and what is done with what it says."""
    data, today = request.POST or None, moment.today()
    match act:
        case "change":
            known = ProceedingsForm(data, initial=first_proceedings(row))
            return known, lambda **who: services.change_proceedings(
                proceedings=row, facts=known.facts(), **who
            )
        case "told":
            told = ReasonsForm(data, initial={"sent_on": today})
            return told, lambda **who: services.record_reasons_sent(
                proceedings=row, **told.cleaned_data, **who
            )
        case "end":
            ended = EndedForm(data, initial={"ended_on": today})
            return ended, lambda **who: services.end_proceedings(
                proceedings=row, **ended.cleaned_data, **who
            )
    raise Http404(NOT_FOUND)


def _did(request: PortalRequest, form: GovukForm, do: Callable[..., object]) -> bool:
    with refusals_on(form):
        do(by=request.user, at=moment.now())
        return True
    return False


def _of_case(request: PortalRequest, incident: Incident, name: str) -> str:
    return address(request, name, case=incident.public_id)


def _back(request: PortalRequest, where: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(where)
