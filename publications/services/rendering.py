"""The background work that makes a version's PDF: read, lay out, check, hand back the bytes."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.staticfiles import finders

from krscp_portal.foundation import pdf
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from partnerships.jobs import Produced, Progress
from partnerships.models import Partnership
from publications import documents
from publications.models import DocumentVersion

PRINT_STYLES = ("css/print.css", "css/document-print.css")
CHECKING = "Checking that everybody can read it"
PERCENT = dict(zip((*pdf.STEPS, CHECKING), (5, 15, 70, 85, 95), strict=True))


def make_pdf(partnership_id: int, subject_id: UUID, progress: Progress) -> Produced:
    """Return the PDF of a frozen version, telling each step.

    Opens the partnership only to read; laying out a document takes seconds and holds no transaction.
    Refuses a PDF that the accessibility checks find fault with: it never becomes ready.
    """
    with tenant(partnership_id):
        version = DocumentVersion.objects.select_related("document").get(public_id=subject_id)
        partnership = Partnership.objects.get(pk=partnership_id)
        html = documents.print_html(version, partnership=partnership)

    content = pdf.render(
        html,
        title=f"{version.title}, version {version.number}",
        made_at=version.frozen_at,
        stylesheets=[_stylesheet(name) for name in PRINT_STYLES],
        roots=[Path(folder) for folder in settings.STATICFILES_DIRS],
        site=f"{settings.PUBLIC_URL}/",
        on_step=_teller(progress),
    )

    progress(CHECKING, PERCENT[CHECKING])
    found = pdf.problems(content)
    if found:
        raise DomainError(f"The PDF is not accessible: {'; '.join(found)}", code="pdf-problems")
    name = f"{partnership.slug}-{version.document.kind}-v{version.number}.pdf"
    return Produced(name=name, content_type="application/pdf", content=content)


def _teller(progress: Progress) -> Callable[[str], None]:
    def tell(step: str) -> None:
        progress(step, PERCENT[step])

    return tell


def _stylesheet(name: str) -> Path:
    found = finders.find(name)
    if not found:
        raise DomainError("The style sheet for PDFs is missing from this server.", code="no-styles")
    return Path(found)
