"""A connection as the owner of the tables, for tests of what even the owner cannot do unseen."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def as_owner() -> Iterator[Any]:
    """Become the owner of the tables within the open transaction, and the application again."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("RESET ROLE")  # an error rolls this back with the rest
        yield cursor
        cursor.execute("SET ROLE portal_app")
