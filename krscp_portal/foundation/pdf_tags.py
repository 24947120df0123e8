"""Repairs to the tags of a WeasyPrint PDF, so that a screen reader meets what the page shows.

What WeasyPrint 70 leaves undone, each seen in its output: header cells do not say what they head;
running heads and feet are tagged content outside the structure tree instead of artifacts; a table
that breaks across pages becomes several tables with its header read out again; cell identifiers
have no index; link annotations do not print. PDF/UA-1 (ISO 14289-1) 7.1, 7.5 and 7.18 ask for these.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

PRINT_FLAG: Final = 4
NOWHERE: Final = -1
INNER_LINK: Final = "A link in this document"

Element = Any
"""A structure element: pikepdf types its members by what is asked of them, not by what they are."""


Pages = dict[tuple[int, int], pikepdf.Page]

NOTHING: Final = Dictionary()


def tidy(raw: bytes) -> bytes:
    """Return `raw` with its tags repaired, saved without anything that varies between runs.

    Promises that nothing visible changes. A file without a structure tree only gets the settings
    that need none; `pdf_check.problems` then says what is missing.
    """
    with pikepdf.open(BytesIO(raw)) as pdf:
        if Name.StructTreeRoot in pdf.Root:
            root = pdf.Root.StructTreeRoot
            _join_split_tables(pdf, root)
            _say_what_headers_head(root)
            _index_identifiers(pdf, root)
            _make_artifacts(pdf, root)
        _settle_links(pdf)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)

        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def kids(element: Element) -> list[Any]:
    """List what an element holds: other elements, content numbers and references."""
    held = element.K
    return list(held) if isinstance(held, Array) else [held]


def is_element(kid: Any) -> bool:
    """Say whether a kid is a structure element, not a content number or a reference."""
    return isinstance(kid, Dictionary) and "/S" in kid


def kind(element: Element) -> str:
    """Return an element's type: "Table", "TH", "H1"."""
    return str(element.S)[1:]


def walk(element: Element) -> Iterator[Element]:
    """Yield every structure element below `element`, in reading order."""
    for kid in kids(element):
        if is_element(kid):
            yield kid
            yield from walk(kid)


def marked_numbers(root: Element) -> dict[tuple[int, int], set[int]]:
    """Map each page (by its object number) to the content numbers that the tree reaches."""
    reached: dict[tuple[int, int], set[int]] = {}
    for element in walk(root):
        numbers = [kid for kid in kids(element) if isinstance(kid, int)]
        if numbers:
            reached.setdefault(element.Pg.objgen, set()).update(numbers)
    return reached


def header_cells(table: Element) -> Iterator[tuple[Element, bool]]:
    """Yield each header cell of a table with whether it heads a column (else a row)."""
    for row in (element for element in walk(table) if kind(element) == "TR"):
        cells = [kid for kid in kids(row) if is_element(kid)]
        in_head = kind(row.P) == "THead" or all(kind(cell) == "TH" for cell in cells)
        yield from ((cell, in_head) for cell in cells if kind(cell) == "TH")


def _tables(root: Element) -> list[Element]:
    return [element for element in walk(root) if kind(element) == "Table"]


def _say_what_headers_head(root: Element) -> None:
    for table in _tables(root):
        for cell, heads_column in header_cells(table):
            cell.A = Dictionary(cell.get("/A", Dictionary(O=Name.Table)))
            cell.A.Scope = Name.Column if heads_column else Name.Row


def _join_split_tables(pdf: Pdf, root: Element) -> None:
    """Make one table of the pieces that a page break made of it, and read its header once.

    WeasyPrint leaves no trace of which pieces belong together. They are taken to where one table
    ends a page, the next starts the following page without a caption, and both draw the same head.
    """
    order = {leaf.objgen: place for place, leaf in enumerate(_leaves(root))}
    pages = {page.obj.objgen: page for page in pdf.pages}
    # Everything is looked at before anything is moved: a long table is walked once, not per page.
    pieces = [_piece(table, order, pages) for table in _tables(root)]
    chain: list[Piece] = []
    for piece in pieces:
        if chain and not _goes_on(chain[-1], piece):
            _join(chain)
            chain = []
        chain.append(piece)
    _join(chain)


@dataclass(frozen=True, slots=True)
class Piece:
    """A table as it stands in the tree: where its content starts and ends, and its head."""

    table: Element
    parts: list[Element]
    first: tuple[int, tuple[int, int]]
    last: tuple[int, tuple[int, int]]
    head: list[bytes]


def _piece(table: Element, order: dict[tuple[int, int], int], pages: Pages) -> Piece:
    leaves = _leaves(table)
    ends = [(order[leaf.objgen], leaf.Pg.objgen) for leaf in (leaves[:1] + leaves[-1:])]
    ends = ends or [(NOWHERE, (0, 0))]
    parts = [kid for kid in kids(table) if is_element(kid)]
    return Piece(table, parts, ends[0], ends[-1], _head(parts, pages))


def _goes_on(piece: Piece, again: Piece) -> bool:
    """Say whether a page break, and nothing that is read, stands between two pieces of a table."""
    captioned = any(kind(part) == "Caption" for part in again.parts)
    touching = piece.last[0] + 1 == again.first[0] and piece.last[1] != again.first[1]
    return touching and not captioned and piece.head == again.head != []


def _leaves(element: Element) -> list[Element]:
    """List the elements that hold content themselves, in reading order."""
    return [part for part in walk(element) if any(isinstance(kid, int) for kid in kids(part))]


def _head(parts: list[Element], pages: Pages) -> list[bytes]:
    """Return what the head of a table draws, without where: the same words give the same bytes."""
    drawn: list[bytes] = []
    for part in parts:
        if kind(part) == "THead" and not _holds_links(part):
            for leaf in _leaves(part):
                numbers = {kid for kid in kids(leaf) if isinstance(kid, int)}
                drawn += _words(pages[leaf.Pg.objgen], numbers)
    return drawn


def _words(page: pikepdf.Page, numbers: set[int]) -> Iterator[bytes]:
    inside = False
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BDC", "EMC"):
            inside = content_number(instruction) in numbers
        elif inside and operator in ("Tf", "Tj", "TJ"):
            yield pikepdf.unparse_content_stream([instruction])


def _join(chain: list[Piece]) -> None:
    if len(chain) < 2:
        return
    table, parts = chain[0].table, chain[0].parts
    head = next(part for part in parts if kind(part) == "THead")
    for piece in chain[1:]:
        again = next(part for part in piece.parts if kind(part) == "THead")
        moved = [part for part in piece.parts if kind(part) != "THead"]
        _repoint(moved, _same_headers(again, head))
        # A foot is drawn at each break; the last one drawn is the one that ends the table.
        parts = [part for part in parts if kind(part) != "TFoot"] + moved
        _remove(piece.table)
    for part in parts:
        part.P = table
    table.K = Array(parts)


def _same_headers(again: Element, first: Element) -> dict[str, String]:
    """Map the identifiers of a repeated head to those of the head that stays."""
    names = ([cell.ID for cell in walk(head) if "/ID" in cell] for head in (again, first))
    return {str(old): new for old, new in zip(*names, strict=True)}


def _repoint(parts: list[Element], headers: dict[str, String]) -> None:
    for part in parts:
        for cell in walk(part):
            if "/Headers" in cell.get("/A", NOTHING):
                cell.A.Headers = Array(headers.get(str(name), name) for name in cell.A.Headers)


def _holds_links(element: Element) -> bool:
    return any("/Obj" in kid for part in walk(element) for kid in kids(part) if _is_reference(kid))


def _is_reference(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR


def _remove(element: Element) -> None:
    """Take an element out of the tree, and every parent that is left with nothing in it."""
    parent = element.P
    left = [kid for kid in kids(parent) if not _same(kid, element)]
    parent.K = Array(left)
    if not left and is_element(parent) and kind(parent) != "Document":
        _remove(parent)


def _same(kid: Any, element: Element) -> bool:
    return isinstance(kid, Object) and kid.is_indirect and kid.objgen == element.objgen


def _index_identifiers(pdf: Pdf, root: Element) -> None:
    """Write the name tree that a file must have once its elements carry identifiers."""
    named = {bytes(element.ID): element for element in walk(root) if "/ID" in element}
    if named:
        pairs = [part for key in sorted(named) for part in (String(key), named[key])]
        root.IDTree = pdf.make_indirect(Dictionary(Names=Array(pairs)))


def _make_artifacts(pdf: Pdf, root: Element) -> None:
    """Turn tagged content that the tree does not reach into artifacts, which readers pass over."""
    reached = marked_numbers(root)
    numbers = root.ParentTree.Nums
    owners = dict(zip(list(numbers)[::2], list(numbers)[1::2], strict=True))
    for page in pdf.pages:
        known = reached.get(page.obj.objgen, set())
        lost = _release(pdf, page, known)
        row = owners.get(page.obj.get("/StructParents"))
        for number in lost:
            if row is not None and number < len(row):
                row[number] = None


def _release(pdf: Pdf, page: pikepdf.Page, known: set[int]) -> list[int]:
    lost: list[int] = []
    script = []
    for instruction in pikepdf.parse_content_stream(page):
        number = content_number(instruction)
        if number is None or number in known:
            script.append(instruction)
            continue
        lost.append(number)
        operands = [Name.Artifact, Dictionary(Type=Name.Pagination)]
        script.append(pikepdf.ContentStreamInstruction(operands, pikepdf.Operator("BDC")))
    if lost:
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(script))
    return lost


def content_number(instruction: Any) -> int | None:
    """Return the content number that an instruction opens, or None where it opens none."""
    if str(instruction.operator) != "BDC":
        return None
    properties = instruction.operands[1]
    if not isinstance(properties, Dictionary) or "/MCID" not in properties:
        return None
    return int(properties.MCID)


def _settle_links(pdf: Pdf) -> None:
    for page in pdf.pages:
        for note in page.obj.get("/Annots", ()):
            note.F = int(note.get("/F", 0)) | PRINT_FLAG
            if not str(note.get("/Contents", "")):
                note.Contents = String(str(note.get("/A", NOTHING).get("/URI", INNER_LINK)))
        if "/Annots" in page.obj:
            page.obj.Tabs = Name.S
