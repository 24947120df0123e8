"""The merged chronology of a case or a review, and rows that are added here."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_as_message, refusals_on
from reviews.chronology_cells import COLUMNS
from reviews.forms.chronology import (
    AgencyRowForm,
    AgencyRowsForm,
    RowForm,
    WantedForm,
    agencies_of_register,
    initial_of,
)
from reviews.models import ChronologyRow
from reviews.selectors.chronology import agencies_in, chronology, own_row
from reviews.selectors.chronology_preview import carried_rows, preview
from reviews.services import chronology as services
from reviews.views.desks import Desk, on_desk

TRAIL = "Chronology"


@on_desk("chronology")
def listed(request: PortalRequest, desk: Desk) -> HttpResponse:
    form = narrowing(request, desk)
    query = {key: str(value) for key, value in request.GET.items() if key != "page" and value}
    page = request.GET.get("page", "1")
    found = chronology(
        desk.subject, form.wanted(), page=int(page) if page.isdecimal() else 1, query=query
    )
    context = {
        "heading": "Chronology",
        "form": form,
        "found": found,
        "wanted": form.wanted(),
        "pagination": found.pagination,
        "is_filtered": bool(query) and form.is_valid(),
        "query": request.GET.urlencode(),
        "root": desk.address("chronology"),
    }
    return desk.show("reviews/chronology/list.html", context)


@on_desk("chronology", edit=True)
def add(request: PortalRequest, desk: Desk) -> HttpResponse:
    form = AgencyRowForm(request.POST or None)
    back = desk.address("chronology")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.add_row(
                subject=desk.subject,
                organisation=form.cleaned_data["organisation"],
                facts=form.facts(),
                by=request.user,
                at=moment.now(),
            )
            return desk.go(back, "The row has been added.")
    return desk.ask(form, heading="Add a row", submit="Add the row", back=back, trail=TRAIL)


@on_desk("chronology", edit=True)
def change(request: PortalRequest, desk: Desk, chronology_row: UUID) -> HttpResponse:
    row = _row(desk, chronology_row)
    form = RowForm(request.POST or None, initial=initial_of(row))
    back = desk.address("chronology")
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            services.change_row(row=row, facts=form.facts(), by=request.user, at=moment.now())
            return desk.go(back, "The row has been changed.")
    return desk.ask(
        form,
        heading=f"Change a row of {row.organisation.name}",
        submit="Change the row",
        back=back,
        trail=TRAIL,
    )


@on_desk("chronology", edit=True)
def remove(request: PortalRequest, desk: Desk, chronology_row: UUID) -> HttpResponse:
    row = _row(desk, chronology_row)
    back = desk.address("chronology")
    if request.method == "POST":
        with refusals_as_message(request):
            services.remove_row(row=row, by=request.user, at=moment.now())
            return desk.go(back, "The row has been taken away.")
        return redirect(back)
    return desk.ask(
        None,
        heading="Take this row away?",
        submit="Take it away",
        back=back,
        trail=TRAIL,
        template="reviews/chronology/remove.html",
        row=row,
        dangerous=True,
    )


@on_desk("chronology", edit=True)
def upload(request: PortalRequest, desk: Desk) -> HttpResponse:
    """Take rows in: look at them first, then keep what was looked at."""
    carried = request.POST.get("carried")
    form = AgencyRowsForm({} if carried else request.POST or None, request.FILES or None)
    if carried:
        form.begin_again()
        with refusals_on(form):
            return _kept(request, desk, carried)
    elif request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return _looked_at(desk, form)
    return desk.ask(
        form,
        heading="Take rows over",
        submit="Look at the rows",
        back=desk.address("chronology"),
        trail=TRAIL,
        template="reviews/chronology/upload.html",
        columns=COLUMNS.values(),
    )


def narrowing(request: PortalRequest, desk: Desk) -> WantedForm:
    """Return how the address narrows the rows; with anything wrong in it, it shows everything."""
    asked = {key: value for key, value in request.GET.items() if key != "page"}
    return WantedForm(asked or None, agencies=agencies_in(desk.subject))


def _row(desk: Desk, public_id: UUID) -> ChronologyRow:
    """Return a row that was added to this case or review; another is not found."""
    row = own_row(desk.subject, public_id)
    if row is None or row.request_id is not None:
        raise Http404(NOT_FOUND)
    return row


def _looked_at(desk: Desk, form: AgencyRowsForm) -> HttpResponse:
    name, content = form.sheet()
    agency = form.cleaned_data["organisation"]
    found = preview(
        name=name,
        content=content,
        today=moment.today(),
        subject=str(desk.subject.public_id),
        agency=str(agency.public_id),
    )
    return desk.ask(
        None,
        heading="Look at the rows",
        submit="Take these rows over",
        back=desk.address("chronology-upload"),
        trail="Take rows over",
        template="reviews/chronology/preview.html",
        found=found,
        agency=agency,
    )


def _kept(request: PortalRequest, desk: Desk, carried: str) -> HttpResponse:
    agency, rows = carried_rows(carried, subject=str(desk.subject.public_id))
    if not agency:
        raise DomainError("Say whose rows they are.", code="no-agency", field="organisation")
    organisation = get_object_or_404(agencies_of_register(), public_id=agency)
    number = services.import_rows(
        subject=desk.subject,
        organisation=organisation,
        rows=rows,
        by=request.user,
        at=moment.now(),
    )
    said = "1 row has" if number == 1 else f"{number:,} rows have"
    return desk.go(desk.address("chronology"), f"{said} been taken over.")
