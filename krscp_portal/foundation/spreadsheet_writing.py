"""Tables of ours as spreadsheets (CSV, XLSX).

No cell runs when the file is opened (product anchors, 1.6): text that begins like a formula gets an
apostrophe in CSV, and is marked as text in XLSX. `spreadsheets` takes that apostrophe away again,
so that what was written is read back.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from krscp_portal.foundation.spreadsheets import flagged

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RUNS = re.compile(r"'*[=+\-@\t\r]")  # how a cell begins that a program runs, apostrophes or none

Cell = str | int | float | bool | date | None


@dataclass(frozen=True)
class Table:
    """Rows to write, under a title (the sheet's name) and a header."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]] = field(default=())


def write_csv(table: Table) -> bytes:
    """Return the table as CSV: UTF-8 with a byte order mark, and no cell that a program would run."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_harmless(each) for each in table.columns])
    writer.writerows([_csv_cell(each) for each in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(*tables: Table) -> bytes:
    """Return the tables as sheets of a workbook: bold frozen header, widths, real dates."""
    book = openpyxl.Workbook(write_only=True)
    for table in tables:
        _write_sheet(book, table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case datetime():
            return value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
    return str(value)


def _csv_cell(value: Cell) -> str:
    return _harmless(value) if isinstance(value, str) else _plain(value)


def _harmless(text: str) -> str:
    return f"'{text}" if RUNS.match(text) else text


def _write_sheet(book: Any, table: Table) -> None:
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", table.title)[:31] or "Sheet")
    sheet.freeze_panes = "A2"
    rows = [list(row) for row in table.rows]
    for index, column in enumerate(table.columns):
        texts = [_plain(row[index]) for row in rows[:200]]
        widest = max([len(column), *(len(text) for text in texts)])
        sheet.column_dimensions[get_column_letter(index + 1)].width = min(max(widest + 2, 10), 60)
    sheet.append([_xlsx_cell(sheet, text, bold=True) for text in table.columns])
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])


def _xlsx_cell(sheet: Any, value: Cell, *, bold: bool = False) -> Any:
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None)
    elif isinstance(value, bool):
        value = _plain(value)
    text = isinstance(value, str)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value) if text else value)
    if text:
        cell.data_type = "s"  # never a formula, whatever it begins with
        cell.quotePrefix = flagged(str(value))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    elif isinstance(value, date):
        cell.number_format = "d mmmm yyyy"
    if bold:
        cell.font = Font(bold=True)
    return cell
