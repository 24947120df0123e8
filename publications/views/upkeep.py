"""Where the staff stands behind the pages that the public reads from the record."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import NOT_FOUND, needs, refusals_as_message, refusals_on
from partnerships.roles import Permission
from publications import selectors
from publications.enums import PublicPageKind
from publications.forms import ConfirmPageForm
from publications.services import pages as service
from publications.views import live
from publications.views.pages import address, crumbs

IS_SHOWN = "The public can read this page now."
IS_CONFIRMED = "Confirmed. The page says so to the public with today’s date."
IS_GONE = "The public can no longer read this page."


@needs(Permission.DOCUMENT_VIEW)
def public_pages(request: Any) -> HttpResponse:
    context = {
        "heading": "Public pages from the record",
        "rows": selectors.page_rows(on=moment.today()),
        "may_publish": request.standing.can(Permission.DOCUMENT_PUBLISH),
        "breadcrumbs": crumbs(request),
    }
    return render(request, "publications/upkeep/list.html", context)


@needs(Permission.DOCUMENT_PUBLISH)
def confirm(request: Any, page: PublicPageKind) -> HttpResponse:
    today = moment.today()
    row = selectors.page_row(kind=page, on=today)
    facts, seen = selectors.page_facts(kind=page, partnership=request.partnership, on=today)
    form = ConfirmPageForm(request.POST or None, initial={"seen": seen})
    if request.method == "POST" and form.is_valid():
        who = {"by": request.user, "at": moment.now()}
        with refusals_on(form):
            service.confirm_page(
                kind=page, partnership=request.partnership, seen=form.cleaned_data["seen"], **who
            )
            messages.success(request, IS_CONFIRMED if row.is_shown else IS_SHOWN)
            return redirect(address("public-pages", request))
        form.look_again(seen)
    context = {
        "heading": f"{row.act}: {page.label}",
        "row": row,
        "form": form,
        "facts": facts,
        "changes": selectors.changes_since(row=row, on=today),
        "submit": row.act,
        "cancel_url": address("public-pages", request),
        "breadcrumbs": _way(request),
    }
    return render(request, "publications/upkeep/confirm.html", context)


@needs(Permission.DOCUMENT_PUBLISH)
def take_down(request: Any, page: PublicPageKind) -> HttpResponse:
    back = address("public-pages", request)
    if request.method == "POST":
        with refusals_as_message(request):
            service.take_down_page(kind=page, by=request.user, at=moment.now())
            messages.success(request, IS_GONE)
        return redirect(back)
    context = {
        "heading": f"Take down the page “{page.label}”?",
        "submit": "Take down",
        "dangerous": True,
        "cancel_url": back,
        "page_kind": page.value,
        "breadcrumbs": _way(request),
    }
    return render(request, "publications/upkeep/take_down.html", context)


@needs(Permission.DOCUMENT_VIEW)
def preview(request: Any, page: PublicPageKind) -> HttpResponse:
    """Show a page as the public would read it, shown or not."""
    row = selectors.page_row(kind=page, on=moment.today())
    show = live.whos_who_page if page == PublicPageKind.WHOS_WHO else live.structure_page
    return show(request, row, is_preview=True, breadcrumbs=_way(request))


@needs(Permission.DOCUMENT_VIEW)
def preview_group(request: Any, key: str) -> HttpResponse:
    """Show a group's page as the public would read it."""
    row = selectors.page_row(kind=PublicPageKind.STRUCTURE, on=moment.today())
    shown = live.group_page(request, row, key, is_preview=True, breadcrumbs=_way(request))
    if shown is None:
        raise Http404(NOT_FOUND)
    return shown


def _way(request: Any) -> list[Link]:
    return [*crumbs(request), Link("Public pages", address("public-pages", request))]
