"""Spreadsheets that come from people (CSV, XLSX), as text.

Reading is strict, because what is misread here becomes a record: each refusal is one sentence that
says which row or column is at fault. Nothing in a file is ever executed: formulas are refused in
XLSX, and in CSV a cell that a spreadsheet program would run stays the text that it is. The
apostrophe that `spreadsheet_writing` puts before such a text is taken away again.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import PurePath
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from charset_normalizer import from_bytes
from defusedxml import DefusedXmlException
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from krscp_portal.foundation.errors import DomainError

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 40 * 1024 * 1024  # of an XLSX file, which is a compressed archive
MAX_ROWS = 5_000  # without the header
MAX_COLUMNS = 60
MAX_TEXT = 5_000
LAST_ROW_OF_A_SHEET = 1_048_576

ESCAPED = re.compile(r"'+[=+\-@\t\r]")
LOOKS_LIKE_FORMULA = re.compile(r"[=+\-@]")
LOST = "\N{REPLACEMENT CHARACTER}"
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?"')
ENCODINGS = ("cp1252", "mac_roman")  # what spreadsheet programs here write, when not UTF-8
DELIMITERS = ",;\t"
OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # the archive of .xls files, and of encrypted .xlsx files
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Unreadable(DomainError):
    """The file cannot be taken as it is; the sentence says why and what to do."""


@dataclass(frozen=True)
class Sheet:
    """What a file holds, as text: `rows[0]` is the row numbered 2, for the header is row 1.

    A blank row in the middle stays, empty, so that numbers agree with the file. `remarks` are
    sentences that its owner should read.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remarks: tuple[str, ...] = ()


def read(*, name: str, content: bytes, most: int = MAX_ROWS) -> Sheet:
    """Return what an uploaded CSV or XLSX file holds, of at most so many rows.

    Refuses with `Unreadable`: another type of file, too many bytes, rows or columns, an empty file,
    a header that is missing, merged or says a name twice, a password, a damaged file or one that
    unpacks to too much, formulas, merged cells, text in two encodings.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable(
            f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.", code="too-large"
        )
    if not content.strip():
        raise Unreadable("The file is empty.", code="empty")
    match PurePath(name.lower()).suffix:
        case ".csv":
            rows, remarks = _read_csv(content, most)
        case ".xlsx":
            rows, remarks = _read_xlsx(content, most)
        case _:
            raise Unreadable("Upload a CSV file or an XLSX spreadsheet.", code="wrong-type")
    return _sheet(rows, remarks)


def flagged(text: str) -> bool:
    """Say whether a cell begins as a formula does; it is kept as text, and shown as such."""
    return bool(LOOKS_LIKE_FORMULA.match(text))


# --- reading


def _read_csv(content: bytes, most: int) -> tuple[list[list[str]], list[str]]:
    if content.startswith((b"PK\x03\x04", OLD_OFFICE)):
        raise Unreadable("This is no CSV file, whatever its name says.", code="wrong-type")
    text, remarks = _decoded(content)
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append([_unescaped(cell) for cell in row])
            _count(len(rows), row, most)
    except csv.Error as error:
        raise Unreadable(
            f"Row {len(rows) + 1} cannot be read: a quotation mark is missing or out of place.",
            code="broken-row",
        ) from error
    return rows, remarks


def _decoded(content: bytes) -> tuple[str, list[str]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), []
        except UnicodeDecodeError as error:
            raise Unreadable("The text of this file cannot be read.", code="encoding") from error
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return _decoded_otherwise(content)


def _decoded_otherwise(content: bytes) -> tuple[str, list[str]]:
    """Return text that is not UTF-8; refuse where some lines are and some are not."""
    special = [
        (number, _is_utf8(line))
        for number, line in enumerate(content.splitlines(), start=1)
        if not line.isascii()
    ]
    if len({is_utf8 for _, is_utf8 in special}) > 1:
        line = next(number for number, is_utf8 in special if not is_utf8)
        raise Unreadable(
            f"Row {_row_of_line(content, line)} is written in another encoding than the rest. "
            "Open the file in your spreadsheet program and save it as CSV UTF-8.",
            code="mixed-encodings",
        )
    best = from_bytes(content, cp_isolation=list(ENCODINGS)).best()
    encoding = best.encoding if best else ENCODINGS[0]
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Unreadable(
            f"Row {_row_of_line(content, line)} holds characters that cannot be read. "
            "Save the file as CSV UTF-8.",
            code="encoding",
        ) from error
    return text, ["The file is not in UTF-8. Look at names with accents and at apostrophes."]


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _row_of_line(content: bytes, line: int) -> int:
    """Return the number of the row that holds a line: a quoted cell may run over several."""
    reader = csv.reader(io.StringIO(content.decode("latin-1"), newline=""))
    for row, _cells in enumerate(reader, start=1):
        if reader.line_num >= line:
            return row
    return line


def _read_xlsx(content: bytes, most: int) -> tuple[list[list[str]], list[str]]:
    if content.startswith(OLD_OFFICE):
        if ENCRYPTED in content:
            raise Unreadable(
                "The file is protected by a password. Save it without one.", code="password"
            )
        raise Unreadable("This is an old spreadsheet. Save it as XLSX.", code="wrong-type")
    damaged = Unreadable("The file is damaged, or is no XLSX spreadsheet.", code="damaged")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        _check_archive(archive)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        sheet = next((each for each in book.worksheets if each.sheet_state == "visible"), None)
        if sheet is None:
            raise damaged
        _refuse_merged(archive.read(sheet._worksheet_path.lstrip("/")))
        rows = list(_xlsx_rows(sheet, most))
    except (
        zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, ParseError, TypeError,
        AttributeError, IndexError, InvalidFileException, DefusedXmlException,
        RuntimeError, SyntaxError, OverflowError,
    ) as error:  # fmt: skip
        raise damaged from error
    remarks = (
        [f"Only the first sheet, {sheet.title}, was read."] if len(book.sheetnames) > 1 else []
    )
    return rows, remarks


def _check_archive(archive: zipfile.ZipFile) -> None:
    if sum(each.file_size for each in archive.infolist()) > MAX_UNPACKED_BYTES:
        raise Unreadable("The file unpacks to too much to be a list.", code="too-large")
    if any(each.filename.lower().endswith("vbaproject.bin") for each in archive.infolist()):
        raise Unreadable("The file holds macros. Save it as plain XLSX.", code="wrong-type")


def _refuse_merged(xml: bytes) -> None:
    for _left, top, _right, _bottom in MERGED.findall(xml):
        row = int(top)
        what = "The header has" if row == 1 else f"Row {row} has"
        raise Unreadable(
            f"{what} merged cells. Each column needs a cell of its own: unmerge them.",
            code="merged",
        )


def _xlsx_rows(sheet: Any, most: int) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
    header = next(sheet.iter_rows(min_row=1, max_row=1), ())
    if any(cell.value not in {None, ""} for cell in header[MAX_COLUMNS:]):
        raise Unreadable(f"The file has more than {MAX_COLUMNS} columns.", code="too-wide")
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1):
        if number > LAST_ROW_OF_A_SHEET:
            raise ValueError("a row beyond the last one")
        row = [_cell_text(cell, number) for cell in cells]
        _count(number, row, most)
        if number <= most + 1:
            yield row


def _cell_text(cell: Any, row: int) -> str:
    value = cell.value
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case datetime():
            whole = value.time() == time.min
            return value.date().isoformat() if whole else value.isoformat(" ", "minutes")
        case float() if value.is_integer():
            return str(int(value))
    where = f"Row {row}, column {get_column_letter(cell.column)}"
    if cell.data_type == "f":
        raise Unreadable(
            f"{where} holds a formula. Copy the column and paste its values alone.", code="formula"
        )
    if cell.data_type == "e":
        raise Unreadable(f"{where} holds an error ({value}).", code="error-value")
    return str(value)


def _count(number: int, row: Sequence[str], most: int) -> None:
    if len(row) > MAX_COLUMNS:
        raise Unreadable(f"The file has more than {MAX_COLUMNS} columns.", code="too-wide")
    if number > most + 1 and any(cell.strip() for cell in row):
        raise Unreadable(
            f"The file has more than {most:,} rows. Divide it into several.", code="too-many"
        )


def _sheet(rows: list[list[str]], remarks: list[str]) -> Sheet:
    cleaned = [_clean_row(row, number) for number, row in enumerate(rows, start=1)]
    while cleaned and not any(cleaned[-1]):
        cleaned.pop()
    if not cleaned:
        raise Unreadable("The file is empty.", code="empty")
    header, body = cleaned[0], cleaned[1:]
    _check_header(header, body)
    if not body:
        raise Unreadable("The file has a header and no row under it.", code="empty")
    width = max(index + 1 for index, text in enumerate(header) if text)
    padded = tuple(tuple((row + [""] * width)[:width]) if any(row) else () for row in body)
    return Sheet(tuple(header[:width]), padded, tuple(remarks))


def _clean_row(row: list[str], number: int) -> list[str]:
    cleaned = [cell.strip() for cell in row]
    for cell in cleaned:
        if LOST in cell or UNREADABLE.search(cell):
            raise Unreadable(
                f"Row {number} holds characters that cannot be read. Save the file as CSV UTF-8.",
                code="encoding",
            )
        if len(cell) > MAX_TEXT:
            raise Unreadable(
                f"Row {number} holds a text of more than {MAX_TEXT:,} characters.", code="too-long"
            )
    return cleaned


def _check_header(header: list[str], body: list[list[str]]) -> None:
    if not any(header):
        raise Unreadable("The first row must hold the names of the columns.", code="no-header")
    seen: dict[str, int] = {}
    for index, text in enumerate(header):
        if text and text.casefold() in seen:
            columns = f"{get_column_letter(seen[text.casefold()] + 1)} and "
            columns += get_column_letter(index + 1)
            raise Unreadable(
                f"Columns {columns} have the same name, {text}.", code="duplicate-column"
            )
        seen.setdefault(text.casefold(), index)
    for number, row in enumerate(body, start=2):
        for index, cell in enumerate(row):
            if cell and (index >= len(header) or not header[index]):
                raise Unreadable(
                    f"Row {number} has something in column {get_column_letter(index + 1)}, "
                    "which has no name in the first row.",
                    code="no-header",
                )


def _unescaped(text: str) -> str:
    return text[1:] if ESCAPED.match(text) else text
