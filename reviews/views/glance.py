from django.http import HttpResponse
from django.shortcuts import render

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import PortalRequest, members_only
from reviews.selectors.glance import glance
from reviews.views.pages import address


@members_only
def at_a_glance(request: PortalRequest) -> HttpResponse:
    context = {
        "heading": "Cases and reviews at a glance",
        "page": glance(
            user=request.user,
            standing=request.standing,
            root=request.partnership.get_absolute_url(),
            at=moment.now(),
        ),
        "breadcrumbs": [
            Link("On the clock", address(request, "clock")),
            Link("Reviews", address(request, "reviews")),
        ],
    }
    return render(request, "reviews/glance/page.html", context)
