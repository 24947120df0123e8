from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

from deadlines.selectors.calendars import calendar
from deadlines.working_days import add_working_days
from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import PortalRequest, refusals_as_message, refusals_on
from partnerships.roles import Permission
from partnerships.services.files import read_file
from reviews import letters
from reviews.forms.kit import PrepareForm
from reviews.models import AgencyRequest, Incident, RequestFile
from reviews.selectors.request_page import request_page
from reviews.selectors.request_words import about, what_of
from reviews.selectors.requests import (
    NARROWED,
    agencies_to_ask,
    case_areas,
    requests_of,
    serves,
    wall_of,
)
from reviews.services import requests as services
from reviews.services.requests import ASKING
from reviews.views.pages import address, case_address, on_case, show
from reviews.views.plans import may_edit

EDIT = Permission.CASE_EDIT
USUAL_DAYS = 9  # an answer is asked for by working day 10, the day after the letters


@on_case("requests")
def wall(request: PortalRequest, incident: Incident) -> HttpResponse:
    which = request.GET.get("which", "")
    found = wall_of(incident, which=which, at=moment.now())
    context = {
        "wall": found,
        "which": which,
        "choices": NARROWED.items(),
        "may_edit": request.standing.can(EDIT),
        "may_ask": bool(request.standing.can(EDIT)) and incident.state in ASKING,
    }
    return show(request, incident, "reviews/kit/wall.html", context)


@on_case("requests")
def prepare(request: PortalRequest, incident: Incident) -> HttpResponse:
    may_edit(request)
    form = _prepare_form(request, incident)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            made = services.prepare_requests(
                subject=incident,
                agencies=form.chosen(),
                facts=form.facts(),
                by=request.user,
                at=moment.now(),
            )
            count = "1 request" if len(made) == 1 else f"{len(made)} requests"
            messages.success(request, f"{count} written. Nothing has been sent yet.")
            return redirect(address(request, "requests-send", case=incident.public_id))
    context = {
        "form": form,
        "heading": "Write to agencies",
        "submit": "Write the requests",
        "breadcrumbs": _trail(request, incident),
        "cancel_url": address(request, "requests", case=incident.public_id),
    }
    return show(request, incident, "reviews/kit/prepare.html", context)


def _prepare_form(request: PortalRequest, incident: Incident) -> PrepareForm:
    today = moment.today()
    agencies = agencies_to_ask(incident, on=today)
    areas = case_areas(incident)
    first = {
        "agencies": [str(each.public_id) for each in agencies if serves(each, areas)],
        "letter": letters.letter(reference=incident.reference, what=what_of(incident)),
        "due_on": _usual_day(today),
    }
    return PrepareForm(request.POST or None, agencies=agencies, initial=first)


@on_case("requests")
def send(request: PortalRequest, incident: Incident) -> HttpResponse:
    may_edit(request)
    rows = [each for each in requests_of(incident) if each.asked_at is None]
    waiting = [each for each in rows if not each.cancelled_because]
    ready = [each for each in waiting if each.to_email]
    if request.method == "POST":
        chosen = set(request.POST.getlist("send"))
        return _send(request, incident, [each for each in ready if str(each.public_id) in chosen])
    context = {
        "ready": ready,
        "lacking": [each for each in waiting if not each.to_email],
        "preview": letters.asked(about(ready[0])) if ready else "",
        "heading": "Send the requests",
        "breadcrumbs": _trail(request, incident),
    }
    return show(request, incident, "reviews/kit/send.html", context)


@on_case("request")
def detail(request: PortalRequest, incident: Incident, agency_request: UUID) -> HttpResponse:
    row = request_row(incident, agency_request)
    page = request_page(row, may_edit=bool(request.standing.can(EDIT)), at=moment.now())
    context = {
        "row": row,
        "page": page,
        "heading": row.organisation.name,
        "breadcrumbs": _trail(request, incident),
    }
    return show(request, incident, "reviews/kit/request.html", context)


@on_case("request file")
def download(
    request: PortalRequest, incident: Incident, agency_request: UUID, answer_file: UUID
) -> HttpResponse:
    rows = RequestFile.objects.select_related("file")
    row = request_row(incident, agency_request)
    found = get_object_or_404(rows, request=row, public_id=answer_file)
    response = HttpResponse(read_file(file=found.file), content_type=found.file.content_type)
    disposition = content_disposition_header(as_attachment=True, filename=found.file.name)
    response["Content-Disposition"] = disposition or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, no_store=True)
    return response


def request_row(incident: Incident, agency_request: UUID) -> AgencyRequest:
    """Return one request of the case, or 404."""
    return get_object_or_404(requests_of(incident), public_id=agency_request)


def _send(request: PortalRequest, incident: Incident, rows: list[AgencyRequest]) -> HttpResponse:
    back = redirect(address(request, "requests", case=incident.public_id))
    if not rows:
        messages.error(request, "Choose at least one agency to send to.")
        return redirect(address(request, "requests-send", case=incident.public_id))
    sent = 0
    for row in rows:
        with refusals_as_message(request):
            services.ask_agency(row=row, by=request.user, at=moment.now())
            sent += 1
    if sent:
        messages.success(request, f"Sent: {sent}. The e-mails leave within a minute.")
    return back


def _usual_day(today: date) -> date:
    return add_working_days(today, USUAL_DAYS, set(calendar().holidays))


def _trail(request: PortalRequest, incident: Incident) -> list[Link]:
    return [
        Link("On the clock", address(request, "clock")),
        Link(incident.reference, case_address(request, incident)),
        Link("Agencies", address(request, "requests", case=incident.public_id)),
    ]
