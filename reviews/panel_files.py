"""A panel's minutes as a tagged PDF: who was there, the quorum, each item; a draft says that it is one."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string

from krscp_portal.foundation import pdf
from krscp_portal.foundation.errors import DomainError
from partnerships.printing import print_pages
from reviews.selectors.panel import PanelPage


def minutes_pdf(page: PanelPage, *, reference: str, partnership: str, made_at: datetime) -> bytes:
    """Return the minutes; they name the case by its reference and people by their posts.

    Refuses a PDF with which the accessibility checks find fault.
    """
    title = f"Minutes of the panel, {reference}"
    html = render_to_string(
        "documents/panel/print.html",
        {
            "title": title,
            "partnership": partnership,
            "page": page,
            "meeting": page.meeting,
            "is_demonstration": bool(settings.DEMO_BANNER),
        },
    )
    content = print_pages(html, title=title, made_at=made_at)
    if found := pdf.problems(content):
        raise DomainError(f"The PDF is not accessible: {'; '.join(found)}", code="pdf-problems")
    return content
