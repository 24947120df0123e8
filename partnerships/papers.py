"""What an uploaded paper may be: PDF, Word or OpenDocument text, told by its content.

A house rule of the portal. A file's name says what somebody calls it, so it only has to agree with
what the first bytes and the parts of the file show. Files with macros are refused, because a paper
is read by people who did not write it. Whether a file is harmless in every other way is not
decided here.
"""

import zipfile
from dataclasses import dataclass
from io import BytesIO

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

MEGABYTE = 1024 * 1024
LIMIT = 10 * MEGABYTE  # bytes; a signed letter is a tenth of it
LIMIT_OF_MEETINGS = 50 * MEGABYTE  # a paper of two hundred scanned pages
START_OF_PDF = 1024  # readers accept the mark of a PDF anywhere in the first kilobyte
TEXT_OF_ODF = b"application/vnd.oasis.opendocument.text"

TYPES = {
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": TEXT_OF_ODF.decode(),
}
WHAT = "Choose a PDF, a Word document (.docx) or an OpenDocument text (.odt)."


def too_large(limit: int) -> str:
    """Return what to say of a file that is larger than so many bytes."""
    return f"The file is larger than {limit // MEGABYTE} megabytes. Choose a smaller one."


TOO_LARGE = too_large(LIMIT)


@dataclass(frozen=True)
class Paper:
    """A file as somebody sent it: the name that they gave it, and its bytes."""

    name: str
    content: bytes


def ending_of(name: str) -> str:
    """Return the ending of a file's name in small letters, with its dot; nothing without one."""
    _stem, dot, last = name.rpartition(".")
    return f"{dot}{last}".lower() if dot else ""


def may_keep(paper: Paper, *, limit: int = LIMIT) -> Verdict:
    """Say whether the paper may be kept; refused when empty, large, of another kind or disguised."""
    ending = ending_of(paper.name)
    if ending not in TYPES:
        return Refused(WHAT, code="paper-kind")
    if not paper.content:
        return Refused("The file is empty. Choose another one.", code="paper-empty")
    if len(paper.content) > limit:
        return Refused(too_large(limit), code="paper-large")
    found = _kind(paper.content)
    if found == "macros":
        return Refused(
            "The file holds macros. Save it as a PDF and choose that.", code="paper-macros"
        )
    if found != ending:
        return Refused(
            f"The name ends in {ending}, but the file is something else or is damaged. {WHAT}",
            code="paper-disguised",
        )
    return Allowed()


def _kind(content: bytes) -> str:
    if b"%PDF-" in content[:START_OF_PDF] and b"%%EOF" in content:
        return ".pdf"
    return _kind_of_archive(content) if content.startswith(b"PK\x03\x04") else ""


def _kind_of_archive(content: bytes) -> str:
    """Look at the names of the parts, and read no part but the few letters that name the kind."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names) or any(
                name.startswith("Basic/") for name in names
            ):
                return "macros"
            if {"[Content_Types].xml", "word/document.xml"} <= names:
                return ".docx"
            if {"mimetype", "content.xml"} <= names:
                with archive.open("mimetype") as part:
                    return ".odt" if part.read(100).strip() == TEXT_OF_ODF else ""
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError):
        return ""  # damaged, encrypted or packed in a way that nobody uses for a document
    return ""
