"""Uploaded spreadsheets are read as text or refused in one sentence; ours never run anything."""

import contextlib
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from krscp_portal.foundation import spreadsheets
from krscp_portal.foundation.spreadsheet_writing import Table, write_csv, write_xlsx
from krscp_portal.foundation.spreadsheets import Unreadable, flagged, read

HEADER = "name,kind\n"
# A cell of a spreadsheet knows no time zone.
NINE, MIDNIGHT = datetime(2026, 6, 1, 9, 30), datetime(2026, 6, 1)  # noqa: DTZ001


def csv_of(text: str, encoding: str = "utf-8"):
    return read(name="list.csv", content=text.encode(encoding))


def workbook(*rows, change=None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx_of(*rows, change=None):
    return read(name="List.XLSX", content=workbook(*rows, change=change))


def packed(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


# --- what is read


def test_a_csv_file_is_its_header_and_rows_of_text():
    sheet = csv_of('name,kind\n A ,b\n,\n"x, y",2\n,\n')

    assert sheet.columns == ("name", "kind")
    assert sheet.rows == (("A", "b"), (), ("x, y", "2"))
    assert sheet.remarks == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_what_the_header_uses(delimiter):
    sheet = csv_of(f"name{delimiter}kind\na b{delimiter}c\n")

    assert sheet.rows == (("a b", "c"),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_that_says_what_it_is_is_read(encoding):
    assert csv_of("name\nSt Mary’s Café\n", encoding).rows == (("St Mary’s Café",),)


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_another_encoding_is_found_out_and_remarked_on(encoding):
    sheet = csv_of("name,kind\nCafé Society,voluntary\nSt Mary’s – London,faith\n", encoding)

    assert sheet.rows == (("Café Society", "voluntary"), ("St Mary’s – London", "faith"))
    assert sheet.remarks == (
        "The file is not in UTF-8. Look at names with accents and at apostrophes.",
    )


def test_cells_of_an_xlsx_sheet_become_text():
    sheet = xlsx_of(
        ["name", "when", "how many", "votes", "share"],
        ["A", date(2026, 6, 1), 3.0, True, 1.5],
        [],
        [None, NINE, 12, False, ""],
    )

    assert sheet.rows == (
        ("A", "2026-06-01", "3", "Yes", "1.5"),
        (),
        ("", "2026-06-01 09:30", "12", "No", ""),
    )


def test_only_the_first_visible_sheet_is_read_and_that_is_said():
    def change(book):
        book.create_sheet("Notes").append(["x"])
        book.active.title = "List"

    assert xlsx_of(["name"], ["A"], change=change).remarks == (
        "Only the first sheet, List, was read.",
    )


def test_columns_without_name_and_content_are_left_out():
    assert csv_of("name,,\nA,,\n").columns == ("name",)


def test_in_csv_what_begins_like_a_formula_stays_text():
    sheet = csv_of("name,kind\n=1+1,@x\n")

    assert sheet.rows == (("=1+1", "@x"),)
    assert [flagged(cell) for cell in ("=1", "+44", "-", "@x", "a=b", "")] == [
        True,
        True,
        True,
        True,
        False,
        False,
    ]


# --- what is refused


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\n\n", "The file is empty."),
        (b",,\n,\n", "The file is empty."),
        (b"name\n", "The file has a header and no row under it."),
        (b"\nname\nA\n", "The first row must hold the names of the columns."),
        (b"name,\nA,B\n", "Row 2 has something in column B, which has no name in the first row."),
        (b"name\nA\nA,B\n", "Row 3 has something in column B, which has no name in the first row."),
        (b"name,kind,Name\nA,B,C\n", "Columns A and C have the same name, Name."),
        (
            b'name\nA\n"B\n',
            "Row 3 cannot be read: a quotation mark is missing or out of place.",
        ),
        (
            b"name\nA\x00\n",
            "Row 2 holds characters that cannot be read. Save the file as CSV UTF-8.",
        ),
        (
            "name\nA\nSt Mary\N{REPLACEMENT CHARACTER}s\n".encode(),
            "Row 3 holds characters that cannot be read. Save the file as CSV UTF-8.",
        ),
        (b"name\n" + b"x" * 5001 + b"\n", "Row 2 holds a text of more than 5,000 characters."),
        (b"," * 61 + b"x\n", "The file has more than 60 columns."),
        (b"PK\x03\x04rest", "This is no CSV file, whatever its name says."),
        (b"\xff\xfea", "The text of this file cannot be read."),
        (b"name\n" + b"A\n" * 5001, "The file has more than 5,000 rows. Divide it into several."),
        (b"x" * (5 * 1024 * 1024 + 1), "The file is larger than 5 MB."),
    ],
)
def test_a_csv_file_is_refused_in_one_sentence(content, sentence):
    with pytest.raises(Unreadable) as refusal:
        read(name="list.csv", content=content)

    assert str(refusal.value) == sentence


def test_five_thousand_rows_are_taken_and_blank_ones_after_them_do_not_count():
    assert len(csv_of("name\n" + "A\n" * 5000 + "\n" * 9).rows) == 5000


def test_two_encodings_in_one_file_are_refused_by_the_row():
    content = HEADER.encode() + 'Café,"over\ntwo lines"\n'.encode() + "Zoë,b\n".encode("cp1252")

    with pytest.raises(Unreadable, match=r"^Row 3 is written in another encoding than the rest"):
        read(name="list.csv", content=content)


def test_bytes_that_are_no_text_are_refused_by_the_row(monkeypatch):
    monkeypatch.setattr(spreadsheets, "ENCODINGS", ("cp1252",))

    with pytest.raises(Unreadable, match=r"^Row 3 holds characters that cannot be read"):
        read(name="list.csv", content=b"name\nA\n\x81\x8d\n")


@pytest.mark.parametrize("name", ["list.xls", "list.xlsm", "list.pdf", "list", "csv"])
def test_another_type_of_file_is_refused(name):
    with pytest.raises(Unreadable, match=r"^Upload a CSV file or an XLSX spreadsheet.$"):
        read(name=name, content=b"name\nA\n")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"name\nA\n", "The file is damaged, or is no XLSX spreadsheet."),
        (packed(a=b"b"), "The file is damaged, or is no XLSX spreadsheet."),
        (b"\xd0\xcf\x11\xe0 old", "This is an old spreadsheet. Save it as XLSX."),
        (
            b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"),
            "The file is protected by a password. Save it without one.",
        ),
        (
            packed(**{"xl/vbaProject.bin": b"macro"}),
            "The file holds macros. Save it as plain XLSX.",
        ),
        (
            packed(**{"xl/worksheets/sheet1.xml": b"0" * (40 * 1024 * 1024 + 1)}),
            "The file unpacks to too much to be a list.",
        ),
    ],
)
def test_an_xlsx_file_is_refused_in_one_sentence(content, sentence):
    with pytest.raises(Unreadable) as refusal:
        read(name="list.xlsx", content=content)

    assert str(refusal.value) == sentence


def test_a_truncated_workbook_is_damaged():
    whole = workbook(["name"], ["A"])

    for length in (len(whole) // 4, len(whole) // 2, len(whole) - 10):
        with pytest.raises(Unreadable, match="damaged"):
            read(name="list.xlsx", content=whole[:length])


def test_entities_in_the_xml_of_a_workbook_are_refused():
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["name"], ["A"]))) as whole,
        zipfile.ZipFile(out, "w") as archive,
    ):
        for each in whole.namelist():
            content = bomb if each.endswith("sheet1.xml") else whole.read(each)
            archive.writestr(each, content)

    with pytest.raises(Unreadable, match="damaged"):
        read(name="list.xlsx", content=out.getvalue())


@pytest.mark.parametrize(
    ("rows", "change", "sentence"),
    [
        (
            (["name", "n"], ["A", "=1+1"]),
            None,
            "Row 2, column B holds a formula. Copy the column and paste its values alone.",
        ),
        ((["name"], ["#N/A"]), None, "Row 2, column A holds an error (#N/A)."),
        (
            (["List", None], ["A", "b"]),
            lambda book: book.active.merge_cells("A1:B1"),
            "The header has merged cells. Each column needs a cell of its own: unmerge them.",
        ),
        (
            (["a", "b"], ["A", "b"], ["C", None]),
            lambda book: book.active.merge_cells("A3:B3"),
            "Row 3 has merged cells. Each column needs a cell of its own: unmerge them.",
        ),
        ((["name"] + [""] * 70 + ["x"], ["A"]), None, "The file has more than 60 columns."),
        (
            (["name"], ["A"]),
            lambda book: book.active.cell(row=900_000, column=1, value="far"),
            "The file has more than 5,000 rows. Divide it into several.",
        ),
    ],
)
def test_what_a_sheet_may_not_hold(rows, change, sentence):
    with pytest.raises(Unreadable) as refusal:
        xlsx_of(*rows, change=change)

    assert str(refusal.value) == sentence


# --- what is written


def test_csv_begins_with_the_mark_that_spreadsheet_programs_look_for():
    content = write_csv(Table("List", ["Name", "Day"], [["Zoë", date(2026, 6, 1)], [None, True]]))

    assert content == "Name,Day\r\nZoë,2026-06-01\r\n,Yes\r\n".encode("utf-8-sig")


def test_no_cell_of_a_csv_file_runs():
    rows = [["=cmd()"], ["+1"], ["-1"], ["@x"], ["'=x"], ["safe"], [-1]]

    lines = write_csv(Table("List", ["=Name"], rows)).decode("utf-8-sig").splitlines()

    assert lines == ["'=Name", "'=cmd()", "'+1", "'-1", "'@x", "''=x", "safe", "-1"]


def test_a_workbook_has_a_bold_frozen_header_widths_and_real_dates():
    table = Table(
        "Seats: all/open",
        ["Name", "From", "Votes"],
        [["=1+1", date(2026, 6, 1), True], ["x" * 90, NINE, 3]],
    )

    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(table, Table("Help", ["A"]))))

    sheet = book["Seats  all open"]
    assert sheet.freeze_panes == "A2"
    assert [cell.font.bold for cell in sheet[1]] == [True, True, True]
    assert [cell.data_type for cell in sheet[2]] == ["s", "d", "s"]
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].quotePrefix
    assert sheet["B2"].number_format == "d mmmm yyyy"
    assert sheet["B2"].value == MIDNIGHT
    assert (sheet.column_dimensions["A"].width, sheet.column_dimensions["C"].width) == (60, 10)
    assert book.sheetnames[1] == "Help"


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffd"),
    max_size=20,
).map(str.strip)
tables = st.lists(st.tuples(words.filter(bool), words), min_size=1, max_size=8)


@given(tables)
def test_what_is_written_as_csv_is_read_back(rows):
    content = write_csv(Table("List", ["name", "other"], rows))

    assert read(name="a.csv", content=content).rows == tuple(rows)


@given(tables)
def test_what_is_written_as_xlsx_is_read_back(rows):
    content = write_xlsx(Table("List", ["name", "other"], rows))

    assert read(name="a.xlsx", content=content).rows == tuple(rows)


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx"]))
def test_any_bytes_are_read_or_refused_and_never_crash(content, name):
    with contextlib.suppress(Unreadable):
        assert read(name=name, content=content).columns
