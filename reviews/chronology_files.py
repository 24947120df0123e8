"""A chronology as files: a spreadsheet, a Word document, a tagged PDF, each with its narrowing.

They name the case or the review by its reference alone, and children as the rows do: by pseudonym.
Every row goes into them, however many: a PDF is laid out in tables of two hundred rows, because
one table of thousands takes minutes, and from two thousand rows on in volumes, because laying out
takes memory with every page. Each writer tells how far it is, so that nobody takes it for dead.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
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
from partnerships.jobs import Produced, Progress
from partnerships.printing import PDF_TYPE, print_pages
from reviews.archiving import Entry, archive
from reviews.chronology_cells import COLUMNS
from reviews.selectors.chronology import Line

DOCX_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP_TYPE: Final = "application/zip"
IN_A_TABLE: Final = 200
IN_A_VOLUME: Final = 2_000
TOLD_EVERY: Final = 500
WRITING: Final = "Writing the rows"
PAPER_COLUMNS: Final = ("When", "Agency and record", "What happened", "Comment", "Practice note")
STYLES: Final = ("css/print.css", "css/chronology-print.css")


@dataclass(frozen=True, kw_only=True)
class About:
    """What a file says of itself: of which case or review, how narrowed, whose, made when."""

    reference: str
    narrowed: str
    partnership: str
    made_at: datetime

    @property
    def stem(self) -> str:
        """Return what the file is called, without its ending."""
        return f"{self.reference}-chronology"


Write = Callable[[Sequence[Line], About, Progress], Produced]


@dataclass(frozen=True)
class Stretch:
    """Rows that stand in one table, and their numbers."""

    first: int
    last: int
    lines: Sequence[Line]


def chronology_xlsx(lines: Sequence[Line], about: About, progress: Progress) -> Produced:
    """Return the rows as a workbook: real dates, and a sheet that says what it holds."""
    progress(WRITING, 10)
    said = [
        ("Reference", about.reference),
        ("Partnership", about.partnership),
        ("Narrowed to", about.narrowed or "Nothing: every row"),
        ("Made on", _made(about.made_at)),
    ]
    content = write_xlsx(
        Table(
            title="Chronology",
            columns=("Agency", *COLUMNS.values()),
            rows=[_cells(line) for line in lines],
        ),
        Table(title="About", columns=("What", "Value"), rows=said),
    )
    return Produced(f"{about.stem}.xlsx", XLSX_TYPE, content)


def chronology_docx(lines: Sequence[Line], about: About, progress: Progress) -> Produced:
    """Return the rows as a Word document on its side, its head row on every page."""
    made = docx.Document()
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    made.core_properties.title = _title(about)
    made.core_properties.author = about.partnership
    made.core_properties.language = "en-GB"
    made.add_heading(_title(about), level=0)
    made.add_paragraph(f"{about.partnership}. {_about(len(lines), about)}")
    table = made.add_table(rows=1, cols=len(PAPER_COLUMNS), style="Table Grid")
    for cell, title in zip(table.rows[0].cells, PAPER_COLUMNS, strict=True):
        cell.text = title
    _repeat(table.rows[0])
    for number, line in enumerate(lines):
        if number % TOLD_EVERY == 0:
            progress(WRITING, 90 * number // len(lines))
        for cell, text in zip(table.add_row().cells, _paper(line), strict=True):
            cell.text = text
    out = io.BytesIO()
    made.save(out)
    return Produced(f"{about.stem}.docx", DOCX_TYPE, out.getvalue())


def chronology_pdf(lines: Sequence[Line], about: About, progress: Progress) -> Produced:
    """Return the rows as a tagged PDF on its side; many rows as an archive of such volumes.

    Refuses a PDF with which the checks find fault.
    """
    count = max(1, -(-len(lines) // IN_A_VOLUME))
    volumes = []
    for number in range(count):
        stretches = _stretches(lines, number * IN_A_VOLUME)
        volumes.append(_volume(stretches, about, progress, number=number, of=count))
    if count == 1:
        return Produced(f"{about.stem}.pdf", PDF_TYPE, volumes[0])
    entries = [
        Entry(f"{about.stem}-{number}.pdf", content, about.made_at, f"Volume {number} of {count}")
        for number, content in enumerate(volumes, 1)
    ]
    said = {"reference": about.reference, "rows": str(len(lines)), "narrowed_to": about.narrowed}
    content = archive(entries, about=said, at=about.made_at)
    return Produced(f"{about.stem}.zip", ZIP_TYPE, content)


FORMATS: Final[Mapping[str, Write]] = {
    "docx": chronology_docx,
    "xlsx": chronology_xlsx,
    "pdf": chronology_pdf,
}
"""What a chronology is given as, by a word in addresses and in the kind of the work."""


def _stretches(lines: Sequence[Line], first: int) -> list[Stretch]:
    last = min(first + IN_A_VOLUME, len(lines))
    return [
        Stretch(start + 1, min(start + IN_A_TABLE, last), lines[start : start + IN_A_TABLE])
        for start in range(first, last, IN_A_TABLE)
    ]


def _volume(
    stretches: Sequence[Stretch], about: About, progress: Progress, *, number: int, of: int
) -> bytes:
    title = _title(about)
    last = stretches[-1].last if stretches else 0
    called = f"{title}, volume {number + 1} of {of}" if of > 1 else title
    html = render_to_string(
        "documents/chronology/print.html",
        {
            "title": called,
            "partnership": about.partnership,
            "about": _about(sum(len(each.lines) for each in stretches), about),
            "volume": f"Rows {stretches[0].first:,} to {last:,}." if of > 1 else "",
            "columns": PAPER_COLUMNS,
            "stretches": stretches,
            "is_demonstration": bool(settings.DEMO_BANNER),
        },
    )
    steps = iter(range(1, len(pdf.STEPS) + 1))
    each = 90 / of

    def tell(step: str) -> None:
        progress(step, int(each * (number + next(steps) / len(pdf.STEPS))))

    content = print_pages(html, title=called, made_at=about.made_at, styles=STYLES, on_step=tell)
    if found := pdf.problems(content):
        raise DomainError(f"The PDF is not accessible: {'; '.join(found)}", code="pdf-problems")
    return content


def _title(about: About) -> str:
    return f"Chronology, {about.reference}"


def _cells(line: Line) -> tuple[Cell, ...]:
    row = line.row
    return (row.organisation.name, *(getattr(row, name) for name in COLUMNS))


def _paper(line: Line) -> tuple[str, ...]:
    row = line.row
    teller = f"{row.organisation.name}\n{row.source}".strip()
    return (line.when, teller, row.event, row.comment, row.practice_note)


def _about(count: int, about: About) -> str:
    rows = "1 row" if count == 1 else f"{count:,} rows"
    part = f"Narrowed to: {about.narrowed}." if about.narrowed else "Nothing left out."
    return f"{rows}. {part} Made on {_made(about.made_at)}. Confidential."


def _made(at: datetime) -> str:
    there = local(at)
    return f"{in_words(there)} at {there:%H:%M}"


def _repeat(row: object) -> None:
    """Let a table's first row stand on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # type: ignore[attr-defined]
