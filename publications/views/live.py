"""Pages that anybody reads straight from the record, once somebody has confirmed them."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, public
from publications import selectors
from publications.enums import PublicPageKind
from publications.selectors.pages import PageRow
from publications.views.delivery import page_response
from publications.views.pages import address


@public
def whos_who(request: Any) -> HttpResponse:
    row = _shown(PublicPageKind.WHOS_WHO)
    return page_response(request, whos_who_page(request, row))


@public
def structure(request: Any) -> HttpResponse:
    row = _shown(PublicPageKind.STRUCTURE)
    return page_response(request, structure_page(request, row))


@public
def group(request: Any, key: str) -> HttpResponse:
    """Show a group; lead on from a name that it had; say of one that has ended what came after."""
    row = _shown(PublicPageKind.STRUCTURE)
    found = group_page(request, row, key)
    if found is not None:
        return page_response(request, found)
    today = moment.today()
    if ended := selectors.ended_group(key, on=today):
        context = {"group": ended[0], "followed_by": ended[1], "heading": ended[0].name}
        return render(request, "publications/public/group_ended.html", context, status=410)
    current = selectors.group_called(key, on=today)
    if current is None:
        raise Http404(NOT_FOUND)
    return HttpResponsePermanentRedirect(address("group", request, key=current))


@public
def agency(request: Any, slug: str) -> HttpResponse:
    """Lead from a body's name, or one that it had, to its place in the list of agencies."""
    _shown(PublicPageKind.WHOS_WHO)
    found = selectors.agency_called(slug, on=moment.today())
    if found is None:
        raise Http404(NOT_FOUND)
    return HttpResponsePermanentRedirect(f"{address('whos-who', request)}#agency-{found}")


def whos_who_page(request: Any, row: PageRow, **extra: Any) -> HttpResponse:
    """Return who's who as it reads today."""
    context = {
        "heading": "Who’s who",
        "facts": selectors.whos_who(partnership=request.partnership, on=moment.today()),
        "row": row,
        "shown": selectors.shown_pages(),
        **extra,
    }
    return render(request, "publications/public/whos_who.html", context)


def structure_page(request: Any, row: PageRow, **extra: Any) -> HttpResponse:
    """Return the chart of the groups and the same in words."""
    facts = selectors.structure(partnership=request.partnership, on=moment.today())
    context = {
        "heading": "How we are organised",
        "facts": facts,
        "chart": None if facts.is_empty else facts.chart(request.partnership.name),
        "row": row,
        "shown": selectors.shown_pages(),
        **extra,
    }
    return render(request, "publications/public/structure.html", context)


def group_page(request: Any, row: PageRow, key: str, **extra: Any) -> HttpResponse | None:
    """Return the page of a current group, or None where no current group has the key."""
    found = selectors.structure(partnership=request.partnership, on=moment.today()).group(key)
    if found is None:
        return None
    context = {
        "heading": found.full_name,
        "group": found,
        "row": row,
        "shown": selectors.shown_pages(),
        **extra,
    }
    return render(request, "publications/public/group.html", context)


def _shown(kind: PublicPageKind) -> PageRow:
    row = selectors.page_row(kind=kind, on=moment.today())
    if not row.is_shown:
        raise Http404(NOT_FOUND)
    return row
