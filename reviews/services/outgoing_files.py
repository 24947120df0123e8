"""The copy of a letter about delay or new information, as a tagged PDF made in the background."""

from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string

from krscp_portal.foundation.context import tenant
from partnerships.jobs import Produced, Progress
from partnerships.models import Partnership
from partnerships.printing import print_document
from reviews.models import Dispatch
from reviews.selectors.outgoing import LetterText, text_of_letter


def make_letter(partnership_id: int, subject_id: UUID, progress: Progress) -> Produced:
    """Return the copy of a letter for its one recipient."""
    with tenant(partnership_id):
        rows = Dispatch.objects.select_related("incident", "review")
        text = text_of_letter(rows.get(public_id=subject_id))
        partnership = Partnership.objects.get(pk=partnership_id)
    return letter_pdf(text, partnership=partnership, progress=progress)


def letter_pdf(text: LetterText, *, partnership: Partnership, progress: Progress) -> Produced:
    """Return a letter as a tagged PDF; its name is the reference and the recipient alone."""
    title = f"{text.about}, {text.reference}"
    html = render_to_string(
        "documents/outgoing/print.html",
        {
            "partnership": partnership,
            "text": text,
            "title": title,
            "is_demonstration": bool(settings.DEMO_BANNER),
        },
    )
    name = f"{text.reference.lower()}-letter-{text.recipient_code.replace('_', '-')}.pdf"
    return print_document(html, title=title, made_at=text.prepared_at, name=name, progress=progress)
