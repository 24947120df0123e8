"""The rows of a chronology as files: asked for as they are narrowed, made, taken away."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from krscp_portal.foundation.components import Link
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_as_message
from reviews.chronology_files import FORMATS
from reviews.selectors.chronology import narrowed
from reviews.selectors.copies import CHRONOLOGIES, KEPT_FOR, MOST, copies_of, is_ready
from reviews.services import chronology_copies as services
from reviews.views.chronology import narrowing
from reviews.views.desks import Desk, on_desk
from reviews.views.downloads import as_download

KINDS = tuple(CHRONOLOGIES.values())
NAMES = {"docx": "Word document", "xlsx": "spreadsheet", "pdf": "PDF"}


@on_desk("chronology files")
def listed(request: PortalRequest, desk: Desk) -> HttpResponse:
    wanted, now = narrowing(request, desk).wanted(), moment.now()
    jobs = list(copies_of(desk.subject, request.user, kinds=KINDS)[:MOST])
    root = desk.address("chronology")
    context = {
        "heading": "Take the chronology away",
        "count": narrowed(desk.subject, wanted).count(),
        "wanted": wanted,
        "forms": NAMES.items(),
        "making": [each for each in jobs if not each.finished_at],
        "failed": next((each for each in jobs[:1] if each.error), None),
        "made": [each for each in jobs if is_ready(each, at=now)],
        "days": KEPT_FOR.days,
        "here": desk.address("chronology-files"),
        "query": request.GET.urlencode(),
        "breadcrumbs": [Link(desk.subject.reference, desk.home), Link("Chronology", root)],
    }
    return desk.show("reviews/chronology/files.html", context)


@on_desk("chronology files")
@require_POST
def make(request: PortalRequest, desk: Desk, form: str) -> HttpResponse:
    if form not in FORMATS:
        raise Http404(NOT_FOUND)
    wanted = narrowing(request, desk).wanted()
    with refusals_as_message(request):
        services.ask_for_rows(
            subject=desk.subject, form=form, wanted=wanted, by=request.user, at=moment.now()
        )
        messages.success(request, "The file is being made. A notice tells you when it is ready.")
    query = request.GET.urlencode()
    here = desk.address("chronology-files")
    return redirect(f"{here}?{query}" if query else here)


@on_desk("chronology file")
def take(request: PortalRequest, desk: Desk, chronology_copy: UUID) -> HttpResponse:
    mine = copies_of(desk.subject, request.user, kinds=KINDS)
    job = mine.filter(public_id=chronology_copy).first()
    if job is None:
        raise Http404(NOT_FOUND)
    with refusals_as_message(request):
        made = services.take_rows(subject=desk.subject, job=job, by=request.user, at=moment.now())
        return as_download(made.content, content_type=made.content_type, name=made.name)
    return redirect(desk.address("chronology-files"))
