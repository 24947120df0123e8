"""The ways of holding a review that a partnership chooses from: its own, or those that stand ready."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from reviews.models import Methodology

FILE: Final = Path(__file__).parent.parent / "data" / "methodologies.toml"


@dataclass(frozen=True)
class Way:
    """One methodology; `row` is what can be chosen and ended, where the partnership has its own."""

    name: str
    description: str
    source: str = ""
    row: Methodology | None = None


@dataclass(frozen=True)
class Ways:
    """The methodologies, whether they are the partnership's own, and where the others come from."""

    ways: tuple[Way, ...]
    is_own: bool
    source: str = ""
    confidence: str = ""


def methodologies() -> Ways:
    """Return the methodologies of the open partnership in one query, in their order.

    Once a partnership has had a list of its own, the one that stands ready never comes back.
    """
    rows = list(Methodology.objects.order_by("order", "name", "pk"))
    if not rows:
        return ready_methodologies()
    own = [row for row in rows if row.ended_on is None]
    ways = tuple(Way(row.name, row.description, row.source, row) for row in own)
    return Ways(ways, is_own=True)


@cache
def ready_methodologies() -> Ways:
    """Return the methodologies of the data file, with their source."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    ways = tuple(
        Way(each["name"], each["description"], found["source"]) for each in found["methodology"]
    )
    return Ways(ways, is_own=False, source=found["source"], confidence=found["confidence"])
