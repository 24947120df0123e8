"""Reads the example files. Which fact stands in which table is theirs, never code's.

Their shape, references and sources are checked by `tests/data/`, so nothing is checked again here.
"""

import tomllib
from pathlib import Path
from typing import Any, Final

import partnerships

FOLDER: Final = Path(partnerships.__file__).parent / "data" / "examples"
JOINT: Final = FOLDER / "joint"
Row = dict[str, Any]


def slugs() -> list[str]:
    """Return the example partnerships, the fictional one last."""
    found = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return sorted(found, key=lambda slug: read(slug)["partnership"]["fictional"])


def read(slug: str) -> Row:
    """Return one partnership's tables as they stand in its file."""
    return tomllib.loads((FOLDER / f"{slug}.toml").read_text(encoding="utf-8"))


def joint_slugs() -> list[str]:
    """Return the example bodies that several partnerships share."""
    return sorted(path.stem for path in JOINT.glob("*.toml"))


def read_joint(slug: str) -> Row:
    """Return one shared body's tables as they stand in its file."""
    return tomllib.loads((JOINT / f"{slug}.toml").read_text(encoding="utf-8"))
