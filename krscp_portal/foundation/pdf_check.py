"""What a screen-reader user would trip over in a PDF, as far as a program can tell.

The checks follow the machine-checkable part of PDF/UA-1 (ISO 14289-1) and the Matterhorn list that
matters for documents like ours. They promise no conformance: reading order, sense of the
alternative texts and plain language need a person, and veraPDF checks more.
"""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any, Final

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from krscp_portal.foundation.pdf_tags import (
    NOTHING,
    PRINT_FLAG,
    content_number,
    header_cells,
    kind,
    marked_numbers,
    walk,
)

HEADINGS: Final = ("H1", "H2", "H3", "H4", "H5", "H6")
SHOWS_TEXT: Final = frozenset(["Tj", "TJ", "'", '"'])
FILLS: Final = frozenset(["f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh"])
PAINTERS: Final = SHOWS_TEXT | FILLS | {"Do", "BI"}
FONT_FILES: Final = ("/FontFile", "/FontFile2", "/FontFile3")
UA: Final = "{http://www.aiim.org/pdfua/ns/id/}part"


def problems(pdf: bytes) -> tuple[str, ...]:
    """List what is wrong with the accessibility of `pdf`, one sentence each; empty when nothing is.

    Promises to open nothing else and to change nothing. A file that is no PDF is one problem.
    """
    try:
        with pikepdf.open(BytesIO(pdf)) as opened:
            return tuple(_all(opened))
    except pikepdf.PdfError:
        return ("This is not a PDF that can be read.",)


def _all(pdf: Pdf) -> Iterator[str]:
    yield from _about(pdf)
    yield from _fonts(pdf)
    yield from _links(pdf)
    if Name.StructTreeRoot not in pdf.Root:
        yield "There is no structure tree: a screen reader has nothing to read."
        return
    root = pdf.Root.StructTreeRoot
    yield from _elements(root)
    yield from _headings(root)
    yield from _content(pdf, root)


def _about(pdf: Pdf) -> Iterator[str]:
    with pdf.open_metadata() as metadata:
        if not str(pdf.docinfo.get("/Title", "")).strip() or not metadata.get("dc:title"):
            yield "There is no title."
        if metadata.get(UA) != "1":
            yield "The metadata do not say that this is PDF/UA-1."
    if not pdf.Root.get("/ViewerPreferences", NOTHING).get("/DisplayDocTitle"):
        yield "Viewers are not told to show the title."
    if not str(pdf.Root.get("/Lang", "")).strip():
        yield "There is no language."
    if not pdf.Root.get("/MarkInfo", NOTHING).get("/Marked"):
        yield "The file does not say that it is tagged."
    if not pdf.Root.get("/Outlines", NOTHING).get("/First"):
        yield "There are no bookmarks."


def _fonts(pdf: Pdf) -> Iterator[str]:
    for thing in pdf.objects:
        if not isinstance(thing, Dictionary) or thing.get("/Type") != Name.FontDescriptor:
            continue
        if not any(key in thing for key in FONT_FILES):
            yield f"The font {str(thing.get('/FontName', '?'))[1:]} is not embedded."


def _links(pdf: Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, start=1):
        notes = list(page.obj.get("/Annots", ()))
        if notes and page.obj.get("/Tabs") != Name.S:
            yield f"On page {number} links are not visited in reading order."
        for note in notes:
            if not str(note.get("/Contents", "")).strip():
                yield f"A link on page {number} does not say where it leads."
            if not int(note.get("/F", 0)) & PRINT_FLAG:
                yield f"A link on page {number} is not printed."
            if "/StructParent" not in note:
                yield f"A link on page {number} is not in the structure tree."


def _elements(root: Any) -> Iterator[str]:
    seen: set[bytes] = set()
    for element in walk(root):
        if kind(element) == "Figure" and not str(element.get("/Alt", "")).strip():
            yield "A figure has no alternative text."
        if kind(element) == "Table":
            yield from _table(element)
        if "/ID" in element:
            if bytes(element.ID) in seen:
                yield f"The identifier {element.ID} is used twice."
            seen.add(bytes(element.ID))


def _table(table: Any) -> Iterator[str]:
    headers = list(header_cells(table))
    if not headers:
        yield "A table has no header cells."
    for cell, _ in headers:
        if cell.get("/A", NOTHING).get("/Scope") is None:
            yield "A header cell does not say whether it heads a row or a column."


def _headings(root: Any) -> Iterator[str]:
    levels = [HEADINGS.index(kind(e)) + 1 for e in walk(root) if kind(e) in HEADINGS]
    if not levels:
        yield "There are no headings."
    if levels and levels[0] != 1:
        yield f"The first heading is of level {levels[0]}."
    for above, below in pairwise(levels):
        if below > above + 1:
            yield f"A heading of level {below} follows one of level {above}."


def _content(pdf: Pdf, root: Any) -> Iterator[str]:
    reached = marked_numbers(root)
    for number, page in enumerate(pdf.pages, start=1):
        known = reached.get(page.obj.objgen, set())
        marked, bare = _marked_on(page)
        if bare:
            yield f"Page {number} has content that is neither tagged nor an artifact."
        if marked - known:
            yield f"Page {number} has tagged content that the structure tree does not reach."
        if known - marked:
            yield f"The structure tree reaches for content that page {number} does not have."


def _marked_on(page: pikepdf.Page) -> tuple[set[int], bool]:
    """Return the content numbers of a page and whether anything is painted outside marks."""
    marked: set[int] = set()
    depth, bare = 0, False
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BDC", "BMC"):
            depth += 1
            number = content_number(instruction)
            marked |= set() if number is None else {number}
        elif operator == "EMC":
            depth -= 1
        bare = bare or (operator in PAINTERS and depth == 0)
    return marked, bare
