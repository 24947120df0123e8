"""What a case file on paper is made of: parts, and in each sheets of facts, words or a table."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from krscp_portal.foundation.components import Row


@dataclass(frozen=True)
class Table:
    """A small table; the first cell of a row is its head."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    @property
    def lines(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return each row as its head and its other cells."""
        return [(row[0], row[1:]) for row in self.rows]


@dataclass(frozen=True)
class Sheet:
    """One heading with its facts, its words, or its table."""

    title: str
    rows: Sequence[Row] = ()
    text: str = ""
    table: Table | None = None


@dataclass(frozen=True)
class Part:
    """A chapter; without sheets it is left out."""

    title: str
    sheets: list[Sheet] = field(default_factory=list)
