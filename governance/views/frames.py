"""What the pages of this app share: addresses, the way back, one page for a form."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from governance.models import Group
from krscp_portal.foundation.components import Link
from krscp_portal.foundation.forms import GovukForm
from partnerships.doors import PortalRequest


def address(request: PortalRequest, name: str, **kwargs: Any) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": request.partnership.slug, **kwargs})


def trail(request: PortalRequest, *groups: Group) -> list[Link]:
    home = Link(request.partnership.short_name, request.partnership.get_absolute_url())
    way = [home, Link("Governance", address(request, "overview"))]
    return way + [
        Link(each.name, address(request, "group", group=each.public_id)) for each in groups
    ]


def show_form(
    request: PortalRequest,
    form: GovukForm,
    *,
    heading: str,
    submit: str,
    back: str,
    breadcrumbs: list[Link],
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "cancel_url": back,
        "breadcrumbs": breadcrumbs,
    }
    return render(request, "layouts/form.html", context)
