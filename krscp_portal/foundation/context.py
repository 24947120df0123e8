"""Whose rows may be seen: the tenant context of a request, a task, a command or a test.

PostgreSQL row-level security is the mechanism (docs/decisions/0001); this module only tells the
database which partnership is open. The setting is local to the transaction, so it cannot outlive
it on a pooled connection. With nothing open, every tenant table is empty.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

from krscp_portal.foundation.errors import TenantMissing

APP_ROLE = "portal_app"
READER_ROLE = "portal_reader"

_open: ContextVar[int | None] = ContextVar("open_partnership", default=None)


def current_partnership_id() -> int | None:
    """Return the id of the partnership that is open here, or None."""
    return _open.get()


def required_partnership_id() -> int:
    """Return the id of the open partnership; refuse when none is open."""
    found = _open.get()
    if found is None:
        raise TenantMissing("No partnership is open here: use foundation.context.tenant().")
    return found


@contextmanager
def tenant(
    partnership_id: int, *, user_id: int | None = None, savepoint: bool = True
) -> Iterator[None]:
    """Open one partnership for the block, in a transaction of its own or the one that is open.

    `savepoint=False` joins the open transaction whole: for a request, which stands or falls as one.

    `user_id` lets a person's own role assignments of other partnerships be read as well (the
    organisation switcher). An exception rolls the block back, and the setting with it.
    """
    token = _open.set(partnership_id)
    try:
        with transaction.atomic(savepoint=savepoint):
            before = _set(str(partnership_id), "" if user_id is None else str(user_id))
            yield
            # Inside an outer transaction the setting would outlive the block (technology.md §2).
            # Only on success: after an error the rollback has already restored it.
            _set(*before)
    finally:
        _open.reset(token)


@contextmanager
def as_user(user_id: int) -> Iterator[None]:
    """Let the block read this person's own role assignments in every partnership, and no more."""
    with transaction.atomic():
        before = _set(str(_open.get() or ""), str(user_id))
        yield
        _set(*before)


@contextmanager
def across(partnership_ids: Iterable[int]) -> Iterator[None]:
    """Read, and only read, the rows of several partnerships: the sweep, and a person's own day.

    The block runs as a database role that holds no right but SELECT, so a write in it is refused
    by the database.
    """
    listed = ",".join(str(int(each)) for each in partnership_ids)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.tenants', %s, true)", [listed])
            cursor.execute(f"SET LOCAL ROLE {READER_ROLE}")
        yield
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {APP_ROLE}")
            cursor.execute("SELECT set_config('app.tenants', '', true)")


@contextmanager
def reading(partnership_id: int) -> Iterator[None]:
    """Open one partnership for reading alone: what a person's own day is made of.

    Selectors work as they do in `tenant`; a write is refused by the database, as in `across`.
    """
    token = _open.set(partnership_id)
    try:
        with across([partnership_id]):
            yield
    finally:
        _open.reset(token)


@contextmanager
def as_invitee(address: str) -> Iterator[None]:
    """Read, and only read, the offers that were made to one address, in whatever partnership.

    No partnership is open in the block, so it finds no other tenant row.
    """
    with transaction.atomic():
        _set_invitee(address, role=READER_ROLE)
        yield
        _set_invitee("", role=APP_ROLE)


def _set_invitee(address: str, *, role: str) -> None:
    """Set whose offers may be read and the role that may, in one round trip."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.invitee', %s, true), set_config('role', %s, true)",
            [address, role],
        )


def _set(partnership: str, user: str) -> tuple[str, str]:
    """Set both settings and return what they were, in one round trip."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT before.tenant, before.person,"
            " set_config('app.tenant', %s, true), set_config('app.user', %s, true)"
            " FROM (SELECT coalesce(current_setting('app.tenant', true), '') AS tenant,"
            " coalesce(current_setting('app.user', true), '') AS person OFFSET 0) AS before",
            [partnership, user],
        )
        row = cursor.fetchone()
    return row[0], row[1]
