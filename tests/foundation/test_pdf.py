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
from pypdf import PdfReader

from krscp_portal.foundation.pdf import STEPS, PdfRefused, problems, render
from tests.foundation.sample import MADE_AT, PIXEL, PRINT_CSS, STATIC, TITLE, document, small

ROOT = Path(__file__).resolve().parents[2]
LAST_PAGE = 7


@pytest.fixture(scope="module")
def made() -> bytes:
    return render(document(), title=TITLE, made_at=MADE_AT, stylesheets=[PRINT_CSS], roots=[STATIC])


@pytest.fixture(scope="module")
def pages(made: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(made)).pages]


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
