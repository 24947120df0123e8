"""What the pages of a review's publication have in common: who may, whether it is possible, the way back."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from krscp_portal.foundation import moment
from krscp_portal.foundation.forms import GovukForm
from partnerships.doors import NOT_FOUND, PortalRequest, members_only, refusals_on
from reviews.models import PublicVersion
from reviews.publication_acts import NEEDS, Act, possible
from reviews.selectors.publication_facts import Stand
from reviews.services.reviews import note_reading
from reviews.views.recommendations import review_seen
from reviews.views.review_pages import ask_of_review, review_address

View = Callable[..., HttpResponse]
HOME = "review-publication"


def on_publication(*acts: Act) -> Callable[[View], View]:
    """Let in whoever sees the review, may do one of the acts, and could do it as things stand.

    A review that the person does not see is 404; without the permission it is 403 with the reason;
    what comes too early or too late leads back to the publication with the reason.
    """

    def decorate(view: View) -> View:
        @members_only
        @wraps(view)
        def inner(request: PortalRequest, review: UUID, **kwargs: Any) -> HttpResponse:
            stand = Stand(review_seen(request, review))
            allowed = [request.standing.can(NEEDS[act]) for act in acts]
            if acts and not any(allowed):
                raise PermissionDenied(allowed[0].reason)
            verdicts = [possible(act, stand.where) for act in acts]
            if acts and not any(verdicts):
                messages.error(request, verdicts[0].reason)
                return redirect(review_address(request, stand.review, HOME))
            if request.method == "GET":
                note_reading(
                    review=stand.review, page="publication", by=request.user, at=moment.now()
                )
            return view(request, stand, **kwargs)

        return inner

    return decorate


def version_seen(stand: Stand, number: int) -> PublicVersion:
    """Return a version of the publication by its number; 404 where there is none."""
    for each in stand.versions:
        if each.number == number:
            return each
    raise Http404(NOT_FOUND)


def home_of(request: PortalRequest, stand: Stand, at: str = "") -> str:
    """Return the address of the publication's page, and a place on it."""
    return f"{review_address(request, stand.review, HOME)}{at}"


def back(request: PortalRequest, stand: Stand, said: str, at: str = "") -> HttpResponse:
    """Go back to the publication and say what happened."""
    messages.success(request, said)
    return redirect(home_of(request, stand, at))


def ask(
    request: PortalRequest,
    stand: Stand,
    form: GovukForm,
    do: Callable[..., object],
    *,
    words: tuple[str, str, str],
    at: str = "",
    **context: Any,
) -> HttpResponse:
    """Do what the form says and go back, or show it with what was typed and what is wrong."""
    heading, submit, done = words
    if form.is_valid():
        with refusals_on(form):
            do(by=request.user, at=moment.now())
            return back(request, stand, done, at)
    return ask_of_review(
        request,
        stand.review,
        form,
        back=HOME,
        heading=heading,
        submit=submit,
        template="reviews/publication/form.html",
        **context,
    )
