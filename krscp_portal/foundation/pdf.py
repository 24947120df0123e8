"""HTML to a tagged, accessible PDF. The only module that imports WeasyPrint.

`render` promises PDF/UA-1 with title, language, bookmarks and the repairs of `pdf_tags`; it fetches
nothing from a network or from outside the folders it is handed; and it gives the same bytes for
the same input, so a stored sha-256 stays true. `problems` says what a screen-reader user would trip
over in any PDF; an empty answer is no certificate (veraPDF and a person's reading are).

WeasyPrint is imported when the first document is made: it costs most of a second and some 45 MB,
which a web process that renders nothing should not pay, and it needs the system library Pango,
whose absence is a refusal that names the packages rather than a stop at start-up.
"""

import base64
import binascii
import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any, Final
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.pdf_check import problems
from krscp_portal.foundation.pdf_tags import tidy

__all__ = ["STEPS", "PdfRefused", "problems", "render"]

STEPS: Final = (
    "Reading the document",
    "Laying out the pages",
    "Drawing the pages",
    "Marking up for screen readers",
)
"""What `on_step` is told, in order; a progress bar counts them."""

SITE: Final = "https://portal.invalid/"
"""Where relative links point unless the caller names the public site; never fetched."""

STATIC: Final = "static/"
FILE_KINDS: Final = {
    ".css": "text/css",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
IMAGE_KINDS: Final = frozenset(kind for kind in FILE_KINDS.values() if kind.startswith("image/"))
LONGEST_DATA_URL: Final = 8_000_000
SHOWN: Final = 80

MISSING_PANGO: Final = (
    "This machine cannot make PDFs: WeasyPrint does not find the Pango library. "
    "Install it with: apt-get install libpango-1.0-0 libpangoft2-1.0-0"
)


class PdfRefused(DomainError):
    """No PDF was made; the sentence says why. `code` is `pdf_unavailable` or `pdf_outside`."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The only places a document may draw on: files under `roots`, reached below `site`/static/."""

    roots: tuple[Path, ...]
    site: str

    def serve(self, url: str) -> tuple[bytes, str]:
        """Return the bytes and the media type at `url`.

        Promises to open no socket. Refuses every scheme but `data:` images and this site's own
        static address, every path that leaves the roots (links followed), and unknown file kinds.
        """
        if url.startswith("data:"):
            return _data_image(url)
        if url.startswith(self.site + STATIC):
            return self._static_file(url)
        raise _outside(url)

    def address_of(self, path: Path) -> str:
        """Return the address by which a stylesheet's own relative links are to be resolved."""
        found = path.resolve()
        for root in self.roots:
            if found.is_relative_to(root.resolve()):
                return f"{self.site}{STATIC}{found.relative_to(root.resolve()).as_posix()}"
        return self.site

    def _static_file(self, url: str) -> tuple[bytes, str]:
        name = unquote(urlsplit(url).path.removeprefix(urlsplit(self.site).path + STATIC))
        kind = FILE_KINDS.get(Path(name).suffix.lower())
        if kind is None or "\0" in name:
            raise _outside(url)
        for root in self.roots:
            path = (root / name).resolve()
            if path.is_relative_to(root.resolve()) and path.is_file():
                return path.read_bytes(), kind
        raise _outside(url)


def render(
    html: str,
    *,
    title: str,
    made_at: datetime,
    language: str = "en-GB",
    stylesheets: Sequence[str | Path] = (),
    roots: Sequence[Path] = (),
    site: str = SITE,
    on_step: Callable[[str], None] | None = None,
) -> bytes:
    """Make a tagged PDF/UA-1 of `html`; the same arguments give the same bytes.

    A stylesheet is a `Path` to read or a string of CSS. `roots` are the static folders that the
    document may draw on under /static/; `site` is the public address for its relative links.
    `made_at` (aware) is the only time written into the file. `on_step` hears each of `STEPS`.
    Refuses, by `PdfRefused`, anything fetched from elsewhere and a machine without Pango.
    """
    tell = on_step or _nobody
    engine = _engine()
    sources = Sources(tuple(roots), site)
    refused: list[PdfRefused] = []
    fetcher = _offline(engine, sources, refused)

    try:
        tell(STEPS[0])
        page = engine.HTML(string=html, base_url=site, url_fetcher=fetcher)
        sheets = [_sheet(engine, sheet, sources, fetcher) for sheet in stylesheets]
        tell(STEPS[1])
        document = page.render(stylesheets=sheets, pdf_variant="pdf/ua-1", pdf_tags=True)
        _stamp(document.metadata, title=title, language=language, made_at=made_at)
        tell(STEPS[2])
        raw = document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    except engine.urls.FatalURLFetchingError:
        raise refused[0] from None
    if refused:
        # Inside an SVG WeasyPrint swallows the refusal and leaves a hole.
        raise refused[0]
    tell(STEPS[3])
    return tidy(raw)


def _nobody(_step: str) -> None:
    """Hear nothing: nobody asked for progress."""


def _engine() -> ModuleType:
    try:
        return importlib.import_module("weasyprint")
    except OSError as error:
        raise PdfRefused(MISSING_PANGO, code="pdf_unavailable") from error


def _offline(engine: ModuleType, sources: Sources, refused: list[PdfRefused]) -> Any:
    """Build WeasyPrint's fetcher from our own; it notes each refusal and stops the document."""

    class Offline(engine.urls.URLFetcher):  # type: ignore[name-defined]
        def fetch(self, url: str, headers: object = None) -> Any:
            try:
                body, kind = sources.serve(url)
            except PdfRefused as refusal:
                refused.append(refusal)
                raise
            return engine.urls.URLFetcherResponse(url, body, {"Content-Type": kind})

    return Offline(fail_on_errors=True)


def _sheet(engine: ModuleType, sheet: str | Path, sources: Sources, fetcher: Any) -> Any:
    if isinstance(sheet, str):
        return engine.CSS(string=sheet, base_url=sources.site, url_fetcher=fetcher)
    text, address = sheet.read_text("utf-8"), sources.address_of(sheet)
    return engine.CSS(string=text, base_url=address, url_fetcher=fetcher)


def _stamp(metadata: Any, *, title: str, language: str, made_at: datetime) -> None:
    """Set what the file says of itself, over anything that the page's own head says."""
    if made_at.tzinfo is None:
        raise ValueError("made_at has no time zone")
    moment = made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    metadata.title, metadata.lang = title, language
    metadata.created = metadata.modified = moment


def _data_image(url: str) -> tuple[bytes, str]:
    head, _, body = url.partition(",")
    kind, *options = head.removeprefix("data:").lower().split(";")
    if kind not in IMAGE_KINDS or len(url) > LONGEST_DATA_URL:
        raise _outside(url)
    raw = unquote_to_bytes(body)
    if "base64" not in options:
        return raw, kind
    try:
        return base64.b64decode(raw, validate=True), kind
    except binascii.Error as error:
        raise _outside(url) from error


def _outside(url: str) -> PdfRefused:
    shown = url if len(url) <= SHOWN else f"{url[:SHOWN]}…"
    sentence = f"The document asks for “{shown}”, which is not one of this portal's own files."
    return PdfRefused(sentence, code="pdf_outside")
