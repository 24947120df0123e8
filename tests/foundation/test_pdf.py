import base64
import hashlib
import re
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from pypdf import PdfReader

from krscp_portal.foundation.pdf import STEPS, PdfRefused, problems, render
from krscp_portal.foundation.pdf_tags import kids, kind, tidy, walk
from tests.foundation.sample import AGENCIES, MADE_AT, PRINT_CSS, STATIC, TITLE, document

ROOT = Path(__file__).resolve().parents[2]
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
LAST_PAGE = 7


@pytest.fixture(scope="module")
def made() -> bytes:
    return render(document(), title=TITLE, made_at=MADE_AT, stylesheets=[PRINT_CSS], roots=[STATIC])


@pytest.fixture(scope="module")
def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


def small(body: str, **options: object) -> bytes:
    html = f'<html lang="en-GB"><body>{body}</body></html>'
    return render(html, title="A note", made_at=MADE_AT, **options)


def untidied(body: str) -> bytes:
    page = weasyprint.HTML(string=f'<html lang="en-GB"><title>T</title><body>{body}</body></html>')
    return page.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)


def test_a_long_document_has_no_accessibility_problems(made):
    assert problems(made) == ()


def test_it_says_its_title_language_and_the_one_time_it_was_told(made):
    with pikepdf.open(BytesIO(made)) as pdf:
        assert str(pdf.docinfo.Title) == TITLE
        assert str(pdf.docinfo.CreationDate) == "D:20260601090000Z"
        assert str(pdf.Root.Lang) == "en-GB"


def test_bookmarks_follow_the_headings(made):
    def names(outline: list) -> list:
        return [names(item) if isinstance(item, list) else item.title for item in outline]

    assert names(PdfReader(BytesIO(made)).outline) == [
        TITLE,
        [
            "Contents",
            "Aims",
            ["How decisions are made"],
            "The year in figures",
            "Relevant agencies",
        ],
    ]


def test_every_page_has_a_foot_with_title_version_and_number(pages):
    assert len(pages) == LAST_PAGE
    for number, text in enumerate(pages, start=1):
        assert f"{TITLE} · Version 3" in text
        assert f"Page {number} of {LAST_PAGE}" in text


def test_the_contents_give_page_numbers(pages):
    lines = [re.sub(r"[ .]+", " ", line).strip() for line in pages[1].splitlines()]

    assert lines[:4] == ["Contents", "Aims 3", "The year in figures 3", "Relevant agencies 5"]


def test_a_table_over_three_pages_is_one_table_whose_head_is_read_once(made):
    with pikepdf.open(BytesIO(made)) as pdf:
        root = pdf.Root.StructTreeRoot
        table = [element for element in walk(root) if kind(element) == "Table"][-1]
        rows = [element for element in walk(table) if kind(element) == "TR"]
        heads = [element for element in walk(table) if kind(element) == "THead"]
        columns = [str(e.A.Scope) for e in walk(heads[0]) if kind(e) == "TH"]

        assert len(rows) == AGENCIES + 1
        assert len(heads) == 1
        assert columns == ["/Column"] * 3
        assert len({row.P.objgen for row in rows[1:]}) == 3


def test_every_cell_points_to_headers_that_exist_and_differ(made):
    with pikepdf.open(BytesIO(made)) as pdf:
        root = pdf.Root.StructTreeRoot
        named = [str(name) for name in list(root.IDTree.Names)[::2]]
        cells = [element for element in walk(root) if kind(element) == "TD"]
        agencies = [list(map(str, cell.A.Headers)) for cell in cells[-2 * AGENCIES :]]

        assert len(set(named)) == len(named)
        assert all(set(headers) <= set(named) for headers in agencies)
        assert len({headers[0] for headers in agencies}) == AGENCIES
        assert len({headers[1] for headers in agencies}) == 2


def test_the_foot_is_an_artifact_and_no_part_of_what_is_read(made):
    with pikepdf.open(BytesIO(made)) as pdf:
        content = pdf.pages[0].Contents.read_bytes()
        row = pdf.Root.StructTreeRoot.ParentTree.Nums[1]

        assert content.count(b"/Artifact") >= 2
        assert row[-1] is None


def test_the_same_input_gives_the_same_bytes_in_another_process(made):
    script = (
        "import hashlib\n"
        "from krscp_portal.foundation.pdf import render\n"
        "from tests.foundation.sample import *\n"
        "pdf = render(document(), title=TITLE, made_at=MADE_AT,"
        " stylesheets=[PRINT_CSS], roots=[STATIC])\n"
        "print(hashlib.sha256(pdf).hexdigest())"
    )

    again = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert again.stdout.strip() == hashlib.sha256(made).hexdigest()


def test_another_moment_gives_another_file():
    first = small("<h1>A</h1>")

    html = '<html lang="en-GB"><body><h1>A</h1></body></html>'
    assert render(html, title="A note", made_at=MADE_AT) == first
    assert render(html, title="A note", made_at=MADE_AT + timedelta(minutes=1)) != first


def test_a_moment_without_a_time_zone_is_a_fault():
    with pytest.raises(ValueError, match="no time zone"):
        render("<h1>A</h1>", title="A", made_at=MADE_AT.replace(tzinfo=None))


def test_each_step_is_told_once_and_in_order():
    told: list[str] = []

    small("<h1>A</h1>", on_step=told.append)

    assert tuple(told) == STEPS


def test_a_relative_link_leads_to_the_public_site():
    pdf = small('<h1>A</h1><a href="/kent/x">Kent</a>', site="https://portal.example/")

    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.pages[0].Annots[0].A.URI) == "https://portal.example/kent/x"


@pytest.fixture
def static(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    (folder / "css").mkdir(parents=True)
    (folder / "dot.png").write_bytes(PIXEL)
    (folder / "css" / "a.css").write_text("h1 { background: url(../dot.png) }")
    (folder / "css" / "leak.css").write_text("@import url(https://elsewhere.example/a.css);")
    (folder / "page.html").write_text("<p>no</p>")
    (tmp_path / "secret.png").write_bytes(PIXEL)
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    return folder


@pytest.mark.parametrize(
    "source", ["/static/dot.png", "data:image/png;base64," + base64.b64encode(PIXEL).decode()]
)
def test_pictures_come_from_the_static_folders_or_from_the_page_itself(source, static):
    pdf = small(f'<h1>A</h1><img alt="A dot" src="{source}">', roots=[static])

    with pikepdf.open(BytesIO(pdf)) as opened:
        drawn = [thing for thing in opened.objects if isinstance(thing, pikepdf.Stream)]

        assert sum("/SMask" in thing for thing in drawn) == 1
    assert problems(pdf) == ()


def test_a_picture_written_as_text_in_the_page_is_drawn():
    svg = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"

    assert problems(small(f'<h1>A</h1><img alt="Nothing" src="{svg}">')) == ()


def test_a_stylesheet_may_be_a_file_or_text_and_draws_on_the_same_folders(static):
    from_file = small("<h1>A</h1>", roots=[static], stylesheets=[static / "css" / "a.css"])
    from_text = small(
        "<h1>A</h1>", roots=[static], stylesheets=["h1 { background: url(/static/dot.png) }"]
    )

    assert from_file == from_text
    assert from_file != small("<h1>A</h1>")


def test_a_stylesheet_from_outside_the_folders_may_draw_on_nothing_near_it(static, tmp_path):
    (tmp_path / "b.css").write_text("h1 { background: url(secret.png) }")

    with pytest.raises(PdfRefused):
        small("<h1>A</h1>", roots=[static], stylesheets=[tmp_path / "b.css"])


@pytest.mark.parametrize(
    "source",
    [
        "http://127.0.0.1:9/a.png",
        "https://elsewhere.example/a.png",
        "//elsewhere.example/a.png",
        "ftp://elsewhere.example/a.png",
        "file:///etc/hostname",
        "file:///etc/passwd.png",
        "secret.png",
        "/static/../secret.png",
        "/static/..%2fsecret.png",
        "/static//etc/x.png",
        "/static/link.png",
        "/static/absent.png",
        "/static/page.html",
        "/static/dot.png%00.png",
        "data:text/html,hello",
        "data:image/png;base64,###",
        "https://portal.invalid.elsewhere.example/static/dot.png",
    ],
)
def test_anything_from_elsewhere_stops_the_document(source, static):
    with pytest.raises(PdfRefused) as refusal:
        small(f'<h1>A</h1><img alt="A" src="{source}">', roots=[static])

    assert refusal.value.code == "pdf_outside"
    assert str(refusal.value).endswith("which is not one of this portal's own files.")


@pytest.mark.parametrize(
    "body",
    [
        '<link rel="stylesheet" href="https://elsewhere.example/a.css">',
        '<link rel="stylesheet" href="/static/css/leak.css">',
        "<style>@import 'file:///etc/passwd';</style>",
        '<h1 style="background: url(https://elsewhere.example/a.png)">A</h1>',
        '<svg viewBox="0 0 9 9"><image href="file:///etc/passwd" width="9" height="9"/></svg>',
        '<a rel="attachment" href="file:///etc/passwd">x</a>',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<object data="https://elsewhere.example/a.svg"></object>',
    ],
)
def test_no_other_door_leads_outside(body, static):
    with pytest.raises(PdfRefused):
        small(f"<h1>A</h1>{body}", roots=[static])


def test_a_long_address_is_cut_short_in_the_refusal():
    with pytest.raises(PdfRefused) as refusal:
        small(f'<img alt="A" src="https://elsewhere.example/{"a" * 500}">')

    assert len(str(refusal.value)) < 160


def test_a_machine_without_pango_says_which_packages_to_install(tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load libpango-1.0-0')")
    script = (
        "from krscp_portal.foundation.pdf import PdfRefused, render\n"
        "from tests.foundation.sample import MADE_AT\n"
        "try:\n    render('<h1>A</h1>', title='A', made_at=MADE_AT)\n"
        "except PdfRefused as refusal:\n    print(refusal.code, refusal)"
    )

    said = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.strip() == (
        "pdf_unavailable This machine cannot make PDFs: WeasyPrint does not find the Pango "
        "library. Install it with: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
    )


def test_weasyprint_is_not_loaded_until_a_document_is_made():
    script = "import sys, krscp_portal.foundation.pdf; print('weasyprint' in sys.modules)"

    said = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "False"


FOOT = "<style>@page { @bottom-left { content: 'Foot' } }</style><h1>A</h1>"
TABLE = (
    "<table><thead><tr><th>A</th><th>B</th></tr></thead>"
    "<tbody><tr><th>C</th><td>D</td></tr></tbody></table>"
)
UNSCOPED = "A header cell does not say whether it heads a row or a column."
LINK = '<h1>A</h1><a href="https://a.example/">A link</a>'


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (FOOT, {"Page 1 has tagged content that the structure tree does not reach."}),
        (f"<h1>A</h1>{TABLE}", {UNSCOPED}),
        (LINK, {"A link on page 1 is not printed."}),
    ],
)
def test_what_weasyprint_leaves_undone_is_found_and_then_repaired(body, found):
    raw = untidied(body)

    assert found <= set(problems(raw))
    assert problems(tidy(raw)) == ()


def test_row_and_column_headers_are_told_apart():
    with pikepdf.open(BytesIO(small(f"<h1>A</h1>{TABLE}"))) as pdf:
        cells = [e for e in walk(pdf.Root.StructTreeRoot) if kind(e) == "TH"]

        assert [str(cell.A.Scope) for cell in cells] == ["/Column", "/Column", "/Row"]


def test_a_head_that_holds_a_link_is_kept_so_that_the_link_is_not_lost():
    head = '<thead><tr><th><a href="https://a.example/">A</a></th></tr></thead>'
    rows = "<tr><td>row</td></tr>" * 120

    with pikepdf.open(BytesIO(small(f"<h1>A</h1><table>{head}{rows}</table>"))) as pdf:
        tables = [e for e in walk(pdf.Root.StructTreeRoot) if kind(e) == "Table"]
        notes = sum(len(page.get("/Annots", ())) for page in pdf.pages)

        assert len(tables) == len(pdf.pages) == notes


@pytest.mark.parametrize(
    ("second", "tables"),
    [
        ("<table class='new'><thead><tr><th>A</th></tr></thead><tr><td>2</td></tr></table>", 1),
        ("<table class='new'><thead><tr><th>B</th></tr></thead><tr><td>2</td></tr></table>", 2),
        ("<table class='new'><caption>C</caption><thead><tr><th>A</th></tr></thead></table>", 2),
        ("<p>x</p><table class='new'><thead><tr><th>A</th></tr></thead></table>", 2),
        ("<table><thead><tr><th>A</th></tr></thead><tr><td>2</td></tr></table>", 2),
        ("<table class='new'><tr><td>2</td></tr></table>", 2),
    ],
)
def test_only_what_reads_on_over_a_page_break_is_joined(second, tables):
    first = "<table><thead><tr><th>A</th></tr></thead><tr><td>1</td></tr></table>"
    pdf = small(f"<style>.new {{ break-before: page }}</style><h1>A</h1>{first}{second}")

    with pikepdf.open(BytesIO(pdf)) as opened:
        found = [e for e in walk(opened.Root.StructTreeRoot) if kind(e) == "Table"]

        assert len(found) == tables


def test_a_foot_drawn_on_every_page_is_read_once_at_the_end():
    table = (
        "<table><thead><tr><th>A</th></tr></thead><tfoot><tr><td>Foot</td></tr></tfoot><tbody>"
        + "<tr><td>row</td></tr>" * 120
        + "</tbody></table>"
    )

    with pikepdf.open(BytesIO(small(f"<h1>A</h1>{table}"))) as pdf:
        tables = [e for e in walk(pdf.Root.StructTreeRoot) if kind(e) == "Table"]
        parts = [kind(part) for part in kids(tables[0])]

        assert len(tables) == 1
        assert parts == ["THead", *["TBody"] * len(pdf.pages), "TFoot"]
        assert len(pdf.pages) > 2


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>A</p>", ("There are no bookmarks.", "There are no headings.")),
        ("<h2>A</h2>", ("The first heading is of level 2.",)),
        ("<h1>A</h1><h3>B</h3>", ("A heading of level 3 follows one of level 1.",)),
        ('<h1>A</h1><img src="/static/dot.png">', ("A figure has no alternative text.",)),
        ("<h1>A</h1><svg width='9' height='9'></svg>", ("A figure has no alternative text.",)),
        (
            "<h1>A</h1><table><tr><td>B</td></tr></table>",
            ("A table has no header cells.",),
        ),
    ],
)
def test_what_only_the_author_can_mend_is_named(body, found, static):
    assert problems(small(body, roots=[static])) == found


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
