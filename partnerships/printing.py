"""How the portal's pages for paper become PDFs: with its style sheets, its folders, its address.

`foundation.pdf` knows how a PDF is made; this module knows from what. It reads no row, so a job may
call it outside the partnership's context: laying out takes seconds and must hold no transaction.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from krscp_portal.foundation import pdf
from krscp_portal.foundation.errors import DomainError
from partnerships.jobs import Produced, Progress

PDF_TYPE = "application/pdf"
STYLES = ("css/print.css", "css/document-print.css")
CHECKING = "Checking that everybody can read it"
PERCENT = dict(zip((*pdf.STEPS, CHECKING), (5, 15, 70, 85, 95), strict=True))


def print_document(
    html: str, *, title: str, made_at: datetime, name: str, progress: Progress
) -> Produced:
    """Return a document as a tagged PDF, telling each step.

    Refuses a PDF with which the accessibility checks find fault: it never becomes ready.
    """
    content = print_pages(
        html,
        title=title,
        made_at=made_at,
        on_step=lambda step: progress(step, PERCENT[step]),
    )
    progress(CHECKING, PERCENT[CHECKING])
    if found := pdf.problems(content):
        raise DomainError(f"The PDF is not accessible: {'; '.join(found)}", code="pdf-problems")
    return Produced(name=name, content_type=PDF_TYPE, content=content)


def print_pages(
    html: str,
    *,
    title: str,
    made_at: datetime,
    styles: Sequence[str] = STYLES,
    on_step: Callable[[str], None] | None = None,
) -> bytes:
    """Return pages as the bytes of a tagged PDF, unchecked; refuse where a style sheet is missing."""
    return pdf.render(
        html,
        title=title,
        made_at=made_at,
        stylesheets=[_stylesheet(name) for name in styles],
        roots=[Path(folder) for folder in settings.STATICFILES_DIRS],
        site=f"{settings.PUBLIC_URL}/",
        on_step=on_step,
    )


def _stylesheet(name: str) -> Path:
    found = finders.find(name)
    if not found:
        raise DomainError("The style sheet for PDFs is missing from this server.", code="no-styles")
    return Path(found)
