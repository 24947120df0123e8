"""Two frames that most pages of this app share: a form on a page of its own, and a question."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from krscp_portal.foundation.components import Link
from partnerships.doors import PortalRequest


def address(request: PortalRequest, name: str, **kwargs: Any) -> str:
    """Return the address of one of this app's pages in the open partnership."""
    return reverse(
        f"partnership:{name}", kwargs={"partnership": request.partnership.slug, **kwargs}
    )


def trail(request: PortalRequest, *links: tuple[str, str]) -> list[Link]:
    """Return the breadcrumbs: home, then each named page."""
    steps = [Link(text, address(request, name)) for text, name in links]
    return [Link("Home", request.partnership.get_absolute_url()), *steps]


def show_form(
    request: PortalRequest,
    form: BaseForm,
    *,
    heading: str,
    submit: str,
    back: str,
    caption: str = "",
    template: str = "layouts/form.html",
) -> HttpResponse:
    """Show a form on a page of its own; `back` is where "Cancel" leads."""
    context = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "cancel_url": back,
        "caption": caption,
    }
    return render(request, template, context)


def ask(
    request: PortalRequest,
    *,
    heading: str,
    consequences: str,
    submit: str,
    back: str,
    form: BaseForm | None = None,
) -> HttpResponse:
    """Ask before an act that cannot be undone."""
    context = {
        "heading": heading,
        "consequences": consequences,
        "submit": submit,
        "cancel_url": back,
        "form": form,
        "dangerous": True,
    }
    return render(request, "partnerships/confirm.html", context)
