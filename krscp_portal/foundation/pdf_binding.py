"""Several PDFs bound into one: pages stamped, labelled and bookmarked, nothing else of them changed.

`pages_of` says how many pages a file has, and refuses one that asks for a password or is damaged.
`bind` puts pieces behind a front part that this portal made, and keeps the front's title, language
and tags. A piece is as its author made it: one that carries no tags has none afterwards either, so
the whole no longer says of itself that it is PDF/UA.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf

from krscp_portal.foundation.errors import DomainError

LOCKED: Final = (
    "This PDF asks for a password, so nobody else could open it. Save it without one and choose "
    "that."
)
DAMAGED: Final = "This PDF is damaged and cannot be read. Save it anew and choose that."
EMPTY: Final = "This PDF has no pages."

UA_NAMESPACE: Final = "http://www.aiim.org/pdfua/ns/id/"
FONT: Final = Name("/PortalStamp")
SIZE: Final = 9.0
WIDE: Final = 0.556 * SIZE  # the width of a figure in Helvetica
EDGE: Final = 18.0  # points from the corner of the page
PADDING: Final = 3.0


@dataclass(frozen=True)
class Piece:
    """One paper: its number ("4.2"), what its bookmark says, under which heading, and its bytes.

    Without `content` it is a sheet: the next of the front part's last pages.
    """

    number: str
    title: str
    heading: str
    content: bytes | None = None


@dataclass(frozen=True)
class Bound:
    """The finished file, and for each piece its first page, counted from 1, and how many it has."""

    content: bytes
    places: tuple[tuple[int, int], ...]


def pages_of(content: bytes) -> int:
    """Return how many pages a PDF has; refuses one with a password, a damaged and an empty one."""
    with _opened(content) as pdf:
        if not (found := len(pdf.pages)):
            raise DomainError(EMPTY, code="pdf-empty")
        return found


def bind(front: bytes, pieces: Sequence[Piece]) -> Bound:
    """Put the pieces behind the front part, each page stamped "4.2/7" in its corner.

    The same input gives the same bytes. Bookmarks lead to each heading and each piece, and page
    labels say what the stamps say. Refuses what `pages_of` refuses.
    """
    with pikepdf.open(BytesIO(front)) as pdf:
        sheets = _take_sheets(pdf, sum(piece.content is None for piece in pieces))
        agenda_pages = len(pdf.pages)
        places = []
        for piece in pieces:
            first = len(pdf.pages) + 1
            count = _append(pdf, piece, sheets)
            places.append((first, count))
            for nth in range(count):
                _stamp(pdf, pdf.pages[first - 1 + nth], f"{piece.number}/{nth + 1}")
        _bookmark(pdf, pieces, places)
        _label(pdf, pieces, places, agenda_pages)
        if any(piece.content is not None for piece in pieces):
            _disclaim(pdf)
        out = BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return Bound(out.getvalue(), tuple(places))


def _opened(content: bytes) -> Pdf:
    try:
        return pikepdf.open(BytesIO(content))
    except pikepdf.PasswordError as error:
        raise DomainError(LOCKED, code="pdf-password") from error
    except pikepdf.PdfError as error:
        raise DomainError(DAMAGED, code="pdf-damaged") from error


def _take_sheets(pdf: Pdf, count: int) -> list[pikepdf.Page]:
    """Take the last pages of the front part out of it; they come back behind their items."""
    first = len(pdf.pages) - count
    taken = [pdf.pages[nth] for nth in range(first, len(pdf.pages))]
    for _sheet in taken:
        del pdf.pages[first]
    return taken


def _append(pdf: Pdf, piece: Piece, sheets: list[pikepdf.Page]) -> int:
    if piece.content is None:
        pdf.pages.append(sheets.pop(0))
        return 1
    with _opened(piece.content) as paper:
        count = len(paper.pages)
        pdf.pages.extend(paper.pages)
    for page in list(pdf.pages)[-count:]:
        # Marks of a structure tree that stays behind would point into the front part's.
        for key in (Name.StructParents, Name.B, Name.AA):
            if key in page.obj:
                del page.obj[key]
    return count


def _stamp(pdf: Pdf, page: pikepdf.Page, text: str) -> None:
    """Write the text into the upper right corner as a reader sees it, on white, as an artifact."""
    left, bottom, right, top = (float(each) for each in page.cropbox)
    width = len(text) * WIDE + 2 * PADDING
    height = SIZE + 2 * PADDING
    match int(page.obj.get("/Rotate", 0)) % 360:
        case 90:
            turn = f"0 1 -1 0 {left + EDGE + height:.2f} {top - EDGE - width:.2f}"
        case 180:
            turn = f"-1 0 0 -1 {left + EDGE + width:.2f} {bottom + EDGE + height:.2f}"
        case 270:
            turn = f"0 -1 1 0 {right - EDGE - height:.2f} {bottom + EDGE + width:.2f}"
        case _:
            turn = f"1 0 0 1 {right - EDGE - width:.2f} {top - EDGE - height:.2f}"
    drawn = (
        f"\nQ\n/Artifact BMC\nq {turn} cm 1 g 0 0 {width:.2f} {height:.2f} re f 0 g "
        f"BT {FONT} {SIZE} Tf {PADDING} {PADDING + 1} Td ({text}) Tj ET Q\nEMC\n"
    )
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(drawn.encode("ascii"))
    _give_font(pdf, page)


def _give_font(pdf: Pdf, page: pikepdf.Page) -> None:
    held: Any = page.resources
    resources: Any = Dictionary(held)
    fonts: Any = Dictionary(resources.get("/Font", Dictionary()))
    fonts[str(FONT)] = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    resources.Font = fonts
    page.obj.Resources = pdf.make_indirect(resources)


def _bookmark(pdf: Pdf, pieces: Sequence[Piece], places: list[tuple[int, int]]) -> None:
    with pdf.open_outline() as outline:
        heading: OutlineItem | None = None
        for piece, (first, _count) in zip(pieces, places, strict=True):
            if heading is None or heading.title != piece.heading:
                heading = OutlineItem(piece.heading, first - 1)
                outline.root.append(heading)
            heading.children.append(OutlineItem(f"{piece.number} {piece.title}", first - 1))


def _label(
    pdf: Pdf, pieces: Sequence[Piece], places: list[tuple[int, int]], agenda_pages: int
) -> None:
    """Let a viewer call each page what its stamp says; the agenda's own count 1, 2, 3."""
    numbers: list[Any] = [0, Dictionary(S=Name.D)] if agenda_pages else []
    for piece, (first, _count) in zip(pieces, places, strict=True):
        numbers += [first - 1, Dictionary(S=Name.D, P=f"{piece.number}/")]
    pdf.Root.PageLabels = Dictionary(Nums=Array(numbers))


def _disclaim(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for key in [each for each in metadata if each.startswith(f"{{{UA_NAMESPACE}}}")]:
            del metadata[key]
