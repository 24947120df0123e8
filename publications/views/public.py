"""What anybody may read, signed in or not: published versions and nothing else."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from governance.selectors.public_minutes import published_minutes
from partnerships.doors import NOT_FOUND, public
from publications import documents, selectors
from publications.enums import VersionState
from publications.models import DocumentVersion
from publications.selectors.reviews import has_published_reviews
from publications.views.delivery import pdf_response


@public
def published(request: Any) -> HttpResponse:
    context = {
        "heading": "What we publish",
        "rows": selectors.published_documents(),
        "shown": selectors.shown_pages(),
        "has_minutes": published_minutes().exists(),
        "has_reviews": has_published_reviews(),
    }
    return render(request, "publications/public/list.html", context)


@public
def current(request: Any, kind: str) -> HttpResponse:
    return _page(request, _found(selectors.current_version(kind=kind)))


@public
def numbered(request: Any, kind: str, number: int) -> HttpResponse:
    found = _found(selectors.public_version(kind=kind, number=number))
    if found.state == VersionState.WITHDRAWN:
        return _gone(request, found)
    return _page(request, found)


@public
def numbered_pdf(request: Any, kind: str, number: int) -> HttpResponse:
    found = _found(selectors.public_version(kind=kind, number=number))
    if found.state == VersionState.WITHDRAWN:
        return _gone(request, found)
    by = request.user if request.user.is_authenticated else None
    return pdf_response(request, found, by=by, public=True)


def _page(request: Any, version: DocumentVersion) -> HttpResponse:
    context = {
        "version": version,
        "heading": version.title,
        "content": documents.frozen_html(version),
        "others": selectors.earlier_versions(version=version),
        "is_current": version.state == VersionState.PUBLISHED,
    }
    return render(request, "publications/public/version.html", context)


def _gone(request: Any, version: DocumentVersion) -> HttpResponse:
    context = {"version": version, "heading": f"Version {version.number} has been withdrawn"}
    return render(request, "publications/public/withdrawn.html", context, status=410)


def _found(version: DocumentVersion | None) -> DocumentVersion:
    if version is None:
        raise Http404(NOT_FOUND)
    return version
