"""The note for a successor as a PDF: what a complete handover passed on, and to whom.

It says no more than the handover keeps: seats, roles and deadlines in words, cases by reference,
a restricted case without one, and the note in the leaver's or the manager's own words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from krscp_portal.foundation import pdf
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from partnerships import holdings, selectors
from partnerships.jobs import Produced, Progress
from partnerships.models import Handover, HandoverItem, Partnership

STYLES = ("css/print.css", "css/document-print.css")
CHECKING = "Checking that everybody can read it"
PERCENT = dict(zip((*pdf.STEPS, CHECKING), (5, 15, 70, 85, 95), strict=True))


@dataclass(frozen=True)
class Part:
    """What was handed over of one kind."""

    heading: str
    items: tuple[HandoverItem, ...]


def parts_of(items: list[HandoverItem]) -> list[Part]:
    """Return the items under the headings of their kinds, in the order of the kinds."""
    found = [
        Part(kind.heading, tuple(each for each in items if each.kind == kind.code))
        for kind in holdings.kinds()
    ]
    return [part for part in found if part.items]


def make_note(partnership_id: int, subject_id: UUID, progress: Progress) -> Produced:
    """Return the PDF of a complete handover, telling each step.

    Refuses a handover that goes on, and a PDF with which the accessibility checks find fault.
    """
    with tenant(partnership_id):
        handover = Handover.objects.select_related("leaver").get(public_id=subject_id)
        if handover.completed_at is None:
            raise DomainError("This handover is not complete.", code="handover-open")
        partnership = Partnership.objects.get(pk=partnership_id)
        context = {
            "handover": handover,
            "partnership": partnership,
            "parts": parts_of(selectors.items_of(handover)),
            "is_demonstration": bool(settings.DEMO_BANNER),
        }
        html = render_to_string("documents/handover/print.html", context)

    content = pdf.render(
        html,
        title=f"Handover of {handover.leaver.display_name}",
        made_at=handover.completed_at,
        stylesheets=[_stylesheet(name) for name in STYLES],
        roots=[Path(folder) for folder in settings.STATICFILES_DIRS],
        site=f"{settings.PUBLIC_URL}/",
        on_step=_teller(progress),
    )
    progress(CHECKING, PERCENT[CHECKING])
    if found := pdf.problems(content):
        raise DomainError(f"The PDF is not accessible: {'; '.join(found)}", code="pdf-problems")
    name = f"{partnership.slug}-handover-{handover.last_day.isoformat()}.pdf"
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
