from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from krscp_portal.foundation.errors import DomainError
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_as_message
from partnerships.models import Job
from reviews.models import Incident
from reviews.permissions import may_take_file
from reviews.selectors.case_file import KINDS, files_made
from reviews.selectors.copies import KEPT_FOR, is_ready
from reviews.services import case_files
from reviews.views.downloads import as_download
from reviews.views.pages import address, on_case, show

FORMS = dict(zip(("zip", "pdf"), KINDS, strict=True))


@on_case("case file")
def page(request: PortalRequest, incident: Incident) -> HttpResponse:
    may_take_file(request.standing).or_raise()
    jobs, now = files_made(incident, request.user), moment.now()
    context = {
        "heading": "The file of this case",
        "made": [(each, is_ready(each, at=now)) for each in jobs if each.file_id],
        "last": jobs[0] if jobs and not jobs[0].file_id else None,
        "days": KEPT_FOR.days,
    }
    return show(request, incident, "reviews/file/page.html", context)


@require_POST
@on_case("case file")
def make(request: PortalRequest, incident: Incident, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404(NOT_FOUND)
    with refusals_as_message(request):
        case_files.ask_for_file(
            incident=incident, kind=FORMS[form], by=request.user, at=moment.now()
        )
        messages.success(request, "The file is being made. A notice tells you when it is ready.")
    return redirect(address(request, "case-file", case=incident.public_id))


@on_case("case file")
def take(request: PortalRequest, incident: Incident, case_copy: UUID) -> HttpResponse:
    rows = Job.objects.filter(kind__in=KINDS, subject_id=incident.public_id)
    job = rows.select_related("file").filter(public_id=case_copy, requested_by=request.user).first()
    if job is None:
        raise Http404(NOT_FOUND)
    try:
        made = case_files.take_file(incident=incident, job=job, by=request.user, at=moment.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(address(request, "case-file", case=incident.public_id))
    return as_download(made.content, content_type=made.content_type, name=made.name)
