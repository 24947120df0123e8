from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from partnerships.doors import PortalRequest, needs, refusals_as_message, refusals_on
from partnerships.forms.access_reviews import DecideForm
from partnerships.models import AccessReview
from partnerships.roles import Permission
from partnerships.selectors import access_reviews as selectors
from partnerships.services import access_reviews
from partnerships.views.frames import address, trail


@needs(Permission.ACCESS_MANAGE)
def overview(request: PortalRequest) -> HttpResponse:
    review = selectors.open_review()
    return _begin(request) if review is None else _decide(request, review)


def _begin(request: PortalRequest) -> HttpResponse:
    context = {
        "wanted_since": selectors.review_wanted_since(on=moment.today()),
        "history": selectors.reviews_so_far(),
    }
    return render(request, "partnerships/access/review_overview.html", context)


def _decide(request: PortalRequest, review: AccessReview) -> HttpResponse:
    form = DecideForm(request.POST or None, rows=selectors.review_lines(review, on=moment.today()))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            review = access_reviews.decide(
                review=review, decisions=form.decisions(), by=request.user, at=moment.now()
            )
            done = "The review is complete." if review.completed_at else "Saved."
            messages.success(request, done)
            return redirect(address(request, "access-review"))
    context = {
        "review": review,
        "form": form,
        "left": len(form.fields),
        "late": review.due_on < moment.today(),
        "history": selectors.reviews_so_far(),
    }
    return render(request, "partnerships/access/review.html", context)


@needs(Permission.ACCESS_MANAGE)
@require_POST
def start(request: PortalRequest) -> HttpResponse:
    with refusals_as_message(request):
        access_reviews.start_review(by=request.user, at=moment.now())
    return redirect(address(request, "access-review"))


@needs(Permission.ACCESS_MANAGE)
@require_POST
def complete(request: PortalRequest, review: UUID) -> HttpResponse:
    found = get_object_or_404(AccessReview, public_id=review)
    with refusals_as_message(request):
        access_reviews.complete_review(review=found, by=request.user, at=moment.now())
        messages.success(request, "The review is complete.")
    return redirect(address(request, "access-review"))


@needs(Permission.ACCESS_MANAGE)
def past(request: PortalRequest, review: UUID) -> HttpResponse:
    found = get_object_or_404(AccessReview.objects.select_related("started_by"), public_id=review)
    context = {
        "review": found,
        "rows": selectors.review_lines(found, on=moment.today()),
        "breadcrumbs": trail(request, ("Access", "people"), ("Yearly review", "access-review")),
    }
    return render(request, "partnerships/access/review_past.html", context)
