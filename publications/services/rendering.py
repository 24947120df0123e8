"""The background work that makes a version's PDF: read, lay out, check, hand back the bytes."""

from uuid import UUID

from krscp_portal.foundation.context import tenant
from partnerships.jobs import Produced, Progress
from partnerships.models import Partnership
from partnerships.printing import print_document
from publications import documents
from publications.models import DocumentVersion


def make_pdf(partnership_id: int, subject_id: UUID, progress: Progress) -> Produced:
    """Return the PDF of a frozen version, telling each step.

    Opens the partnership only to read; laying out a document takes seconds and holds no transaction.
    Refuses a PDF that the accessibility checks find fault with: it never becomes ready.
    """
    with tenant(partnership_id):
        version = DocumentVersion.objects.select_related("document").get(public_id=subject_id)
        partnership = Partnership.objects.get(pk=partnership_id)
        html = documents.print_html(version, partnership=partnership)

    return print_document(
        html,
        title=f"{version.title}, version {version.number}",
        made_at=version.frozen_at,
        name=f"{partnership.slug}-{version.document.kind}-v{version.number}.pdf",
        progress=progress,
    )
