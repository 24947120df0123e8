"""What must hold for every request, before any view."""

from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from redis.exceptions import ConnectionError as RedisConnectionError

Handler = Callable[[HttpRequest], HttpResponse]


def unavailable_services(get_response: Handler) -> Handler:
    """Answer 503 with a plain page when the database or the cache cannot be reached."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            return get_response(request)
        except (OperationalError, RedisConnectionError):
            return unavailable(request)

    return middleware


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say that nothing was saved and that the person may try again."""
    return render(request, "503.html", status=503)


def second_factor_required(get_response: Handler) -> Handler:
    """Send a person whose role sees cases or signs off to set up a second factor first."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(
        request: HttpRequest, _view: object, _args: object, kwargs: dict[str, object]
    ) -> HttpResponse | None:
        del kwargs
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        return None if request.path.startswith("/accounts/") else redirect(reverse("mfa_index"))

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware
