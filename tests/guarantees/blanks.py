"""What fills a blank of an address, for every app."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet


def last(rows: Callable[[], QuerySet[Any]], path: str = "") -> Callable[[], Any]:
    """Return how to find the last of some rows, or what it points at: the example's come before."""

    def found() -> Any:
        row = rows().order_by("pk").last()
        for step in path.split("__") if path else ():
            row = getattr(row, step)
        return row.public_id

    return found
