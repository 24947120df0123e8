"""A report as a Word document: real headings, so that a reader can move by them."""

import io

import docx

from krscp_portal.foundation.templatetags.portal import moment
from partnerships.models import Partnership
from reviews.selectors.report_text import ReportText

DRAFT = "DRAFT: not signed by all three safeguarding partners"


def report_docx(text: ReportText, *, partnership: Partnership) -> bytes:
    """Return a report, with its mark, its version, its hash and its signatures."""
    made = docx.Document()
    made.core_properties.title = f"{text.title}, {text.reference}"
    made.core_properties.author = partnership.name
    made.core_properties.language = "en-GB"
    made.add_heading(f"{text.title}, {text.reference}", level=0)
    made.add_paragraph(partnership.name)
    if text.is_draft:
        made.add_paragraph(DRAFT)
    for passage in text.passages:
        made.add_heading(passage.title, level=1)
        for line in (passage.body or "Nothing is written here.").split("\n"):
            if line.strip():
                made.add_paragraph(line)
    _conclusion(made, text)
    _ending(made, text)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _conclusion(made: "docx.document.Document", text: ReportText) -> None:
    if text.outcome:
        made.add_heading("Outcome", level=1)
        made.add_paragraph(text.outcome)
        made.add_paragraph(text.rationale)
    if text.criteria:
        made.add_heading("Criteria and circumstances", level=1)
        for each in text.criteria:
            made.add_paragraph(f"{each.words} ({each.source})")
            made.add_paragraph(f"{each.answer}. {each.why}".strip())


def _ending(made: "docx.document.Document", text: ReportText) -> None:
    if text.number is None:
        return
    made.add_heading("Version and signatures", level=1)
    made.add_paragraph(f"Version {text.number}, frozen {moment(text.made_at)}.")
    made.add_paragraph(f"SHA-256: {text.sha256}")
    for row in (*text.checks, *text.signed):
        made.add_paragraph(f"{row.key}: {row.value}")
    if text.unsigned:
        made.add_paragraph(f"Still to sign: {', '.join(text.unsigned)}.")
