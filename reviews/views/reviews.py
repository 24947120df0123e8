from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import NOT_FOUND, PortalRequest, members_only, needs, refusals_on
from partnerships.roles import Permission
from reviews.enums import ReviewState
from reviews.forms.proceedings import HoldForm
from reviews.forms.reviews import MoveForm, ReviewForm, ToldForm
from reviews.models import Incident, Review
from reviews.permissions import may_take_file
from reviews.review_transitions import STEPS, ReviewMove, check_review
from reviews.selectors.proceedings import running_beside
from reviews.selectors.reviewers import lacks_of_review, names_of_reviewers
from reviews.selectors.reviews import WHICH, review_page, reviews_of, reviews_seen
from reviews.selectors.tabs import REVIEW_TABS, tabs_for
from reviews.services import reviews as services
from reviews.services.proceedings import hold_for
from reviews.transitions import MoveCode
from reviews.views.pages import address, ask, on_case, show
from reviews.views.recommendations import review_seen, review_trail


@members_only
def listed(request: PortalRequest) -> HttpResponse:
    which = request.GET.get("which", "open")
    lines = reviews_seen(user=request.user, standing=request.standing, which=which, at=moment.now())
    may = request.standing.can(Permission.CASE_DECIDE)
    context = {
        "heading": "Reviews",
        "lines": lines,
        "which": which,
        "choices": WHICH.items(),
        "add_url": address(request, "review-add") if may else "",
        "shares_url": _shares(request),
    }
    return render(request, "reviews/review/list.html", context)


@needs(Permission.CASE_DECIDE)
def add(request: PortalRequest) -> HttpResponse:
    form = ReviewForm(request.POST or None, of_a_case=False)
    if form.is_valid():
        with refusals_on(form):
            made = services.open_review(facts=form.facts(), by=request.user, at=moment.now())
            return _to(request, made, "The review is opened.")
    context = {
        "form": form,
        "heading": "Open a review without a case",
        "submit": "Open the review",
        "cancel_url": address(request, "reviews"),
        "breadcrumbs": [Link("Reviews", address(request, "reviews"))],
    }
    return render(request, "layouts/form.html", context)


@on_case("reviews")
def of_case(request: PortalRequest, incident: Incident) -> HttpResponse:
    context = {
        "heading": "Reviews",
        "lines": reviews_of(incident),
        "may_open": bool(request.standing.can(Permission.CASE_DECIDE)),
    }
    return show(request, incident, "reviews/case/reviews.html", context)


@on_case("reviews", MoveCode.HOLD_REVIEW)
def open_for_case(request: PortalRequest, incident: Incident) -> HttpResponse:
    form = ReviewForm(request.POST or None, of_a_case=True)
    if form.is_valid():
        with refusals_on(form):
            made = services.open_review(
                facts=form.facts(), incident=incident, by=request.user, at=moment.now()
            )
            return _to(request, made, "The review is opened.")
    return ask(
        request, incident, form, heading="Open a review of this case", submit="Open the review"
    )


@members_only
def detail(request: PortalRequest, review: UUID) -> HttpResponse:
    found = review_seen(request, review)
    services.note_reading(review=found, by=request.user, at=moment.now())
    page = review_page(review=found, standing=request.standing, at=moment.now())
    context = {
        "page": page,
        "review": found,
        "heading": f"{found.reference}, {found.code_name}",
        "caption": "Review",
        "case": found.incident,
        "lacks": lacks_of_review(found) if found.state == ReviewState.COMMISSIONED else [],
        "tabs": tabs_for(request.standing, here="review", of=REVIEW_TABS),
        "may_tell": bool(page.moves) and bool(page.to_tell),
        "may_take_file": may_take_file(request.standing),
        "breadcrumbs": [Link("Reviews", address(request, "reviews"))],
    }
    return render(request, "reviews/review/detail.html", context)


@needs(Permission.CASE_EDIT)
def act(request: PortalRequest, review: UUID, move: str) -> HttpResponse:
    found = review_seen(request, review)
    if move not in set(ReviewMove) or STEPS[ReviewMove(move)].by_report:
        raise Http404(NOT_FOUND)
    code = ReviewMove(move)
    verdict = check_review(code, found.state, found.kind)
    if not verdict:
        messages.error(request, verdict.reason)
        return redirect(_address(request, found))
    step = STEPS[code]
    data = request.POST if request.method == "POST" else None
    is_hold = code is ReviewMove.HOLD
    running = running_beside(found) if is_hold else []
    form: Any = HoldForm(data, running=running) if is_hold else MoveForm(data, code=code)
    if form.is_valid():
        with refusals_on(form):
            do = hold_for if is_hold else partial(services.move_review, code=code)
            do(review=found, **form.facts(), by=request.user, at=moment.now())
            return _to(request, found, step.done)
    return _form(request, found, form, heading=step.do, submit=step.do)


@needs(Permission.CASE_EDIT)
def tell(request: PortalRequest, review: UUID) -> HttpResponse:
    found = review_seen(request, review)
    form = ToldForm(request.POST or None, initial={"reviewers": names_of_reviewers(found)})
    if form.is_valid():
        with refusals_on(form):
            services.record_told(review=found, facts=form.facts(), by=request.user, at=moment.now())
            return _to(request, found, "It is recorded who was told.")
    return _form(request, found, form, heading="Record who was told", submit="Record the telling")


def _form(request: PortalRequest, review: Review, form: Any, **words: str) -> HttpResponse:
    context = {
        "form": form,
        "caption": review.reference,
        "cancel_url": _address(request, review),
        "breadcrumbs": review_trail(request, review),
        **words,
    }
    return render(request, "layouts/form.html", context)


def _address(request: PortalRequest, review: Review) -> str:
    return address(request, "review", review=review.public_id)


def _to(request: PortalRequest, review: Review, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(_address(request, review))


def _shares(request: PortalRequest) -> str:
    may = request.standing.can(Permission.GOVERNANCE_VIEW)
    return address(request, "cost-shares") if may else ""
