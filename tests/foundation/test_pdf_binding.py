"""Several PDFs become one, and a reader finds every page by its number."""

from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from pypdf import PdfReader

from krscp_portal.foundation import pdf, pdf_binding
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.pdf_binding import Piece

MADE = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


def made(*pages: str, title: str = "A paper", css: str = "") -> bytes:
    body = "".join(f'<p style="break-after: page">{words}</p>' for words in pages[:-1])
    html = f"<html lang='en'><body><h1>{title}</h1>{body}<p>{pages[-1]}</p></body></html>"
    return pdf.render(html, title=title, made_at=MADE, stylesheets=[css] if css else [])


def bare(pages: int, *, rotate: int = 0) -> bytes:
    """Pages with a word each and nothing else, as a scanner makes them."""
    out = BytesIO()
    with pikepdf.new() as new:
        for nth in range(pages):
            page = new.add_blank_page(page_size=(595, 842))
            page.obj.Rotate = rotate
            words = f"BT /F 12 Tf 100 400 Td (Scan {nth + 1}) Tj ET"
            page.obj.Contents = new.make_stream(words.encode())
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        new.save(out)
    return out.getvalue()


def locked(content: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(content)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def texts(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def test_pages_stand_behind_the_front_each_with_its_number() -> None:
    bound = pdf_binding.bind(
        made("What is talked about", title="Agenda"),
        [
            Piece("2.1", "Neglect", "2 Neglect", made("one", "two")),
            Piece("4.1", "Scans", "4 Data", bare(2)),
        ],
    )

    assert bound.places == ((2, 2), (4, 2))
    found = texts(bound.content)
    assert "What is talked about" in found[0]
    assert [page.split()[-1] for page in found[1:]] == ["2.1/1", "2.1/2", "4.1/1", "4.1/2"]


def test_a_viewer_is_told_title_language_bookmarks_and_labels() -> None:
    bound = pdf_binding.bind(
        made("x", title="Agenda"),
        [
            Piece("2.1", "Neglect", "2 Neglect", bare(2)),
            Piece("2.2", "More", "2 Neglect", bare(1)),
        ],
    )

    reader = PdfReader(BytesIO(bound.content))
    assert reader.metadata is not None
    assert reader.metadata.title == "Agenda"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"  # type: ignore[index]
    assert reader.page_labels == ["1", "2.1/1", "2.1/2", "2.2/1"]
    names = [each if isinstance(each, list) else each.title for each in reader.outline]
    assert names[-2] == "2 Neglect"
    assert [each.title for each in names[-1]] == ["2.1 Neglect", "2.2 More"]


def test_a_sheet_of_the_front_stands_where_its_paper_would() -> None:
    front = made("What is talked about", "Sheet of the Word paper", title="Agenda")

    bound = pdf_binding.bind(
        front, [Piece("1.1", "Scan", "1 One", bare(1)), Piece("2.1", "Word", "2 Two")]
    )

    assert bound.places == ((2, 1), (3, 1))
    assert "Sheet of the Word paper" in texts(bound.content)[2]
    assert "2.1/1" in texts(bound.content)[2]


def test_only_a_pack_of_our_own_pages_says_that_it_is_pdf_ua() -> None:
    alone = pdf_binding.bind(made("x", title="Agenda"), [])
    with_paper = pdf_binding.bind(made("x"), [Piece("1.1", "Scan", "1 One", bare(1))])

    assert pdf.problems(alone.content) == ()
    assert "The metadata do not say that this is PDF/UA-1." in pdf.problems(with_paper.content)


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_the_number_stands_in_the_corner_that_a_reader_sees(rotate: int) -> None:
    bound = pdf_binding.bind(made("x"), [Piece("1.1", "Scan", "1 One", bare(1, rotate=rotate))])

    found: list[tuple[float, float]] = []

    def look(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        if "1.1/1" in text:
            x, y = tm[4], tm[5]
            found.append((cm[0] * x + cm[2] * y + cm[4], cm[1] * x + cm[3] * y + cm[5]))

    PdfReader(BytesIO(bound.content)).pages[1].extract_text(visitor_text=look)
    (x, y) = found[0]
    corner = {0: (595, 842), 90: (0, 842), 180: (0, 0), 270: (595, 0)}[rotate]
    assert abs(x - corner[0]) < 70
    assert abs(y - corner[1]) < 70


def test_the_same_pieces_give_the_same_bytes() -> None:
    front, piece = made("x"), Piece("1.1", "Scan", "1 One", bare(3))

    assert pdf_binding.bind(front, [piece]) == pdf_binding.bind(front, [piece])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (locked(bare(1)), "pdf-password"),
        (b"%PDF-1.7 nothing of the kind", "pdf-damaged"),
        (bare(0), "pdf-empty"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        pdf_binding.pages_of(content)

    assert refused.value.code == code


def test_two_hundred_pages_are_counted() -> None:
    assert pdf_binding.pages_of(bare(200)) == 200
