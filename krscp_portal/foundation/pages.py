"""Pages about the portal itself, the same for every partnership: help, cookies, accessibility."""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from krscp_portal.foundation import gallery as examples
from krscp_portal.foundation.components import Column

STATEMENT_PREPARED_ON = date(2026, 11, 22)
COOKIE_COLUMNS = (Column("Name"), Column("What it is for"), Column("When it ends"))


def _for_everybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page to people who are not signed in, and say so for the test of every address."""
    opened = login_not_required(view)
    opened.declared_access = "everybody"  # type: ignore[attr-defined]
    return opened


@_for_everybody
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/help.html")


@_for_everybody
def cookies(request: HttpRequest) -> HttpResponse:
    hours = settings.SESSION_COOKIE_AGE // 3600
    rows = (
        (settings.SESSION_COOKIE_NAME, "Keeps you signed in.", f"After {hours} hours"),
        (
            settings.CSRF_COOKIE_NAME,
            "Shows that a form you send came from the portal.",
            "In a year",
        ),
        ("messages", "Carries a message such as “Saved” to the next page.", "Once it is shown"),
    )
    context = {"columns": COOKIE_COLUMNS, "rows": rows}
    return render(request, "pages/cookies.html", context)


@_for_everybody
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html", {"prepared_on": STATEMENT_PREPARED_ON})


@_for_everybody
def gallery(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.SHOW_GALLERY):
        raise Http404
    return render(request, "pages/gallery.html", examples.context())


@_for_everybody
def gallery_form(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.SHOW_GALLERY):
        raise Http404
    form = examples.ExampleForm(request.POST or None, request.FILES or None)
    return render(request, "pages/gallery_form.html", {"form": form})
