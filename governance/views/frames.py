"""What the pages of this app share: addresses, the way back, one page for a form."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

from governance.models import Group, LinkedBoard
from krscp_portal.foundation.components import Link
from krscp_portal.foundation.forms import GovukForm
from partnerships.doors import PortalRequest
from partnerships.roles import Permission


def address(request: PortalRequest, name: str, **kwargs: Any) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": request.partnership.slug, **kwargs})


def trail(request: PortalRequest, *groups: Group) -> list[Link]:
    home = Link(request.partnership.short_name, request.partnership.get_absolute_url())
    way = [home, Link("Governance", address(request, "overview"))]
    return way + [
        Link(each.name, address(request, "group", group=each.public_id)) for each in groups
    ]


def boards_trail(request: PortalRequest, *boards: LinkedBoard) -> list[Link]:
    """Return the way to a linked board."""
    way = [*trail(request), Link("Linked boards", address(request, "boards"))]
    return way + [
        Link(each.name, address(request, "board", board=each.public_id)) for each in boards
    ]


def may_keep(request: PortalRequest, group: Group) -> None:
    """Stop with the reason whoever does not keep the record of this group."""
    request.standing.can(Permission.GOVERNANCE_EDIT, group_key=group.key).or_raise()


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


def ask(
    request: PortalRequest,
    *,
    heading: str,
    consequences: str,
    submit: str,
    back: str,
    form: GovukForm | None = None,
    dangerous: bool = True,
) -> HttpResponse:
    """Ask before an act that is not taken back by a click; `dangerous` paints the button red."""
    context = {
        "heading": heading,
        "consequences": consequences,
        "submit": submit,
        "cancel_url": back,
        "form": form,
        "dangerous": dangerous,
    }
    return render(request, "partnerships/confirm.html", context)


def todo_sections(request: PortalRequest, here: str) -> dict[str, Any]:
    """Return what the links between actions, letters and risks ask for."""
    return {
        "may_add": request.standing.can_in_some_group(Permission.GOVERNANCE_EDIT),
        "may_read_letters": request.standing.can_in_some_group(Permission.PART_B_VIEW),
        "here": here,
    }


def as_file(content: bytes, *, content_type: str, name: str) -> HttpResponse:
    """Return a download that no cache keeps and no browser takes for a page."""
    response = HttpResponse(content, content_type=content_type)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response
