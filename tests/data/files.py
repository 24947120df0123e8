"""The data files, read once, and the source texts where they are at hand."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RULES_FILE = ROOT / "deadlines" / "data" / "rules.toml"
EXAMPLE_FILES = sorted((ROOT / "partnerships" / "data" / "examples").glob("*.toml"))
JOINT_FILES = sorted((ROOT / "partnerships" / "data" / "examples" / "joint").glob("*.toml"))
SOURCE_FILES = sorted((ROOT.parent / "shared" / "seeds").glob("*.txt"))

RUN = 12
"""As many words in a row as are taken for a copied sentence."""

Data = dict[str, Any]


def read(path: Path) -> Data:
    """Return one file's tables."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def plain(value: Any) -> Any:
    """Return the value as JSON would hold it: dates as text."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def runs(text: str) -> set[tuple[str, ...]]:
    """Return every run of twelve words, without case or punctuation."""
    words = re.findall(r"[a-z0-9']+", text.lower())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def cited(source: str) -> list[tuple[str, str]]:
    """Return each (file, place) that a source names; a place without a file shares the last."""
    found: list[tuple[str, str]] = []
    name = ""
    for part in source.split(", "):
        head, _, rest = part.partition(" ")
        name, place = (head, rest) if head.endswith(".txt") else (name, part)
        found.append((name, place))
    return found


RULES = read(RULES_FILE)
EXAMPLES: dict[str, Data] = {path.stem: read(path) for path in EXAMPLE_FILES}
REAL = {slug: data for slug, data in EXAMPLES.items() if not data["partnership"]["fictional"]}
JOINT: dict[str, Data] = {path.stem: read(path) for path in JOINT_FILES}
