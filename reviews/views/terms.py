from uuid import UUID

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from krscp_portal.foundation.errors import DomainError
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission
from reviews.forms.terms import AgreeForm, MethodologyForm, TermsForm, first_terms
from reviews.models import Methodology, Review
from reviews.selectors.methodologies import methodologies
from reviews.selectors.terms import terms_page
from reviews.services import methodologies as ways
from reviews.services import terms as services
from reviews.views.pages import address
from reviews.views.review_pages import ask_of_review, back_to, on_review, show_review

EDIT = Permission.CASE_EDIT
TERMS = "review-terms"


@on_review()
def terms(request: PortalRequest, review: Review) -> HttpResponse:
    context = {"heading": "Terms of reference", "page": terms_page(review)}
    return show_review(request, review, "reviews/practice/terms.html", context)


@on_review(edit=True)
def write(request: PortalRequest, review: Review) -> HttpResponse:
    stands = terms_page(review)
    form = TermsForm(
        request.POST or None, row=stands.row, initial=first_terms(stands.row, stands.questions)
    )
    if form.is_valid() and _kept(request, review, form):
        return back_to(request, review, TERMS, "The terms of reference are saved.")
    return ask_of_review(
        request,
        review,
        form,
        back=TERMS,
        heading="Write the terms of reference",
        submit="Save the terms",
        template="reviews/practice/terms_form.html",
        changed=stands if form.has_error(NON_FIELD_ERRORS, services.MEANWHILE) else None,
        has_ways="methodology" in form.fields,
    )


def _kept(request: PortalRequest, review: Review, form: TermsForm) -> bool:
    """Keep what was typed, or say on the form why not; the next save begins from what stands."""
    said = form.cleaned_data
    try:
        services.write_terms(
            review=review,
            facts=form.facts(),
            revision=said["revision"],
            reason=said.get("reason", ""),
            by=request.user,
            at=moment.now(),
        )
    except DomainError as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, ValidationError(str(refusal), code=refusal.code))
        if refusal.code == services.MEANWHILE:
            form.begin_from(terms_page(review).revision)
        return False
    return True


@on_review(edit=True)
def agree(request: PortalRequest, review: Review) -> HttpResponse:
    stands = terms_page(review)
    first = {"revision": stands.revision, "agreed_on": moment.today()}
    form = AgreeForm(request.POST or None, initial=first)
    if form.is_valid():
        with refusals_on(form):
            services.agree_terms(
                review=review, **form.cleaned_data, by=request.user, at=moment.now()
            )
            return back_to(request, review, TERMS, "The terms of reference are agreed.")
    return ask_of_review(
        request,
        review,
        form,
        back=TERMS,
        heading="Record that the partners agreed the terms",
        submit="Record the agreement",
    )


@needs(EDIT)
def listed(request: PortalRequest) -> HttpResponse:
    context = {"page": methodologies(), "breadcrumbs": _trail(request)[:1]}
    return render(request, "reviews/practice/methodologies.html", context)


@needs(EDIT)
@require_POST
def adopt(request: PortalRequest) -> HttpResponse:
    with refusals_as_message(request):
        ways.adopt_methodologies(by=request.user, at=moment.now())
        messages.success(request, "The list is your own now and can be changed.")
    return redirect(address(request, "methodologies"))


@needs(EDIT)
def add(request: PortalRequest) -> HttpResponse:
    form = MethodologyForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            ways.add_methodology(**form.cleaned_data, by=request.user, at=moment.now())
            messages.success(request, "The way of holding a review has been added.")
            return redirect(address(request, "methodologies"))
    context = {
        "form": form,
        "heading": "Add a way of holding a review",
        "submit": "Add it",
        "cancel_url": address(request, "methodologies"),
        "breadcrumbs": _trail(request),
    }
    return render(request, "layouts/form.html", context)


@needs(EDIT)
@require_POST
def end(request: PortalRequest, methodology: UUID) -> HttpResponse:
    row = get_object_or_404(Methodology, public_id=methodology)
    with refusals_as_message(request):
        ways.end_methodology(methodology=row, by=request.user, at=moment.now())
        messages.success(request, "It has been taken off. Reviews that are held so keep it.")
    return redirect(address(request, "methodologies"))


def _trail(request: PortalRequest) -> list[Link]:
    return [
        Link("Reviews", address(request, "reviews")),
        Link("Ways of holding a review", address(request, "methodologies")),
    ]
