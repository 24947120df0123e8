"""Reads of documents, of versions, and of what the public is shown straight from the record."""

from publications.selectors.documents import (
    TONES,
    current_version,
    documents_in_order,
    downloads_of,
    earlier_versions,
    progress_of,
    public_version,
    published_documents,
    ready_to_publish,
    versions_of,
)
from publications.selectors.pages import (
    changes_since,
    page_facts,
    page_row,
    page_rows,
    pages_to_confirm,
    reminders_of_pages,
    shown_page,
    shown_pages,
)
from publications.selectors.structure import Structure, ended_group, group_called, structure
from publications.selectors.whos_who import agency_called, whos_who

__all__ = [
    "TONES",
    "Structure",
    "agency_called",
    "changes_since",
    "current_version",
    "documents_in_order",
    "downloads_of",
    "earlier_versions",
    "ended_group",
    "group_called",
    "page_facts",
    "page_row",
    "page_rows",
    "pages_to_confirm",
    "progress_of",
    "public_version",
    "published_documents",
    "ready_to_publish",
    "reminders_of_pages",
    "shown_page",
    "shown_pages",
    "structure",
    "versions_of",
    "whos_who",
]
