"""Reads the example files. Which fact stands in which table is theirs, never code's.

Their shape, references and sources are checked by `tests/data/`, so nothing is checked again here.
"""

import tomllib
from pathlib import Path
from typing import Any, Final

import partnerships

FOLDER: Final = Path(partnerships.__file__).parent / "data" / "examples"
Row = dict[str, Any]


def slugs() -> list[str]:
    """Return the example partnerships, the fictional one last."""
    found = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return sorted(found, key=lambda slug: read(slug)["partnership"]["fictional"])


def read(slug: str) -> Row:
    """Return one partnership's tables as they stand in its file."""
    return tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))
