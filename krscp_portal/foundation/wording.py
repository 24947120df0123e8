"""Words that every app puts together in the same way."""

from collections.abc import Iterable


def in_a_row(names: Iterable[str]) -> str:
    """Join names as people say them: "a", "a and b", "a, b and c". Refuses no names at all."""
    *first, last = list(names)
    return f"{', '.join(first)} and {last}" if first else last
