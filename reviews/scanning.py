"""Whether a file that an agency hands in may be kept: its kind by content, and a scanner's word.

The rule: a PDF, a Word document or an OpenDocument text, as `partnerships.papers` tells them apart;
none that asks for a password, because nobody could look into it; none that the scanner refuses.
The scanner is a callable that `settings.FILE_SCAN` names. The one that comes with the portal finds
the harmless test file of the anti-virus makers and programs packed into a document; a service that
has a real scanner names its own there.
"""

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Final

from django.conf import settings
from django.utils.module_loading import import_string

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict
from partnerships import papers
from partnerships.papers import Paper

LIMIT: Final = 25 * papers.MEGABYTE
MOST_FILES: Final = 20
# In two halves, so that no scanner takes this file for the test file itself.
TEST_FILE: Final = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PROGRAMS: Final = (
    *(".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".ps1", ".vbs", ".js", ".jar", ".msi"),
    *(".hta", ".lnk", ".sh", ".bin"),
)
HARMFUL: Final = "The file was refused by the virus check and has not been kept."
LOCKED: Final = "The file asks for a password. Save it without one and choose that."
_ENCRYPTED_PDF: Final = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R|/Encrypt\s*<<")
_ENCRYPTED: Final = 0x1


def may_receive(paper: Paper) -> Verdict:
    """Say whether the file may be kept, with the sentence for its sender if not.

    The virus check comes first, so that a harmful file is called so whatever its name says.
    """
    scanned = _scanner()(paper)
    if not scanned:
        return scanned
    kind = papers.may_keep(paper, limit=LIMIT)
    if kind and _ENCRYPTED_PDF.search(paper.content):
        return Refused(LOCKED, code="paper-locked")
    return kind


def scan(paper: Paper) -> Verdict:
    """Refuse the anti-virus makers' test file, and an archive that holds a program or a lock."""
    if TEST_FILE in paper.content:
        return Refused(HARMFUL, code="scan-test-file")
    if not paper.content.startswith(b"PK\x03\x04"):
        return Allowed()
    try:
        with zipfile.ZipFile(BytesIO(paper.content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return Allowed()  # damaged: `papers` says so
    if any(part.filename.lower().endswith(PROGRAMS) for part in parts if not _is_macro(part)):
        return Refused(HARMFUL, code="scan-program")
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        return Refused(LOCKED, code="paper-locked")
    return Allowed()


def _is_macro(part: zipfile.ZipInfo) -> bool:
    """Say whether the part holds macros, of which `papers` speaks more exactly."""
    return part.filename.lower().endswith("vbaproject.bin")


def _scanner() -> Callable[[Paper], Verdict]:
    found: Callable[[Paper], Verdict] = import_string(settings.FILE_SCAN)
    return found
