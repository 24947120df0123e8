"""What an uploaded paper may be, told by its content: no database."""

import zipfile
from io import BytesIO

import pytest

from partnerships.papers import LIMIT, Paper, ending_of, may_keep

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"


def archive(parts: dict[str, bytes]) -> bytes:
    held = BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name), content)  # without the time: the same each run
    return held.getvalue()


def named(value: str | bytes) -> str:
    """Name a case by its words; a file's bytes say nothing to a reader."""
    return value if isinstance(value, str) else "file"


DOCX = archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"})
ODT = archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})
ODS = archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""})


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", PDF), ("A.B.PDF", b"\xef\xbb\xbf" + PDF), ("a.docx", DOCX), ("a.odt", ODT)],
    ids=named,
)
def test_a_paper_of_the_three_kinds_may_be_kept(name, content):
    assert may_keep(Paper(name, content))


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", PDF, "paper-kind"),
        ("a", PDF, "paper-kind"),
        ("a.exe", PDF, "paper-kind"),
        ("a.pdf", b"", "paper-empty"),
        ("a.pdf", PDF + b" " * LIMIT, "paper-large"),
        ("a.pdf", DOCX, "paper-disguised"),
        ("a.docx", PDF, "paper-disguised"),
        ("a.odt", DOCX, "paper-disguised"),
        ("a.odt", ODS, "paper-disguised"),
        ("a.docx", archive({"readme.txt": b"hello"}), "paper-disguised"),
        ("a.docx", DOCX[:60], "paper-disguised"),
        ("a.pdf", b"%PDF-1.7 cut off in the mid", "paper-disguised"),
        ("a.pdf", b"<html>%%EOF", "paper-disguised"),
        (
            "a.docx",
            archive(
                {
                    "[Content_Types].xml": b"",
                    "word/document.xml": b"",
                    "word/vbaProject.bin": b"",
                }
            ),
            "paper-macros",
        ),
        (
            "a.odt",
            archive(
                {
                    "mimetype": b"application/vnd.oasis.opendocument.text",
                    "content.xml": b"",
                    "Basic/Standard/Module1.xml": b"",
                }
            ),
            "paper-macros",
        ),
    ],
    ids=named,
)
def test_anything_else_is_refused_with_its_reason(name, content, code):
    verdict = may_keep(Paper(name, content))

    assert verdict.code == code
    assert verdict.reason.endswith(".")


def test_a_disguise_is_named():
    assert may_keep(Paper("letter.pdf", DOCX)).reason.startswith(
        "The name ends in .pdf, but the file is something else or is damaged."
    )


def test_an_ending_is_what_follows_the_last_dot():
    assert [ending_of(name) for name in ("a.PDF", "a.tar.gz", "none")] == [".pdf", ".gz", ""]
