"""The chronology rows of an agency's answer: its own alone, by its link or signed in."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Pagination
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_as_message, refusals_on
from reviews.chronology_cells import COLUMNS
from reviews.forms.chronology import RowForm, RowsForm, initial_of
from reviews.models import ChronologyRow
from reviews.selectors.chronology import PAGE, given_lines, given_rows
from reviews.selectors.chronology_preview import carried_rows, preview
from reviews.selectors.request_words import subject_of
from reviews.services import chronology as services
from reviews.views.answer_doors import Answering, by_link, signed_in


def listed(request: PortalRequest, answering: Answering) -> HttpResponse:
    rows = given_rows(answering.row)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": "Your chronology",
        "lines": given_lines(page.object_list),
        "count": page.paginator.count,
        "pagination": Pagination(page.number, page.paginator.num_pages, {}),
    }
    return _show(request, answering, "reviews/chronology/given.html", context)


def add(request: PortalRequest, answering: Answering) -> HttpResponse:
    form = RowForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.give_rows(
                hand=answering.hand, rows=[form.facts()], by=answering.by, at=moment.now()
            )
            return _said(request, answering, "The row has been added.")
    return _ask(request, answering, form, heading="Add a row", submit="Add the row")


def change(request: PortalRequest, answering: Answering, chronology_row: UUID) -> HttpResponse:
    row = _row(answering, chronology_row)
    form = RowForm(request.POST or None, initial=initial_of(row))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.change_given_row(
                hand=answering.hand,
                row=row,
                facts=form.facts(),
                by=answering.by,
                at=moment.now(),
            )
            return _said(request, answering, "The row has been changed.")
    return _ask(request, answering, form, heading="Change a row", submit="Change the row")


def remove(request: PortalRequest, answering: Answering, chronology_row: UUID) -> HttpResponse:
    row = _row(answering, chronology_row)
    if request.method == "POST":
        with refusals_as_message(request):
            services.remove_given_row(
                hand=answering.hand, row=row, by=answering.by, at=moment.now()
            )
            return _said(request, answering, "The row has been taken away.")
        return redirect(_root(answering))
    context = {
        "row": row,
        "heading": "Take this row away?",
        "submit": "Take it away",
        "cancel_url": _root(answering),
        "dangerous": True,
    }
    return _show(request, answering, "reviews/chronology/remove.html", context)


def upload(request: PortalRequest, answering: Answering) -> HttpResponse:
    """Take rows in: look at them first, then keep what was looked at."""
    carried = request.POST.get("carried")
    form = RowsForm({} if carried else request.POST or None, request.FILES or None)
    if carried:
        form.begin_again()
        with refusals_on(form):
            return _kept(request, answering, carried)
    elif request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return _looked_at(request, answering, form)
    context = {
        "form": form,
        "columns": COLUMNS.values(),
        "heading": "Take rows over",
        "submit": "Look at the rows",
        "cancel_url": _root(answering),
    }
    return _show(request, answering, "reviews/chronology/upload.html", context)


rows_by_link, rows_signed_in = by_link(listed), signed_in(listed)
add_by_link, add_signed_in = by_link(add), signed_in(add)
change_by_link, change_signed_in = by_link(change), signed_in(change)
remove_by_link, remove_signed_in = by_link(remove), signed_in(remove)
upload_by_link, upload_signed_in = by_link(upload), signed_in(upload)


def _root(answering: Answering) -> str:
    return f"{answering.root}chronology/"


def _said(request: PortalRequest, answering: Answering, what: str) -> HttpResponse:
    messages.success(request, what)
    return redirect(_root(answering))


def _looked_at(request: PortalRequest, answering: Answering, form: RowsForm) -> HttpResponse:
    name, content = form.sheet()
    subject = str(answering.row.public_id)
    context = {
        "found": preview(name=name, content=content, today=moment.today(), subject=subject),
        "agency": answering.row.organisation,
        "heading": "Look at the rows",
        "submit": "Take these rows over",
        "cancel_url": f"{_root(answering)}upload/",
    }
    return _show(request, answering, "reviews/chronology/preview.html", context)


def _kept(request: PortalRequest, answering: Answering, carried: str) -> HttpResponse:
    _agency, rows = carried_rows(carried, subject=str(answering.row.public_id))
    number = services.give_rows(hand=answering.hand, rows=rows, by=answering.by, at=moment.now())
    said = "1 row has" if number == 1 else f"{number:,} rows have"
    return _said(request, answering, f"{said} been taken over.")


def _row(answering: Answering, public_id: UUID) -> ChronologyRow:
    """Return a row of this answer; any other is not found."""
    found = given_rows(answering.row).filter(public_id=public_id).first()
    if found is None:
        raise Http404(NOT_FOUND)
    return found


def _ask(
    request: PortalRequest, answering: Answering, form: RowForm, *, heading: str, submit: str
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "submit": submit,
        "cancel_url": _root(answering),
    }
    return _show(request, answering, "layouts/form.html", context)


def _show(
    request: PortalRequest, answering: Answering, template: str, context: dict[str, object]
) -> HttpResponse:
    frame = {
        "answering": answering,
        "root": _root(answering),
        "caption": f"{answering.row.organisation.name}, {subject_of(answering.row).reference}",
    }
    return render(request, template, {**frame, **context})
