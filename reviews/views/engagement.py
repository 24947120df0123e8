from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from krscp_portal.foundation import moment
from krscp_portal.foundation.forms import GovukForm
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_on
from reviews.forms import engagement as forms
from reviews.models import FamilyContact, Review, ReviewerQuery
from reviews.selectors.engagement import events_of, family_of, log_of, queries_of
from reviews.services import engagement as services
from reviews.services import supervising
from reviews.views.review_pages import ask_of_review, back_to, on_review, show_review

TOOK_PART, LOG = "review-engagement", "review-progress"


@on_review()
def engagement(request: PortalRequest, review: Review) -> HttpResponse:
    context = {
        "heading": "Engagement",
        "family": family_of(review),
        "events": events_of(review),
        "is_over": review.closed_on is not None,
    }
    return show_review(request, review, "reviews/practice/engagement.html", context)


@on_review(edit=True)
def add_family(request: PortalRequest, review: Review) -> HttpResponse:
    form = forms.FamilyForm(request.POST or None)
    return _page(
        request,
        review,
        form,
        lambda **who: services.record_family(review=review, facts=form.facts(), **who),
        back=TOOK_PART,
        words=("Record somebody of the family", "Record them", "They are on the record."),
    )


@on_review(edit=True)
def family_act(request: PortalRequest, review: Review, contact: UUID, act: str) -> HttpResponse:
    row = get_object_or_404(FamilyContact, review=review, public_id=contact)
    data, today = request.POST or None, moment.today()
    form: GovukForm
    match act:
        case "answer":
            form = forms.FamilyAnswerForm(data, initial={"note": row.note, "answered_on": today})
            do: Callable[..., Any] = services.answer_invitation
            words = (f"Record the answer: {row.who}", "Record the answer", "It is recorded.")
        case "told":
            form = forms.PublicationForm(data, initial={"told_on": today})
            do = services.tell_of_publication
            words = (f"Told of publication: {row.who}", "Record the day", "The day is recorded.")
        case _:
            raise Http404(NOT_FOUND)
    return _page(
        request,
        review,
        form,
        lambda **who: do(contact=row, **form.cleaned_data, **who),
        back=TOOK_PART,
        words=words,
    )


@on_review(edit=True)
def add_event(request: PortalRequest, review: Review) -> HttpResponse:
    form = forms.EventForm(request.POST or None)
    return _page(
        request,
        review,
        form,
        lambda **who: services.record_event(review=review, facts=form.facts(), **who),
        back=TOOK_PART,
        words=("Record an event with practitioners", "Record the event", "It is recorded."),
    )


@on_review()
def progress(request: PortalRequest, review: Review) -> HttpResponse:
    context = {
        "heading": "Progress",
        "notes": log_of(review),
        "queries": queries_of(review),
        "is_over": review.closed_on is not None,
    }
    return show_review(request, review, "reviews/practice/progress.html", context)


@on_review(edit=True)
def add_progress(request: PortalRequest, review: Review) -> HttpResponse:
    form = forms.ProgressForm(request.POST or None, initial={"on": moment.today()})
    return _page(
        request,
        review,
        form,
        lambda **who: supervising.note_progress(review=review, **form.cleaned_data, **who),
        back=LOG,
        words=("Add to the log of progress", "Add it", "The entry is in the log."),
    )


@on_review(edit=True)
def add_information(request: PortalRequest, review: Review) -> HttpResponse:
    form = forms.NewInformationForm(request.POST or None)
    return _page(
        request,
        review,
        form,
        lambda **who: supervising.note_new_information(review=review, **form.cleaned_data, **who),
        back=LOG,
        words=(
            "New information of national importance",
            "Record it",
            "It is in the log, with the day on which the Panel was told.",
        ),
    )


@on_review(edit=True)
def ask(request: PortalRequest, review: Review) -> HttpResponse:
    form = forms.QueryForm(request.POST or None)
    return _page(
        request,
        review,
        form,
        lambda **who: supervising.ask_reviewer(review=review, **form.cleaned_data, **who),
        back=LOG,
        words=("Ask the reviewer", "Keep the question", "The question is kept. Send it now."),
    )


@on_review(edit=True)
def answer(request: PortalRequest, review: Review, query: UUID) -> HttpResponse:
    row = get_object_or_404(ReviewerQuery, review=review, public_id=query)
    form = forms.QueryAnswerForm(request.POST or None, initial={"answered_on": moment.today()})
    return _page(
        request,
        review,
        form,
        lambda **who: supervising.answer_query(query=row, **form.cleaned_data, **who),
        back=LOG,
        words=("Record the reviewer’s answer", "Keep the answer", "The answer is kept."),
    )


def _page(
    request: PortalRequest,
    review: Review,
    form: GovukForm,
    do: Callable[..., object],
    *,
    back: str,
    words: tuple[str, str, str],
) -> HttpResponse:
    """Do what the form says and go back, or show it with what is wrong."""
    heading, submit, done = words
    if form.is_valid():
        with refusals_on(form):
            do(by=request.user, at=moment.now())
            return back_to(request, review, back, done)
    return ask_of_review(request, review, form, back=back, heading=heading, submit=submit)
