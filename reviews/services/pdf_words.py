"""What a finished PDF says: the words of its pages, and everything that it carries beside them."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any, Final

import pypdf

from reviews.leaks import Passage

_LEADER = re.compile(r"(?:[^\S\n]?\.){6,}[^\S\n]*\d{1,3}(?=\n|\Z)")  # of a table of contents
_TEXT = re.compile(r">([^<>]+)<")
_ATTRIBUTE = re.compile(r"\s([\w.:-]+)\s*=\s*[\"']([^\"']*)[\"']")
_OF_THE_FORMAT: Final = re.compile(r"xmlns(:\w+)?|rdf:about|xml:lang|x:xmptk|begin|end|id")
_EXPECTED_KEYS: Final = frozenset(
    [
        "/Type",
        "/Lang",
        "/MarkInfo",
        "/Metadata",
        "/Names",
        "/Outlines",
        "/Pages",
        "/StructTreeRoot",
        "/ViewerPreferences",
        "/Dests",
        "/PageLabels",
        "/PageMode",
        "/PageLayout",
        "/Extensions",
        "/Version",
        "/OutputIntents",
    ]
)


@dataclass(frozen=True, kw_only=True)
class PdfWords:
    """The words by page, bookmark and link; the properties by name."""

    passages: list[Passage]
    properties: dict[str, str]


def words_in(content: bytes) -> PdfWords:
    """Return what the PDF says and carries: pages, bookmarks, links, properties, attachments."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    passages = [
        Passage(f"PDF, page {place}", _LEADER.sub("", page.extract_text()))
        for place, page in enumerate(reader.pages, start=1)
    ]
    passages += [Passage("PDF, bookmark", title) for title in _bookmarks(reader.outline)]
    for place, page in enumerate(reader.pages, start=1):
        passages += [Passage(f"PDF, link on page {place}", said) for said in _notes(page)]
    return PdfWords(passages=passages, properties=dict(_properties(reader)))


def _properties(reader: pypdf.PdfReader) -> Iterator[tuple[str, str]]:
    for name, value in (reader.metadata or {}).items():
        yield str(name), str(value)
    root: Any = reader.trailer["/Root"]
    if "/Metadata" in root:
        text = root["/Metadata"].get_object().get_data().decode("utf-8", "replace")
        for place, value in enumerate(_xmp(text), start=1):
            yield f"XMP {place}", value
    for name in reader.attachments:
        yield f"attachment {name}", str(name)
    names = root.get("/Names", {})
    extra = [key for key in root if key not in _EXPECTED_KEYS]
    extra += [key for key in getattr(names, "get_object", lambda: names)() if key != "/Dests"]
    for key in extra:
        yield f"part {key}", str(key)


def _xmp(text: str) -> Iterator[str]:
    for found in _TEXT.findall(text):
        if found.strip():
            yield unescape(found.strip())
    for name, value in _ATTRIBUTE.findall(text):
        if value.strip() and not _OF_THE_FORMAT.fullmatch(name):
            yield unescape(value)


def _notes(page: Any) -> Iterator[str]:
    for note in page.get("/Annots") or []:
        row = note.get_object()
        yield from (str(row[key]) for key in ("/Contents", "/T", "/TU") if key in row)
        action = row.get("/A")
        if action is not None and "/URI" in action.get_object():
            yield str(action.get_object()["/URI"])


def _bookmarks(outline: object) -> Iterator[str]:
    if isinstance(outline, list):
        for each in outline:
            yield from _bookmarks(each)
        return
    yield str(getattr(outline, "title", ""))
