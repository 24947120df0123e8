"""The note for a successor as a PDF: what a complete handover passed on, and to whom.

It says no more than the handover keeps: seats, roles and deadlines in words, cases by reference,
a restricted case without one, and the note in the leaver's or the manager's own words.
"""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from partnerships import holdings, selectors
from partnerships.jobs import Produced, Progress
from partnerships.models import Handover, HandoverItem, Partnership
from partnerships.printing import print_document


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

    return print_document(
        html,
        title=f"Handover of {handover.leaver.display_name}",
        made_at=handover.completed_at,
        name=f"{partnership.slug}-handover-{handover.last_day.isoformat()}.pdf",
        progress=progress,
    )
