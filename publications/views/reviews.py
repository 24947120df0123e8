"""Published reviews: what was frozen for the public, from its publication until it is archived."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, quote_etag

from partnerships.doors import NOT_FOUND, public
from partnerships.services.files import read_file
from publications.selectors import reviews as reads
from publications.selectors.reviews import PublicReview
from publications.views.delivery import page_response
from publications.views.pages import address


@public
def listed(request: Any) -> HttpResponse:
    context = {"heading": "Published reviews", "rows": reads.published_reviews()}
    return page_response(request, render(request, "publications/reviews/list.html", context))


@public
def review(request: Any, reference: str) -> HttpResponse:
    """Show a review as it was published last; say of an archived one where it went."""
    found = _found(reference)
    if reference != found.reference:
        return _on(request, found)
    if found.archived_at is not None:
        return _gone(request, found)
    context = {"heading": found.title, "review": found}
    return page_response(request, render(request, "publications/reviews/detail.html", context))


@public
def version(request: Any, reference: str, number: int) -> HttpResponse:
    """Lead from any version that the public once read to what stands now, never to an older text."""
    found = _found(reference)
    if number not in found.numbers:
        raise Http404(NOT_FOUND)
    return _on(request, found)


@public
def pdf(request: Any, reference: str) -> HttpResponse:
    """Give the PDF as it was checked, with its hash; a cache must ask each time.

    What is corrected because a child could be recognised may not linger in caches even for an hour.
    """
    found = _found(reference)
    if found.archived_at is not None:
        return _gone(request, found)
    file = reads.file_of(found)
    etag = quote_etag(file.sha256)
    answered = get_conditional_response(request, etag=etag)
    if answered is not None:
        return answered
    response = HttpResponse(read_file(file=file), content_type=file.content_type)
    disposition = content_disposition_header(as_attachment=True, filename=file.name)
    response["ETag"] = etag
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = disposition or "attachment"
    patch_cache_control(response, public=True, no_cache=True)
    return response


def _on(request: Any, found: PublicReview) -> HttpResponse:
    to = address("published-review", request, reference=found.reference)
    return HttpResponsePermanentRedirect(to)


def _gone(request: Any, found: PublicReview) -> HttpResponse:
    context = {"heading": f"No longer on line: {found.title}", "review": found}
    gone = render(request, "publications/reviews/archived.html", context, status=410)
    return page_response(request, gone)


def _found(reference: str) -> PublicReview:
    found = reads.published_review(reference)
    if found is None:
        raise Http404(NOT_FOUND)
    return found
