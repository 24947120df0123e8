"""Importing a spreadsheet through the pages, as a browser without JavaScript meets them."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.spreadsheets import read
from partnerships.enums import ImportState
from partnerships.models import AgencyMembership, ImportBatch, Job, Organisation, Seat
from partnerships.services import imports
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
HEADER = "Organisation,Kind of organisation,Basis\n"


def at(name: str, **kwargs: object) -> str:
    return reverse(f"partnership:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def send(as_manager):
    """Return a function that uploads a file through the page and returns the page that follows."""

    def send(content, *, kind="agencies", name="list.csv"):
        content = content.encode() if isinstance(content, str) else content
        posted = {"kind": kind, "file": SimpleUploadedFile(name, content)}
        return as_manager.post(at("import-upload"), posted, follow=True)

    return send


def only_batch(north):
    with tenant(north.pk):
        return ImportBatch.objects.get()


def matched(as_manager, north):
    """Confirm the columns of the only batch as they were guessed; return the preview."""
    batch = only_batch(north)
    posted = {key: str(index) for key, index in batch.mapping.items()}
    return as_manager.post(at("import-columns", batch=batch.public_id), posted, follow=True)


def workbook(*rows, change=None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (41 * 1024 * 1024))
    return out.getvalue()


# --- the way of a file


def test_a_file_is_uploaded_matched_checked_imported_and_undone(as_manager, north, send):
    page = text(send(f"{HEADER}A choir,Faith,Adviser\nA club,Sport and leisure,Adviser\n"))
    assert "Which column holds what" in page
    assert "We guessed by the names in the first row." in page
    assert "Column A, Organisation (such as A choir; A club)" in page

    page = text(matched(as_manager, north))
    assert "All <strong>2</strong> rows can be imported." in page
    assert "A choir, new to the directory, takes part as adviser" in page
    assert "Import 2 rows" in page
    with tenant(north.pk):
        assert not AgencyMembership.objects.exists()

    batch = only_batch(north)
    page = text(as_manager.post(at("import-apply", batch=batch.public_id), follow=True))
    assert "Imported: <strong>2</strong> organisations, <strong>2</strong> agencies." in page
    assert "list.csv" in text(as_manager.get(at("imports")))

    asked = text(as_manager.get(at("import-undo", batch=batch.public_id)))
    assert "Undo this import?" in asked
    page = text(as_manager.post(at("import-undo", batch=batch.public_id), follow=True))
    assert "The import has been undone." in page
    assert "What this import made has been removed" in page
    assert not Organisation.objects.exists()


def test_a_matching_is_remembered_and_that_is_said(as_manager, north, send):
    send(f"{HEADER}A choir,Faith,Adviser\n")
    matched(as_manager, north)
    as_manager.post(at("import-apply", batch=only_batch(north).public_id))

    page = text(send(f"{HEADER}A club,Faith,Adviser\n", name="second.csv"))

    assert "The columns are matched as you did for list.csv on" in page
    assert "This very file" not in page
    assert "This very file has been imported before." in text(
        send(f"{HEADER}A choir,Faith,Adviser\n")
    )


def test_a_needed_column_that_nothing_holds_is_asked_for(as_manager, north, send):
    send("Foo,Bar\nA,B\n")
    batch = only_batch(north)

    page = text(as_manager.post(at("import-columns", batch=batch.public_id), {"organisation": "0"}))
    assert "Say which column holds “Basis”" in page
    twice = {"organisation": "0", "basis": "0"}
    page = text(as_manager.post(at("import-columns", batch=batch.public_id), twice))
    assert "The column “Foo” cannot hold both" in page
    page = text(as_manager.get(at("import-check", batch=batch.public_id)))
    assert "No column holds “Organisation” yet" in page
    assert "Import 0" not in page


def test_rows_at_fault_stand_first_with_column_and_reason_and_cannot_be_imported(
    as_manager, north, send
):
    rows = "".join(f"Body {number},Faith,Adviser\n" for number in range(60))
    send(f"{HEADER}{rows}Last,Faith,Bird\n")

    page = text(matched(as_manager, north))

    assert "<strong>1</strong> row of 61 cannot be imported." in page
    assert page.index("Row </span>62") < page.index("Row </span>2<")
    assert "<strong>Column C, Basis:</strong> “Bird” is not one of: Safeguarding partner;" in page
    assert "Import 6" not in page
    batch = only_batch(north)
    second = text(as_manager.get(at("import-check", batch=batch.public_id) + "?page=2"))
    assert "Row </span>61" in second
    refused = text(as_manager.post(at("import-apply", batch=batch.public_id), follow=True))
    assert "Row 62: “Bird” is not one of" in refused
    with tenant(north.pk):
        assert not AgencyMembership.objects.exists()


def test_duplicate_names_are_shown_with_the_row_they_repeat(as_manager, north, send):
    with tenant(north.pk):
        make.agency("Here already", "adviser")
    send(f"{HEADER}Here Already,,Adviser\nA choir,Faith,Adviser\nThe A Choir,Faith,Adviser\n")

    page = text(matched(as_manager, north))

    assert "Here already takes part on that basis already." in page
    assert "Row 3 has it on the same basis." in page


def test_nothing_of_a_file_is_shown_unescaped(as_manager, north, send):
    evil = "<script>alert(1)</script>"

    pages = [text(send(f"Organisation,{evil},Basis\n{evil},Faith,Adviser\n", name="<b>.csv"))]
    pages.append(text(matched(as_manager, north)))
    batch = only_batch(north)
    pages.append(text(as_manager.get(at("import", batch=batch.public_id))))
    pages.append(text(as_manager.get(at("imports"))))

    assert not any("<script>alert" in page or "<b>.csv" in page for page in pages)
    assert "&lt;script&gt;alert(1)" in pages[1]


def test_in_csv_what_begins_like_a_formula_is_shown_as_kept_text(as_manager, north, send):
    send(f"{HEADER}=HYPERLINK(),Faith,Adviser\n")

    assert "“=HYPERLINK()” begins like a formula; it is kept as text." in text(
        matched(as_manager, north)
    )


def test_contact_columns_are_left_out_and_that_is_said(north, send):
    with tenant(north.pk):
        make.seat("young", "YOUNG_SCRUTINEER")

    page = text(
        send(
            "Seat,Person,First day,Email\nyoung,Sam,2026-01-01,sam@x.example\n", kind="appointments"
        )
    )

    assert "Left out and not stored: Email." in page
    assert "sam@x.example" not in page
    assert "sam@x.example" not in str(only_batch(north).rows)


# --- what a file may not be


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("list.csv", b"", "The file is empty."),
        ("list.csv", b"\nOrganisation\nA\n", "The first row must hold the names of the columns."),
        (
            "list.csv",
            b"Name,Basis,name\nA,Adviser,B\n",
            "Columns A and C have the same name, name.",
        ),
        (
            "list.csv",
            HEADER.encode() + b"A,Faith,Adviser\n" * 5001,
            "The file has more than 5,000 rows. Divide it into several.",
        ),
        (
            "list.csv",
            HEADER.encode() + "Café,Faith,Adviser\n".encode() + "Zoë,,\n".encode("cp1252"),
            "Row 3 is written in another encoding than the rest.",
        ),
        (
            "list.xlsx",
            workbook(["Organisation", "Basis"], ["=1+1", "Adviser"]),
            "Row 2, column A holds a formula. Copy the column and paste its values alone.",
        ),
        (
            "list.xlsx",
            workbook(["List", None], ["A", "B"], change=lambda sheet: sheet.merge_cells("A1:B1")),
            "The header has merged cells.",
        ),
        ("list.xlsx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a password"),
        ("list.xlsx", b"PK\x03\x04nothing", "The file is damaged, or is no XLSX spreadsheet."),
        ("list.xlsx", bomb(), "The file unpacks to too much to be a list."),
        ("list.pdf", b"%PDF-1.7", "Upload a CSV file or an XLSX spreadsheet."),
        ("list.csv", b"x" * (5 * 1024 * 1024 + 1), "The file is larger than 5 MB."),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_a_file_is_refused_beside_its_field(north, send, name, content, sentence):
    page = text(send(content, name=name))

    assert sentence in page
    assert '<a href="#id_file">' in page
    with tenant(north.pk):
        assert not ImportBatch.objects.exists()


def test_a_file_and_what_it_holds_are_asked_for(as_manager):
    page = text(as_manager.post(at("import-upload"), {}))

    assert "Select what the file holds" in page
    assert "Select a file" in page


def test_a_file_of_which_no_column_is_known_says_so_and_asks_for_each_needed_one(
    as_manager, north, send
):
    page = text(send("foo,bar\n1,2\n"))

    assert "No column is called what a list of this kind expects." in page
    assert "We guessed" not in page
    refused = text(matched(as_manager, north))
    assert "Say which column holds “Organisation”" in refused
    assert "Say which column holds “Basis”" in refused


# --- long files, templates, readers


def test_a_long_file_shows_how_far_it_is(as_manager, north, send):
    rows = "".join(f"Post {number},Member\n" for number in range(imports.AT_ONCE + 1))
    send(f"Post,Role\n{rows}", kind="seats")
    matched(as_manager, north)
    url = at("import", batch=only_batch(north).public_id)

    answer = as_manager.post(at("import-apply", batch=only_batch(north).public_id), follow=True)

    assert "Waiting to start" in text(answer)
    assert "Being imported" in text(answer)
    assert "Being imported" in text(as_manager.get(at("imports")))
    assert "hx-trigger" in text(answer)
    fragment = text(as_manager.get(url, headers={"HX-Request": "true"}))
    assert fragment.startswith('<div id="progress"')
    checking = text(as_manager.get(at("import-check", batch=only_batch(north).public_id)))
    assert "This import is running" in checking
    with tenant(north.pk):
        Job.objects.update(state="failed", finished_at="2026-06-01T10:00Z", error="Row 3: no.")
    assert "Row 3: no." in text(as_manager.get(url))
    assert "Waiting to be checked" in text(as_manager.get(at("imports")))


def test_undoing_a_long_import_shows_how_far_it_is(as_manager, manager, north, send, moment):
    rows = "".join(f"Post {number},Member\n" for number in range(imports.AT_ONCE + 1))
    send(f"Post,Role\n{rows}", kind="seats")
    batch = only_batch(north)
    with tenant(north.pk):
        imports.apply_import(batch=batch, by=manager, at=moment)

    answer = as_manager.post(at("import-undo", batch=batch.public_id), follow=True)

    assert "Waiting to start" in text(answer)
    assert "everything that the import made is still there" in text(answer)
    assert "Being undone" in text(answer)
    assert "Being undone" in text(as_manager.get(at("imports")))
    assert "Undo this import" not in text(answer)
    again = as_manager.post(at("import-undo", batch=batch.public_id), follow=True)
    assert "This import is being undone" in text(again)
    with tenant(north.pk):
        Job.objects.update(state="failed", finished_at="2026-06-01T10:00Z", error="Row 3: no.")
    page = text(as_manager.get(at("import", batch=batch.public_id)))
    assert "Row 3: no." in page
    assert "<strong>201</strong> seats" in page
    assert "Undo this import" in page


def test_the_template_has_the_header_that_is_recognised_and_explains_it(as_manager, send, north):
    for kind in ("agencies", "seats", "appointments"):
        answer = as_manager.get(at("import-template", kind=kind))
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert book.sheetnames[1] == "What goes where"
        book.active.append(["A"] * book.active.max_column)
        out = io.BytesIO()
        book.save(out)
        columns = read(name="a.xlsx", content=out.getvalue()).columns
        labels = [field.label for field in imports.importer(kind).fields]
        assert list(columns) == labels
    assert as_manager.get(at("import-template", kind="birds")).status_code == 409


def test_only_who_may_edit_finds_imports(client, north):
    client.force_login(make.member(north, "lay_member"))

    assert "Imports</a>" not in text(client.get(at("seats")))
    assert client.get(at("imports")).status_code == 403


def test_an_import_is_not_undone_from_the_page_when_it_is_used(as_manager, north, send):
    send("Post,Role\nChief,Member\n", kind="seats")
    matched(as_manager, north)
    batch = only_batch(north)
    as_manager.post(at("import-apply", batch=batch.public_id))
    with tenant(north.pk):
        make.appointment(Seat.objects.get())

    page = text(as_manager.post(at("import-undo", batch=batch.public_id), follow=True))

    assert "Row 2: what was made of it is used now (appointment). Nothing was undone." in page
    assert only_batch(north).state == ImportState.APPLIED


def test_a_file_is_discarded(as_manager, north, send):
    send("Post,Role\nChief,Member\n", kind="seats")
    batch = only_batch(north)
    assert "Discard this file?" in text(as_manager.get(at("import-discard", batch=batch.public_id)))

    page = text(as_manager.post(at("import-discard", batch=batch.public_id), follow=True))

    assert "The file has been discarded." in page
    assert "Discarded</strong>" in page
    assert "This file was never imported" in text(
        as_manager.get(at("import", batch=batch.public_id))
    )
    assert as_manager.get(at("import-check", batch=batch.public_id)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_much_for_three_imports_as_for_one(
    as_manager, north, manager, moment, django_assert_num_queries, rows
):
    with tenant(north.pk):
        for number in range(rows):
            content = f"Post,Role\nChief {number},Member\n".encode()
            imports.upload(kind="seats", name="a.csv", content=content, by=manager, at=moment)

    with django_assert_num_queries(9):
        assert as_manager.get(at("imports")).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_preview_asks_as_much_for_three_rows_as_for_one(
    as_manager, north, send, django_assert_num_queries, rows
):
    send("Post,Role\n" + "".join(f"Chief {n},Member\n" for n in range(rows)), kind="seats")
    batch = only_batch(north)

    with django_assert_num_queries(14):
        assert as_manager.get(at("import-check", batch=batch.public_id)).status_code == 200
