from io import BytesIO

import pikepdf
import pytest
import weasyprint

from krscp_portal.foundation.pdf import problems
from krscp_portal.foundation.pdf_tags import kind, tidy, walk
from tests.foundation.sample import small

TABLE = (
    "<table><thead><tr><th>A</th><th>B</th></tr></thead>"
    "<tbody><tr><th>C</th><td>D</td></tr></tbody></table>"
)
LINK = '<h1>A</h1><a href="https://a.example/">A link</a>'


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>A</p>", ("There are no bookmarks.", "There are no headings.")),
        ("<h2>A</h2>", ("The first heading is of level 2.",)),
        ("<h1>A</h1><h3>B</h3>", ("A heading of level 3 follows one of level 1.",)),
        ('<h1>A</h1><img src="/static/dot.svg">', ("A figure has no alternative text.",)),
        ("<h1>A</h1><svg width='9' height='9'></svg>", ("A figure has no alternative text.",)),
        (
            "<h1>A</h1><table><tr><td>B</td></tr></table>",
            ("A table has no header cells.",),
        ),
    ],
)
def test_what_only_the_author_can_mend_is_named(body, found, tmp_path):
    (tmp_path / "dot.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9"/>')

    assert problems(small(body, roots=[tmp_path])) == found


def test_a_file_without_tags_or_without_sense_is_named():
    plain = weasyprint.HTML(string="<p>A</p>").write_pdf()

    assert problems(b"no PDF") == ("This is not a PDF that can be read.",)
    assert problems(plain) == (
        "There is no title.",
        "The metadata do not say that this is PDF/UA-1.",
        "Viewers are not told to show the title.",
        "There is no language.",
        "The file does not say that it is tagged.",
        "There are no bookmarks.",
        "There is no structure tree: a screen reader has nothing to read.",
    )
    assert problems(tidy(plain))[2] == "There is no language."


def spoilt(pdf: bytes, spoil) -> tuple[str, ...]:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        spoil(opened)
        opened.save(out)
    return problems(out.getvalue())


def _bare(pdf):
    pdf.pages[0].contents_add(b"0 0 9 9 re f")


def _unread(pdf):
    pdf.pages[0].Contents = pdf.make_stream(b"")


def _fontless(pdf):
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            thing.FontName = pikepdf.Name("/Lost")
            del thing["/FontFile2"]
            return


def _mute_links(pdf):
    note = pdf.pages[0].Annots[0]
    del note["/Contents"], note["/StructParent"], pdf.pages[0].obj["/Tabs"]


def _twins(pdf):
    for cell in walk(pdf.Root.StructTreeRoot):
        if kind(cell) == "TH":
            cell.ID = pikepdf.String("same")


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (_bare, ("Page 1 has content that is neither tagged nor an artifact.",)),
        (_unread, ("The structure tree reaches for content that page 1 does not have.",)),
        (_fontless, ("The font Lost is not embedded.",)),
        (
            _mute_links,
            (
                "On page 1 links are not visited in reading order.",
                "A link on page 1 does not say where it leads.",
                "A link on page 1 is not in the structure tree.",
            ),
        ),
        (_twins, ("The identifier same is used twice.",) * 2),
    ],
)
def test_a_spoilt_file_is_told_from_a_sound_one(spoil, found):
    sound = small(f"{LINK}{TABLE}")

    assert problems(sound) == ()
    assert spoilt(sound, spoil) == found
