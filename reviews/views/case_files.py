"""The file of a case or of a review for an inspection: asked for and taken on one page."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND, PortalRequest, refusals_as_message
from reviews.permissions import may_take_file
from reviews.selectors.copies import MOST, OF_A_CASE, OF_A_REVIEW, copies_of, is_ready
from reviews.services import case_files as services
from reviews.views.desks import Desk, on_desk
from reviews.views.downloads import as_download

FORMS = {
    "case": dict(zip(("zip", "pdf"), OF_A_CASE, strict=True)),
    "review": dict(zip(("zip", "pdf"), OF_A_REVIEW, strict=True)),
}


@on_desk("case file")
def page(request: PortalRequest, desk: Desk) -> HttpResponse:
    may_take_file(request.standing).or_raise()
    now = moment.now()
    jobs = list(copies_of(desk.subject, request.user, kinds=FORMS[desk.kind].values())[:MOST])
    context = {
        "heading": f"The file of this {desk.kind}",
        "made": [(each, is_ready(each, at=now)) for each in jobs if each.file_id],
        "last": jobs[0] if jobs and not jobs[0].file_id else None,
        "here": desk.address("file"),
    }
    return desk.show("reviews/file/page.html", context)


@on_desk("case file")
@require_POST
def make(request: PortalRequest, desk: Desk, form: str) -> HttpResponse:
    if form not in FORMS[desk.kind]:
        raise Http404(NOT_FOUND)
    with refusals_as_message(request):
        services.ask_for_file(
            subject=desk.subject, kind=FORMS[desk.kind][form], by=request.user, at=moment.now()
        )
        messages.success(request, "The file is being made. A notice tells you when it is ready.")
    return redirect(desk.address("file"))


@on_desk("case file")
def take(request: PortalRequest, desk: Desk, case_copy: UUID) -> HttpResponse:
    rows = copies_of(desk.subject, request.user, kinds=FORMS[desk.kind].values())
    job = rows.filter(public_id=case_copy).first()
    if job is None:
        raise Http404(NOT_FOUND)
    with refusals_as_message(request):
        made = services.take_file(subject=desk.subject, job=job, by=request.user, at=moment.now())
        return as_download(made.content, content_type=made.content_type, name=made.name)
    return redirect(desk.address("file"))
