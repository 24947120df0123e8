"""A case file as an archive: its files, and a manifest by which each can be proved.

`manifest.json` stands first and names every other file with its sha-256, size, and moment, so that
whoever receives the archive can see that nothing was changed, added or taken out. The archive is
made of what it is given alone: the same input gives the same bytes.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

MANIFEST: Final = "manifest.json"
RIGHTS: Final = 0o600 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One file on its way into an archive; `what` says what it is, without a word of the case."""

    name: str
    content: bytes
    at: datetime
    what: str


def archive(entries: Sequence[Entry], *, about: Mapping[str, str], at: datetime) -> bytes:
    """Return the archive with its manifest; `about` stands at the manifest's head.

    Refuses two files of one name, and a file that calls itself the manifest.
    """
    names = [MANIFEST, *(each.name for each in entries)]
    if len(set(names)) < len(names):
        raise ValueError("Two files of an archive have one name.")
    files = [_line(each) for each in entries]
    manifest = json.dumps({**about, "files": files}, ensure_ascii=False, indent=2).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as box:
        _put(box, MANIFEST, manifest, at)
        for each in entries:
            _put(box, each.name, each.content, each.at)
    return made.getvalue()


def _line(entry: Entry) -> dict[str, str | int]:
    return {
        "name": entry.name,
        "what": entry.what,
        "sha256": hashlib.sha256(entry.content).hexdigest(),
        "size": len(entry.content),
        "at": entry.at.isoformat(),
    }


def _put(box: zipfile.ZipFile, name: str, content: bytes, at: datetime) -> None:
    info = zipfile.ZipInfo(name, at.timetuple()[:6])
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, RIGHTS
    box.writestr(info, content)
