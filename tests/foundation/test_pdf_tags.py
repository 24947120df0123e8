from io import BytesIO

import pikepdf
import pytest
import weasyprint

from krscp_portal.foundation.pdf import problems, render
from krscp_portal.foundation.pdf_tags import kids, kind, tidy, walk
from tests.foundation.sample import AGENCIES, MADE_AT, PRINT_CSS, STATIC, TITLE, document, small


@pytest.fixture(scope="module")
def made() -> bytes:
    return render(document(), title=TITLE, made_at=MADE_AT, stylesheets=[PRINT_CSS], roots=[STATIC])


def untidied(body: str) -> bytes:
    page = weasyprint.HTML(string=f'<html lang="en-GB"><title>T</title><body>{body}</body></html>')
    return page.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)


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
