"""Copies the installed front-end packages into the folder that the pages are served from.

Run as `python -m krscp_portal.assets` after `npm ci`; Node itself is not needed. The prebuilt
files are copied, never compiled. On the way out of the package they lose what a service outside
gov.uk may not use or does not need: the GDS Transport typeface, the royal crest, the crown and
icons, and pointers to source maps. Running it again gives the same bytes.
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path("node_modules") / "govuk-frontend"
DESTINATION = Path("build") / "static" / "vendor"
STYLE = "govuk-frontend.min.css"
SCRIPT = "govuk-frontend.min.js"
TYPEFACE = 'Arial,Helvetica,"Liberation Sans",sans-serif'

_FONT_NOTICE = re.compile(r"/\*!(?:(?!\*/).)*Margaret Calvert(?:(?!\*/).)*\*/", re.DOTALL)
_FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
_FONT_STACK = re.compile(r"GDS Transport(?:,arial,sans-serif)?")
_CREST = re.compile(r"[^{}]*copyright-logo:before\{[^}]*\}")
_EMPTY_BLOCK = re.compile(r"@(?:media|supports)[^{}]*\{\s*\}")
_ABSOLUTE_URL = re.compile(r"url\((['\"]?)/assets/")
_CSS_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/\s*")
_JS_MAP = re.compile(r"//# sourceMappingURL=\S*\s*")


class AssetsMissing(Exception):
    """The package is not installed, or is not the one that this module knows how to clean."""


def build(root: Path = ROOT) -> tuple[Path, ...]:
    """Copy the style sheet and the script, cleaned, and return where they stand.

    Raises AssetsMissing, with the command to type, when the package is not installed, and when a
    cleaned file still points at something that was left behind (a new release has moved it).
    """
    package = root / PACKAGE
    if not (package / "package.json").is_file():
        raise AssetsMissing(
            f"The front-end packages are not installed: {PACKAGE} is missing. Run `npm ci` first."
        )
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    notice = f"/*! GOV.UK Frontend {version}, MIT licence, Crown copyright */\n"
    cleaned = {
        STYLE: clean_style(_read(package, STYLE), notice),
        SCRIPT: notice + _JS_MAP.sub("", _read(package, SCRIPT)),
    }
    return tuple(_write(root / DESTINATION / name, text) for name, text in cleaned.items())


def clean_style(css: str, notice: str) -> str:
    """Return the style sheet without typeface, crest and source map, addresses made relative.

    Raises AssetsMissing when anything of the kind is left.
    """
    css = css.removeprefix('@charset "UTF-8";')
    for pattern in (_FONT_NOTICE, _FONT_FACE, _CREST, _CSS_MAP):
        css = pattern.sub("", css)
    css = _EMPTY_BLOCK.sub("", css)
    css = _FONT_STACK.sub(TYPEFACE, css)
    css = _ABSOLUTE_URL.sub(r"url(\1", css)
    left = [word for word in ("url(", "GDS Transport", "crest", "sourceMapping") if word in css]
    if left:
        raise AssetsMissing(
            f"The style sheet of this release still holds {', '.join(left)}: "
            "krscp_portal/assets.py must learn how to take it out."
        )
    return '@charset "UTF-8";\n' + notice + css.lstrip()


def _read(package: Path, name: str) -> str:
    return (package / "dist/govuk" / name).read_text(encoding="utf-8")


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    return path


def main() -> int:
    """Build, and say in one line what happened; the exit code is 1 when it could not."""
    try:
        written = build()
    except AssetsMissing as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    names = ", ".join(path.name for path in written)
    sys.stdout.write(f"Front-end assets in {DESTINATION}: {names}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
