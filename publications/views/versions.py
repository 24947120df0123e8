from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from krscp_portal.foundation import moment
from partnerships.doors import needs, refusals_as_message, refusals_on
from partnerships.roles import Permission
from publications import documents, selectors, transitions
from publications.forms import WithdrawForm
from publications.services import versions
from publications.views.delivery import pdf_response
from publications.views.pages import address, crumbs, find_document, find_version


@needs(Permission.DOCUMENT_EDIT)
@require_POST
def render_version(request: Any, document: UUID) -> HttpResponse:
    found = find_document(document)
    with refusals_as_message(request):
        version = versions.request_version(document=found, by=request.user, at=moment.now())
        return redirect(address("version", request, version=version.public_id))
    return redirect(address("document", request, document=found.public_id))


@needs(Permission.DOCUMENT_VIEW)
def version(request: Any, version: UUID) -> HttpResponse:
    found = find_version(version)
    return render(request, "publications/version/detail.html", _context(request, found))


@needs(Permission.DOCUMENT_VIEW)
def progress(request: Any, version: UUID) -> HttpResponse:
    """Answer htmx with the progress alone; when it is over, ask for the whole page."""
    found = find_version(version)
    context = _context(request, found)
    response = render(request, "publications/version/_progress.html", context)
    if not context["progress"].is_open:
        response["HX-Refresh"] = "true"
    return response


@needs(Permission.DOCUMENT_VIEW)
def read(request: Any, version: UUID) -> HttpResponse:
    found = find_version(version)
    context = {
        "version": found,
        "heading": found.title,
        "content": documents.frozen_html(found),
        "breadcrumbs": crumbs(request, found.document),
    }
    return render(request, "publications/version/read.html", context)


@needs(Permission.DOCUMENT_VIEW)
def download(request: Any, version: UUID) -> HttpResponse:
    found = find_version(version)
    return pdf_response(request, found, by=request.user, public=False)


@needs(Permission.DOCUMENT_EDIT)
@require_POST
def retry(request: Any, version: UUID) -> HttpResponse:
    found = find_version(version)
    with refusals_as_message(request):
        versions.retry_rendering(version=found, by=request.user, at=moment.now())
    return redirect(address("version", request, version=found.public_id))


@needs(Permission.DOCUMENT_PUBLISH)
def publish(request: Any, version: UUID) -> HttpResponse:
    found = find_version(version)
    back = address("version", request, version=found.public_id)
    if request.method == "POST":
        with refusals_as_message(request):
            versions.publish_version(version=found, by=request.user, at=moment.now())
            messages.success(request, f"Version {found.number} is public now.")
        return redirect(back)
    context = {
        "version": found,
        "current": selectors.current_version(kind=found.document.kind),
        "verdict": transitions.move(found.state, "published"),
        "heading": f"Publish version {found.number}?",
        "submit": "Publish it",
        "cancel_url": back,
        "breadcrumbs": crumbs(request, found.document),
    }
    return render(request, "publications/version/publish.html", context)


@needs(Permission.DOCUMENT_PUBLISH)
def withdraw(request: Any, version: UUID) -> HttpResponse:
    found = find_version(version)
    form = WithdrawForm(request.POST or None)
    back = address("version", request, version=found.public_id)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            versions.withdraw_version(
                version=found, **form.cleaned_data, by=request.user, at=moment.now()
            )
            messages.success(request, f"Version {found.number} has been withdrawn.")
            return redirect(back)
    context = {
        "form": form,
        "heading": f"Withdraw version {found.number}?",
        "submit": "Withdraw it",
        "dangerous": True,
        "cancel_url": back,
        "breadcrumbs": crumbs(request, found.document),
    }
    return render(request, "publications/version/withdraw.html", context)


@needs(Permission.DOCUMENT_EDIT)
@require_POST
def discard(request: Any, version: UUID) -> HttpResponse:
    found = find_version(version)
    with refusals_as_message(request):
        versions.discard_version(version=found, by=request.user, at=moment.now())
        messages.success(request, "The version has been discarded.")
    return redirect(address("document", request, document=found.document.public_id))


def _context(request: Any, found: Any) -> dict[str, Any]:
    can = request.standing.can
    return {
        "version": found,
        "heading": f"Version {found.number}",
        "caption": found.title,
        "state": found.get_state_display(),
        "tone": selectors.TONES[found.state],
        "progress": selectors.progress_of(version=found),
        "downloads": selectors.downloads_of(version=found),
        "may_edit": can(Permission.DOCUMENT_EDIT),
        "may_publish": can(Permission.DOCUMENT_PUBLISH)
        and transitions.move(found.state, "published"),
        "may_withdraw": can(Permission.DOCUMENT_PUBLISH)
        and transitions.move(found.state, "withdrawn"),
        "may_discard": can(Permission.DOCUMENT_EDIT) and transitions.move(found.state, "discarded"),
        "breadcrumbs": crumbs(request, found.document),
    }
