"""What the pages of one review have in common: who sees it, the note of the reading, the frame."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import PortalRequest, members_only
from partnerships.roles import Permission
from reviews.models import Review
from reviews.selectors.tabs import REVIEW_TABS, tabs_for
from reviews.services import reviews as services
from reviews.views.pages import address
from reviews.views.recommendations import review_seen

ReviewView = Callable[..., HttpResponse]
EDIT = Permission.CASE_EDIT


def on_review(*, edit: bool = False) -> Callable[[ReviewView], ReviewView]:
    """Let in whoever sees the review of the address, and note that they read it.

    A review that the person does not see is 404. With `edit`, 403 with the reason for whoever does
    not work on cases.
    """

    def decorate(view: ReviewView) -> ReviewView:
        @members_only
        @wraps(view)
        def inner(request: PortalRequest, review: UUID, **kwargs: Any) -> HttpResponse:
            found = review_seen(request, review)
            verdict = request.standing.can(EDIT)
            if edit and not verdict:
                raise PermissionDenied(verdict.reason)
            if request.method == "GET":
                services.note_reading(review=found, by=request.user, at=moment.now())
            return view(request, found, **kwargs)

        return inner

    return decorate


def show_review(
    request: PortalRequest, review: Review, template: str, context: dict[str, Any]
) -> HttpResponse:
    """Show a page of the review: its reference, the tabs, the way back, whether it can be edited."""
    frame = {
        "review": review,
        "caption": review.reference,
        "tabs": tabs_for(request.standing, here=_here(request), of=REVIEW_TABS),
        "breadcrumbs": _trail(request, review),
        "may_edit": bool(request.standing.can(EDIT)),
    }
    return render(request, template, {**frame, **context})


def ask_of_review(
    request: PortalRequest, review: Review, form: BaseForm, *, back: str, **words: Any
) -> HttpResponse:
    """Show a form about the review; `back` is the name of the page that it leads back to."""
    context = {
        "form": form,
        "caption": review.reference,
        "cancel_url": review_address(request, review, back),
        "breadcrumbs": _trail(request, review),
        **words,
    }
    return render(request, words.get("template", "layouts/form.html"), context)


def review_address(request: PortalRequest, review: Review, name: str) -> str:
    """Return the address of a page of the review."""
    return address(request, name, review=review.public_id)


def back_to(request: PortalRequest, review: Review, name: str, said: str) -> HttpResponse:
    """Go to a page of the review and say what happened."""
    messages.success(request, said)
    return redirect(review_address(request, review, name))


def _trail(request: PortalRequest, review: Review) -> list[Link]:
    return [
        Link("Reviews", address(request, "reviews")),
        Link(review.reference, review_address(request, review, "review")),
    ]


def _here(request: PortalRequest) -> str:
    match = request.resolver_match
    return (match.url_name or "") if match else ""
