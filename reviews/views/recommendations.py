from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from governance.selectors.recommendations import recommendations_of
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import NOT_FOUND, PortalRequest, needs
from partnerships.roles import Permission
from reviews.models import Incident, Review
from reviews.review_subject import REVIEW_KIND
from reviews.selectors.tabs import REVIEW_TABS, tabs_for
from reviews.subject import KIND
from reviews.views.pages import on_case, show

VIEW = Permission.GOVERNANCE_VIEW


@on_case("Recommendations")
def of_case(request: PortalRequest, incident: Incident) -> HttpResponse:
    request.standing.can(VIEW).or_raise()
    context = _list(request, KIND, incident.public_id)
    return show(request, incident, "reviews/case/recommendations.html", context)


@needs(VIEW)
def of_review(request: PortalRequest, review: UUID) -> HttpResponse:
    found = review_seen(request, review)
    context = {
        **_list(request, REVIEW_KIND, found.public_id),
        "review": found,
        "caption": found.reference,
        "tabs": tabs_for(request.standing, here="review-recommendations", of=REVIEW_TABS),
        "breadcrumbs": review_trail(request, found),
    }
    return render(request, "reviews/recommendations.html", context)


def review_seen(request: PortalRequest, review: UUID) -> Review:
    """Return the review if the person may see it; else it does not exist for them."""
    rows = Review.objects.visible_to(request.user, request.standing, at=moment.now())
    found = rows.filter(public_id=review).first()
    if found is None:
        raise Http404(NOT_FOUND)
    return found


def review_trail(request: PortalRequest, review: Review) -> list[Link]:
    """Return the way to a review."""
    home = request.partnership.get_absolute_url()
    return [
        Link("Reviews", f"{home}reviews/"),
        Link(review.reference, f"{home}{review.path}"),
    ]


def _list(request: PortalRequest, kind: str, public_id: UUID) -> dict[str, Any]:
    lines = recommendations_of(kind, public_id, request.user, request.standing, on=moment.today())
    add = reverse("governance:recommendation-add", args=[request.partnership.slug])
    asked = urlencode({"from": kind, "of": public_id})
    may_add = bool(request.standing.can(Permission.CASE_EDIT))
    return {
        "heading": "Recommendations",
        "lines": lines,
        "add_href": f"{add}?{asked}" if may_add else "",
    }
