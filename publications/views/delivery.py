"""Giving out what was published: a stored PDF as it was issued, a page as the record stands."""

from hashlib import sha256
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, quote_etag

from krscp_portal.foundation import moment
from partnerships.doors import NOT_FOUND
from partnerships.models import User
from publications.models import DocumentVersion
from publications.services import versions

FRESH_FOR = 3600  # seconds; a withdrawal must not linger in caches for longer


def pdf_response(
    request: Any, version: DocumentVersion, *, by: User | None, public: bool
) -> HttpResponse:
    """Return the PDF with its hash as ETag; a reader who has it already gets 304 and no count."""
    if version.file is None:
        raise Http404(NOT_FOUND)
    etag = quote_etag(version.pdf_sha256)
    answered = get_conditional_response(request, etag=etag)
    if answered is not None:
        return answered
    response = HttpResponse(versions.pdf_of(version), content_type=version.file.content_type)
    if request.method == "GET":
        versions.count_download(version=version, by=by, at=moment.now())
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    disposition = content_disposition_header(as_attachment=True, filename=version.file.name)
    response["Content-Disposition"] = disposition or "attachment"
    if public:
        patch_cache_control(response, public=True, max_age=FRESH_FOR, must_revalidate=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def page_response(request: Any, response: HttpResponse) -> HttpResponse:
    """Return a public page with the hash of its text as ETag; unchanged, a stranger gets 304.

    A page read from the record is asked for afresh each time: a name that was taken back, or the
    whole page, must not linger in caches even for an hour. What somebody signed in is given holds
    their own address, so it is never stored.
    """
    if request.user.is_authenticated:
        patch_cache_control(response, private=True, no_store=True)
        return response
    etag = quote_etag(sha256(response.content).hexdigest())
    response["ETag"] = etag
    patch_cache_control(response, public=True, no_cache=True)
    return get_conditional_response(request, etag=etag, response=response) or response
