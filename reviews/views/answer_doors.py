"""The two ways to an agency's answer: by its secret link, and signed in as its contact.

A view behind them is given the same `Answering` either way, so that there is one page for both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control

from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError
from partnerships.doors import NOT_FOUND, PortalRequest, members_only, public
from partnerships.models import User
from partnerships.tokens import hash_of
from reviews.models import AgencyRequest
from reviews.selectors.answers import answered_by, link_of, require_open
from reviews.services.answering import Hand
from reviews.views import rates

UNKNOWN = "There is no request behind this link. Look whether all of it was copied."
TOO_OFTEN = "This was tried too often. Wait ten minutes and try again."


@dataclass(frozen=True)
class Answering:
    """Who answers what, and under which address its pages stand."""

    hand: Hand
    by: User | None
    root: str

    @property
    def row(self) -> AgencyRequest:
        """Return the request that is answered."""
        return self.hand.row


View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Let in whoever has a secret link that works; tell others in one sentence why not."""

    @public
    @wraps(view)
    def inner(request: PortalRequest, token: str, **kwargs: Any) -> HttpResponse:
        place = f"from:{get_adapter(request).get_client_ip(request)}"
        if rates.was_too_often(place, most=rates.BY_ADDRESS):
            return _closed(request, TOO_OFTEN, status=429)
        link = link_of(token=token)
        if link is None:
            rates.too_often(place, most=rates.BY_ADDRESS)
            return _closed(request, UNKNOWN, status=404)
        if rates.too_often(hash_of(token), most=rates.BY_SECRET):
            return _closed(request, TOO_OFTEN, status=429)
        root = f"/{request.partnership.slug}/requests/by-link/{token}/"
        try:
            require_open(link, at=moment.now())
            answering = Answering(Hand(link.request, link), None, root)
            return _kept_private(view(request, answering, **kwargs))
        except DomainError as spent:
            return _closed(request, str(spent), status=410)

    return inner


def signed_in(view: View) -> View:
    """Let in the contact of the agency to whom the request was sent; for others there is none."""

    @members_only
    @wraps(view)
    def inner(request: PortalRequest, agency_request: UUID, **kwargs: Any) -> HttpResponse:
        mine = answered_by(request.user, request.standing)
        row = get_object_or_404(mine, public_id=agency_request)
        root = f"/{request.partnership.slug}/requests/{row.public_id}/answer/"
        if row.returned_at is not None or row.cancelled_because or row.refused_because:
            raise Http404(NOT_FOUND)
        return _kept_private(view(request, Answering(Hand(row), request.user, root), **kwargs))

    return inner


def _closed(request: PortalRequest, reason: str, *, status: int) -> HttpResponse:
    context = {"heading": "This link cannot be used", "reason": reason}
    return _kept_private(render(request, "reviews/answer/closed.html", context, status=status))


def _kept_private(response: HttpResponse) -> HttpResponse:
    """Let nobody keep the page, and tell no other site its address: it carries the secret."""
    patch_cache_control(response, private=True, no_store=True)
    response["Referrer-Policy"] = "same-origin"  # without one the form’s own origin is unknown
    return response
