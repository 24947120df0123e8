"""The wall of agencies of a case or a review: whom to ask, what is sent, how each stands."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from deadlines.selectors.calendars import calendar
from deadlines.working_days import add_working_days
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import PortalRequest, refusals_as_message, refusals_on
from partnerships.services.files import read_file
from reviews import letters
from reviews.forms.kit import PrepareForm
from reviews.models import AgencyRequest, Incident, RequestFile
from reviews.selectors.request_page import request_page
from reviews.selectors.request_words import about, suggested
from reviews.selectors.requests import (
    NARROWED,
    agencies_to_ask,
    case_areas,
    requests_of,
    serves,
    wall_of,
)
from reviews.services import requests as services
from reviews.views.desks import Desk, on_desk
from reviews.views.downloads import as_download

TRAIL = "Agencies"
USUAL_DAYS = 9  # of a case: an answer by working day 10, the day after the letters
REPORT_DAYS = 20  # working days for an agency's report to a review; the partnership may change it


@on_desk("requests")
def wall(request: PortalRequest, desk: Desk) -> HttpResponse:
    which = request.GET.get("which", "")
    context = {
        "heading": TRAIL,
        "wall": wall_of(desk.subject, which=which, at=moment.now()),
        "which": which,
        "choices": NARROWED.items(),
        "may_ask": desk.may_edit and services.asks_agencies(desk.subject),
        "root": desk.address("requests"),
    }
    return desk.show("reviews/kit/wall.html", context)


@on_desk("requests", edit=True)
def prepare(request: PortalRequest, desk: Desk) -> HttpResponse:
    form = _prepare_form(request, desk)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = services.prepare_requests(
                subject=desk.subject,
                agencies=form.chosen(),
                facts=form.facts(),
                by=request.user,
                at=moment.now(),
            )
            count = "1 request" if len(made) == 1 else f"{len(made)} requests"
            return desk.go(
                desk.address("requests-send"), f"{count} written. Nothing has been sent yet."
            )
    return desk.ask(
        form,
        heading="Write to agencies",
        submit="Write the requests",
        back=desk.address("requests"),
        trail=TRAIL,
        template="reviews/kit/prepare.html",
    )


@on_desk("requests", edit=True)
def send(request: PortalRequest, desk: Desk) -> HttpResponse:
    rows = [each for each in requests_of(desk.subject) if each.asked_at is None]
    waiting = [each for each in rows if not each.cancelled_because]
    ready = [each for each in waiting if each.to_email]
    if request.method == "POST":
        chosen = set(request.POST.getlist("send"))
        return _send(request, desk, [each for each in ready if str(each.public_id) in chosen])
    root = desk.address("requests")
    return desk.ask(
        None,
        heading="Send the requests",
        submit="Send the requests",
        back=root,
        trail=TRAIL,
        template="reviews/kit/send.html",
        ready=ready,
        lacking=[each for each in waiting if not each.to_email],
        preview=letters.asked(about(ready[0])) if ready else "",
        root=root,
    )


@on_desk("request")
def detail(request: PortalRequest, desk: Desk, agency_request: UUID) -> HttpResponse:
    row = request_row(desk, agency_request)
    root = desk.address("requests")
    context = {
        "row": row,
        "page": request_page(row, may_edit=desk.may_edit, at=moment.now()),
        "heading": row.organisation.name,
        "here": desk.address("request", agency_request=row.public_id),
        "breadcrumbs": [Link(desk.subject.reference, desk.home), Link(TRAIL, root)],
    }
    return desk.show("reviews/kit/request.html", context)


@on_desk("request file")
def download(
    request: PortalRequest, desk: Desk, agency_request: UUID, answer_file: UUID
) -> HttpResponse:
    rows = RequestFile.objects.select_related("file")
    row = request_row(desk, agency_request)
    found = get_object_or_404(rows, request=row, public_id=answer_file)
    content = read_file(file=found.file)
    return as_download(content, content_type=found.file.content_type, name=found.file.name)


def request_row(desk: Desk, agency_request: UUID) -> AgencyRequest:
    """Return one request of the case or the review, or 404."""
    return get_object_or_404(requests_of(desk.subject), public_id=agency_request)


def _prepare_form(request: PortalRequest, desk: Desk) -> PrepareForm:
    today = moment.today()
    agencies = agencies_to_ask(desk.subject, on=today)
    areas = case_areas(desk.subject)
    days = USUAL_DAYS if isinstance(desk.subject, Incident) else REPORT_DAYS
    first = {
        "agencies": [str(each.public_id) for each in agencies if serves(each, areas)],
        "due_on": _usual_day(today, days),
        **vars(suggested(desk.subject)),
    }
    return PrepareForm(request.POST or None, agencies=agencies, initial=first)


def _send(request: PortalRequest, desk: Desk, rows: list[AgencyRequest]) -> HttpResponse:
    if not rows:
        messages.error(request, "Choose at least one agency to send to.")
        return redirect(desk.address("requests-send"))
    sent = 0
    for row in rows:
        with refusals_as_message(request):
            services.ask_agency(row=row, by=request.user, at=moment.now())
            sent += 1
    if sent:
        messages.success(request, f"Sent: {sent}. The e-mails leave within a minute.")
    return redirect(desk.address("requests"))


def _usual_day(today: date, days: int) -> date:
    return add_working_days(today, days, set(calendar().holidays))
