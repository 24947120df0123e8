"""What the views of this app share: finding rows, and the way back."""

from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404
from django.urls import reverse

from krscp_portal.foundation.components import Link
from partnerships.doors import NOT_FOUND
from publications.models import Document, DocumentVersion, Section

Row = TypeVar("Row", bound=Model)


def find_document(public_id: UUID) -> Document:
    return _one(Document.objects.all(), public_id)


def find_section(public_id: UUID) -> Section:
    return _one(Section.objects.select_related("document"), public_id)


def find_version(public_id: UUID) -> DocumentVersion:
    related = ("document", "job", "file", "frozen_by", "published_by", "withdrawn_by")
    return _one(DocumentVersion.objects.select_related(*related), public_id)


def address(name: str, request: Any, **kwargs: Any) -> str:
    return reverse(
        f"publications:{name}", kwargs={"partnership": request.partnership.slug, **kwargs}
    )


def crumbs(request: Any, *documents: Document) -> list[Link]:
    home = Link(request.partnership.short_name, request.partnership.get_absolute_url())
    way = [home, Link("Arrangements", address("documents", request))]
    return way + [
        Link(each.title, address("document", request, document=each.public_id))
        for each in documents
    ]


def _one(rows: QuerySet[Row], public_id: UUID) -> Row:
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404(NOT_FOUND)
    return found
