"""A chronology as files: a spreadsheet, a Word document, a tagged PDF, each with its narrowing.

They name the case or the review by its reference alone, and children as the rows do: by pseudonym.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

import docx
from django.conf import settings
from django.template.loader import render_to_string
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from krscp_portal.foundation import pdf
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local
from krscp_portal.foundation.spreadsheet_writing import XLSX_TYPE, Cell, Table, write_xlsx
from partnerships.printing import PDF_TYPE, print_pages
from reviews.chronology_cells import COLUMNS
from reviews.selectors.chronology import Line

DOCX_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Rows; a longer one would keep its reader waiting, and the web process from others.
MOST_IN_WORD: Final = 1_000
MOST_IN_PDF: Final = 200
PAPER_COLUMNS: Final = ("When", "Agency and record", "What happened", "Comment", "Practice note")
STYLES: Final = ("css/print.css", "css/chronology-print.css")
Write = Callable[..., bytes]


def chronology_xlsx(
    lines: Sequence[Line], *, reference: str, narrowed: str, partnership: str, made_at: datetime
) -> bytes:
    """Return the rows as a workbook: real dates, and a sheet that says what it holds."""
    rows = [_cells(line) for line in lines]
    about = [
        ("Reference", reference),
        ("Partnership", partnership),
        ("Narrowed to", narrowed or "Nothing: every row"),
        ("Made on", _made(made_at)),
    ]
    columns = ("Agency", *COLUMNS.values())
    return write_xlsx(
        Table(title="Chronology", columns=columns, rows=rows),
        Table(title="About", columns=("What", "Value"), rows=about),
    )


def chronology_docx(
    lines: Sequence[Line], *, reference: str, narrowed: str, partnership: str, made_at: datetime
) -> bytes:
    """Return the rows as a Word document on its side; refuse more rows than a document takes."""
    _refuse_long(lines, most=MOST_IN_WORD, what="A Word document")
    made = docx.Document()
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    made.core_properties.title = f"Chronology, {reference}"
    made.core_properties.author = partnership
    made.core_properties.language = "en-GB"
    made.add_heading(f"Chronology, {reference}", level=0)
    made.add_paragraph(f"{partnership}. {_about(lines, narrowed, made_at)}")
    table = made.add_table(rows=1, cols=len(PAPER_COLUMNS), style="Table Grid")
    for cell, title in zip(table.rows[0].cells, PAPER_COLUMNS, strict=True):
        cell.text = title
    _repeat(table.rows[0])
    for line in lines:
        for cell, text in zip(table.add_row().cells, _paper(line), strict=True):
            cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def chronology_pdf(
    lines: Sequence[Line], *, reference: str, narrowed: str, partnership: str, made_at: datetime
) -> bytes:
    """Return the rows as a tagged PDF on its side.

    Refuses more rows than a document takes, and a PDF with which the checks find fault.
    """
    _refuse_long(lines, most=MOST_IN_PDF, what="A PDF")
    title = f"Chronology, {reference}"
    html = render_to_string(
        "documents/chronology/print.html",
        {
            "title": title,
            "partnership": partnership,
            "about": _about(lines, narrowed, made_at),
            "columns": PAPER_COLUMNS,
            "lines": lines,
            "is_demonstration": bool(settings.DEMO_BANNER),
        },
    )
    content = print_pages(html, title=title, made_at=made_at, styles=STYLES)
    if found := pdf.problems(content):
        raise DomainError(f"The PDF is not accessible: {'; '.join(found)}", code="pdf-problems")
    return content


FORMATS: Final[Mapping[str, tuple[str, Write]]] = {
    "xlsx": (XLSX_TYPE, chronology_xlsx),
    "docx": (DOCX_TYPE, chronology_docx),
    "pdf": (PDF_TYPE, chronology_pdf),
}
"""The files that a chronology is given as, by the ending of their names."""


def _refuse_long(lines: Sequence[Line], *, most: int, what: str) -> None:
    if len(lines) > most:
        raise DomainError(
            f"{what} takes {most:,} rows at most. Narrow the chronology first, or take the "
            "spreadsheet, which takes them all.",
            code="too-long",
        )


def _cells(line: Line) -> tuple[Cell, ...]:
    row = line.row
    return (row.organisation.name, *(getattr(row, name) for name in COLUMNS))


def _paper(line: Line) -> tuple[str, ...]:
    row = line.row
    teller = f"{row.organisation.name}\n{row.source}".strip()
    return (line.when, teller, row.event, row.comment, row.practice_note)


def _about(lines: Sequence[Line], narrowed: str, made_at: datetime) -> str:
    rows = "1 row" if len(lines) == 1 else f"{len(lines)} rows"
    part = f"Narrowed to: {narrowed}." if narrowed else "Nothing left out."
    return f"{rows}. {part} Made on {_made(made_at)}. Confidential."


def _made(at: datetime) -> str:
    there = local(at)
    return f"{in_words(there)} at {there:%H:%M}"


def _repeat(row: object) -> None:
    """Let a table's first row stand on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # type: ignore[attr-defined]
