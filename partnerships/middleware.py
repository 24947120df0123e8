"""What must hold for every request, before any view."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from krscp_portal.foundation import moment
from partnerships import second_factor

Handler = Callable[[HttpRequest], HttpResponse]
OPEN_WITHOUT = frozenset({"everybody", "public"})  # what one may read without signing in at all


def second_factor_required(get_response: Handler) -> Handler:
    """Send a person whose role sees cases or signs off to set up a second factor first."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(
        request: HttpRequest, view: Any, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        if getattr(view, "declared_access", "") in OPEN_WITHOUT or _is_about_signing_in(request):
            return None
        return ask_for_one(request) if second_factor.is_missing(request, at=moment.now()) else None

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


def ask_for_one(request: HttpRequest) -> HttpResponse:
    """Send the person to the page where a second factor is set up, saying why."""
    messages.info(request, second_factor.WHY)
    return redirect("mfa_index")


def _is_about_signing_in(request: HttpRequest) -> bool:
    return request.path.startswith("/accounts/") or request.path in {"/healthz", "/readyz"}
