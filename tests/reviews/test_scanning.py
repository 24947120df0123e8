"""What an agency may hand in as a file: by content, without locks, past the scanner."""

import zipfile
from io import BytesIO

import pytest

from krscp_portal.foundation.verdict import Refused
from partnerships.papers import Paper
from reviews import scanning

PDF = b"%PDF-1.7\nsome\n%%EOF"


def archive(*names, content=b"x"):
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as made:
        for name in names:
            made.writestr(name, content)
    return kept.getvalue()


def docx(*more):
    return archive("[Content_Types].xml", "word/document.xml", *more)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", PDF, "allowed"),
        ("a.docx", docx(), "allowed"),
        ("a.pdf", b"", "paper-empty"),
        ("a.exe", b"MZ", "paper-kind"),
        ("a.pdf", b"MZ program", "paper-disguised"),
        ("a.docx", docx("word/vbaProject.bin"), "paper-macros"),
        ("a.docx", docx("word/embeddings/run.exe"), "scan-program"),
        ("a.docx", b"\xd0\xcf\x11\xe0 an encrypted Word file", "paper-disguised"),
        ("a.pdf", b"%PDF-1.7\ntrailer << /Encrypt 5 0 R >>\n%%EOF", "paper-locked"),
        ("a.pdf", PDF + scanning.TEST_FILE, "scan-test-file"),
        ("a.txt", scanning.TEST_FILE, "scan-test-file"),
        ("a.pdf", PDF + b"x" * scanning.LIMIT, "paper-large"),
    ],
)
def test_a_file_is_taken_for_what_it_is(name, content, code):
    assert scanning.may_receive(Paper(name, content)).code == code


def test_an_archive_with_a_password_is_refused():
    locked = bytearray(docx())
    place = locked.index(b"PK\x01\x02")  # the first entry of the directory at the end
    locked[place + 8] |= 1

    assert scanning.scan(Paper("a.docx", bytes(locked))).code == "paper-locked"


def closed(paper):
    return Refused("The scanner of this service refuses it.", code="ours")


def test_a_service_can_name_its_own_scanner(settings):
    settings.FILE_SCAN = "tests.reviews.test_scanning.closed"

    assert scanning.may_receive(Paper("a.pdf", PDF)).code == "ours"
