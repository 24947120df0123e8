"""From the record to a document: compose the text once, then dress it as a PDF.

`compose` reads the live blocks and turns the prose into safe HTML; what it returns is frozen into a
version. `print_html` puts a cover and a table of contents around a frozen text and reads nothing
of the record, so an issued document cannot change when the record does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from deadlines.models import GuidanceEdition
from krscp_portal.foundation import prose
from partnerships.models import Partnership
from publications.blocks import BLOCKS
from publications.models import Document, DocumentVersion, Section

PROSE_OFFSET = 2  # a document's own headings are of level 2, so typed ones begin at 3
NOTHING_YET = SafeString("<p>Nothing is recorded here yet.</p>")
NO_WORDS = "This section has no words yet."


@dataclass(frozen=True)
class ComposedSection:
    """One section as it will be read, and what a reader would trip over in it."""

    anchor: str
    heading: str
    html: SafeString
    section: Section
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Composed:
    """The whole text on one day."""

    title: str
    partnership_name: str
    edition: str
    sections: tuple[ComposedSection, ...]
    content: str

    @property
    def outline(self) -> list[dict[str, str]]:
        return [{"anchor": each.anchor, "heading": each.heading} for each in self.sections]


@dataclass(frozen=True)
class Printed:
    """What the print template is given."""

    title: str
    partnership_name: str
    edition: str
    number: int
    frozen_at: datetime
    outline: Sequence[dict[str, str]]
    content: SafeString
    address: str
    is_demonstration: bool


def compose(document: Document, *, partnership: Partnership, on: date) -> Composed:
    """Return the document's text on the day: prose sanitised, live blocks read from the record."""
    found = document.sections.in_place()
    sections = tuple(_compose_section(each, place, on) for place, each in enumerate(found, 1))
    return Composed(
        title=document.title,
        partnership_name=partnership.name,
        edition=_edition(partnership),
        sections=sections,
        content=render_to_string("documents/content.html", {"sections": sections}).strip(),
    )


def print_html(version: DocumentVersion, *, partnership: Partnership) -> str:
    """Return a frozen version with its cover and contents, ready for `partnerships.printing`."""
    kind = version.document.kind
    printed = Printed(
        title=version.title,
        partnership_name=version.partnership_name,
        edition=version.edition,
        number=version.number,
        frozen_at=version.frozen_at,
        outline=version.outline,
        content=frozen_html(version),
        is_demonstration=bool(settings.DEMO_BANNER),
        address=(f"{settings.PUBLIC_URL}/{partnership.slug}/published/{kind}/v{version.number}/"),
    )
    return render_to_string(f"documents/{kind}/print.html", {"version": printed})


def frozen_html(version: DocumentVersion) -> SafeString:
    """Return the frozen text for a template. It was sanitised before it was stored."""
    return mark_safe(version.content)  # noqa: S308 -- made by compose alone, and never changed


def prose_html(text: str) -> SafeString:
    """Return typed Markdown as it will stand in the document, wide tables framed."""
    html = prose.to_html(text, heading_offset=PROSE_OFFSET)
    framed = html.replace(
        "<table>",
        '<div class="portal-scroll" role="region" aria-label="Table" tabindex="0"><table>',
    ).replace("</table>", "</table></div>")
    return mark_safe(framed)  # noqa: S308 -- sanitised by foundation.prose


def _compose_section(section: Section, place: int, on: date) -> ComposedSection:
    parts = [prose_html(section.text)] if section.text.strip() else []
    problems = [problem.sentence for problem in prose.problems(section.text)]
    if section.block:
        block = BLOCKS[section.block]
        facts = block.read(on)
        if facts.is_empty:
            parts.append(NOTHING_YET)
            problems.append(f"Nothing is recorded yet. It is kept in “{block.kept_in}”.")
        else:
            parts.append(SafeString(render_to_string(block.template, {"facts": facts})))
    elif not parts:
        parts.append(NOTHING_YET)
        problems.append(NO_WORDS)
    return ComposedSection(
        anchor=f"s{place}-{slugify(section.heading)}",
        heading=f"{place}. {section.heading}",
        html=_joined(parts),
        section=section,
        problems=tuple(problems),
    )


def _joined(parts: Sequence[SafeString]) -> SafeString:
    return SafeString("\n".join(parts))


def _edition(partnership: Partnership) -> str:
    found = GuidanceEdition.objects.filter(key=partnership.edition).values_list("title", flat=True)
    return found.first() or ""
