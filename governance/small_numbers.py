"""Which figures of a table may be told where a small one could point at a child. Pure.

A count of 1 to 4 is not told, and where one cell of a row or column could be worked out from its
total, a second is kept back as well. House rule of the portal, after the usual practice of
published statistics about children; confidence: medium, for neither the Regulations nor the
guidance names a figure (products.md, "small numbers (<5, tenant-set) suppressed").
"""

from collections.abc import Sequence
from typing import Final

SMALLEST_TOLD: Final = 5
KEPT_BACK: Final = "not shown"
SOURCE: Final = "House rule of the portal; no figure is set by law. Confidence: medium."


def is_small(count: int) -> bool:
    """Say whether a count is small enough to point at somebody. Nothing at all points at nobody."""
    return 0 < count < SMALLEST_TOLD


def kept_back(rows: Sequence[Sequence[int]]) -> frozenset[tuple[int, int]]:
    """Return the cells of a table, by row and column, that are not told.

    Every small one; and beside a single one in a row or a column the smallest other that is not
    nought, so that the total does not give it away. Repeated until nothing can be worked out.
    """
    hidden = {
        (r, c) for r, row in enumerate(rows) for c, count in enumerate(row) if is_small(count)
    }
    while more := _given_away(rows, hidden):
        hidden.add(more)
    return frozenset(hidden)


def _given_away(
    rows: Sequence[Sequence[int]], hidden: set[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return another cell to keep back, beside one that stands alone in its row or column."""
    width = len(rows[0]) if rows else 0
    lines = [[(r, c) for c in range(width)] for r in range(len(rows))]
    lines += [[(r, c) for r in range(len(rows))] for c in range(width)]
    for line in lines:
        if sum(cell in hidden for cell in line) != 1:
            continue
        others = [cell for cell in line if cell not in hidden and rows[cell[0]][cell[1]] > 0]
        if others:
            return min(others, key=lambda cell: (rows[cell[0]][cell[1]], cell))
    return None
