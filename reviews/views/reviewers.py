from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from krscp_portal.foundation.forms import GovukForm
from partnerships.doors import NOT_FOUND, PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission
from partnerships.services.files import read_file
from reviews.competence import CONFIDENCE, SOURCE
from reviews.forms import reviewers as forms
from reviews.models import Commission, Review, Reviewer
from reviews.selectors.reviewers import commissions_of, lacks_of_review, register
from reviews.services import commissioning
from reviews.services import reviewers as services
from reviews.views.pages import address
from reviews.views.review_pages import ask_of_review, back_to, on_review, show_review

EDIT = Permission.CASE_EDIT
TAB = "review-reviewers"


@dataclass(frozen=True)
class Act:
    """One thing that is done with a commission: its form, what it calls, what the page says."""

    form: Callable[..., Any]
    do: Callable[..., Commission]
    facts: Callable[[Any], dict[str, Any]]
    heading: str
    submit: str
    done: str


def _typed(form: GovukForm) -> dict[str, Any]:
    return form.cleaned_data


ACTS: Final = {
    "check": Act(
        forms.CompetenceForm,
        commissioning.check_competence,
        lambda form: {"points": form.points()},
        "Check competence",
        "Save the checks",
        "The checks are saved.",
    ),
    "conflict": Act(
        forms.ConflictForm,
        commissioning.declare_conflict,
        lambda form: form.facts(),
        "Record what the reviewer declared",
        "Record the declaration",
        "The declaration is recorded.",
    ),
    "answer": Act(
        forms.ConflictAnswerForm,
        commissioning.answer_conflict,
        _typed,
        "Say how the conflict is dealt with",
        "Record it",
        "It is recorded how the conflict is dealt with.",
    ),
    "contract": Act(
        forms.ContractForm,
        commissioning.keep_contract,
        _typed,
        "Keep the contract",
        "Keep the contract",
        "The contract is kept.",
    ),
    "end": Act(
        forms.EndForm,
        commissioning.end_commission,
        _typed,
        "End the commission",
        "End the commission",
        "The commission has ended. It stays in the record.",
    ),
}


@on_review()
def of_review(request: PortalRequest, review: Review) -> HttpResponse:
    context = {
        "heading": "Reviewers",
        "cards": commissions_of(review),
        "lacks": lacks_of_review(review) if review.state == "commissioned" else [],
        "source": SOURCE,
        "confidence": CONFIDENCE,
        "is_over": review.closed_on is not None,
    }
    return show_review(request, review, "reviews/practice/commissions.html", context)


@on_review(edit=True)
def commission(request: PortalRequest, review: Review) -> HttpResponse:
    form = forms.CommissionForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            commissioning.commission_reviewer(
                review=review, **form.facts(), by=request.user, at=moment.now()
            )
            return back_to(request, review, TAB, "The reviewer is commissioned.")
    return ask_of_review(
        request,
        review,
        form,
        back=TAB,
        heading="Commission a reviewer",
        submit="Commission the reviewer",
        template="reviews/practice/commission_form.html",
    )


@on_review(edit=True)
def act(request: PortalRequest, review: Review, commission: UUID, act: str) -> HttpResponse:
    row = _row(review, commission)
    if act not in ACTS:
        raise Http404(NOT_FOUND)
    what = ACTS[act]
    options = {"checks": row.checks.all()} if act == "check" else {}
    is_sent = request.method == "POST"
    data, files = (request.POST, request.FILES) if is_sent else (None, None)
    form = what.form(data, files, **options)
    if is_sent and form.is_valid():
        with refusals_on(form):
            what.do(commission=row, **what.facts(form), by=request.user, at=moment.now())
            return back_to(request, review, TAB, what.done)
    heading = f"{what.heading}: {row.reviewer.name}"
    return ask_of_review(request, review, form, back=TAB, heading=heading, submit=what.submit)


@on_review(edit=True)
def contract(request: PortalRequest, review: Review, commission: UUID) -> HttpResponse:
    row = _row(review, commission)
    if row.contract is None:
        raise Http404(NOT_FOUND)
    response = HttpResponse(read_file(file=row.contract), content_type=row.contract.content_type)
    disposition = content_disposition_header(as_attachment=True, filename=row.contract.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    commissioning.note_contract_taken(commission=row, by=request.user, at=moment.now())
    return response


@needs(EDIT)
def listed(request: PortalRequest) -> HttpResponse:
    context = {
        "heading": "Register of reviewers",
        "lines": register(),
        "breadcrumbs": _trail(request)[:1],
    }
    return render(request, "reviews/practice/reviewers.html", context)


@needs(EDIT)
def add(request: PortalRequest) -> HttpResponse:
    form = forms.ReviewerForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            services.add_reviewer(facts=form.facts(), by=request.user, at=moment.now())
            messages.success(request, "The reviewer is in the register.")
            return redirect(address(request, "reviewers"))
    context = {
        "form": form,
        "heading": "Add a reviewer",
        "submit": "Add the reviewer",
        "cancel_url": address(request, "reviewers"),
        "breadcrumbs": _trail(request),
    }
    return render(request, "layouts/form.html", context)


@needs(EDIT)
@require_POST
def end(request: PortalRequest, reviewer: UUID) -> HttpResponse:
    row = get_object_or_404(Reviewer, public_id=reviewer)
    with refusals_as_message(request):
        services.end_reviewer(reviewer=row, by=request.user, at=moment.now())
        messages.success(request, "The reviewer is off the register and stays in the record.")
    return redirect(address(request, "reviewers"))


def _row(review: Review, commission: UUID) -> Commission:
    rows = Commission.objects.select_related("reviewer", "review", "contract")
    return get_object_or_404(rows, review=review, public_id=commission)


def _trail(request: PortalRequest) -> list[Link]:
    return [
        Link("Reviews", address(request, "reviews")),
        Link("Register of reviewers", address(request, "reviewers")),
    ]
