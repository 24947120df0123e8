"""The service navigation. Each app adds its own entries at `ready()`; nothing is queried."""

from dataclasses import dataclass
from typing import Any

from partnerships.access import Standing
from partnerships.models import Partnership
from partnerships.roles import Permission


@dataclass(frozen=True)
class Entry:
    """One place in the navigation: `path` is inside the partnership; shown to who may go there.

    `also` names further paths whose pages belong to the same place.
    """

    order: int
    text: str
    path: str
    permission: Permission
    also: tuple[str, ...] = ()


_entries: list[Entry] = [
    Entry(10, "Home", "", Permission.PARTNERSHIP_VIEW),
    Entry(
        60,
        "People and seats",
        "seats/",
        Permission.PARTNERSHIP_VIEW,
        also=(
            "appointments/",
            "people/",
            "agencies/",
            "coverage/",
            "organisations/",
            "delegations/",
            "details/",
            "joint-bodies/",
            "responsibilities/",
            "interests/",
            "local-rules/",
            "order/",
        ),
    ),
    Entry(80, "Access", "access/", Permission.ACCESS_MANAGE),
    Entry(90, "Audit", "audit/", Permission.AUDIT_VIEW),
]


def add(entry: Entry) -> None:
    """Add an entry; apps call this once, at `ready()`."""
    _entries.append(entry)


def navigation_for(
    partnership: Partnership | None, standing: Standing | None, path: str
) -> list[dict[str, Any]]:
    """Return the entries that this person may follow, the present one marked."""
    if partnership is None or not standing:
        return []
    root = partnership.get_absolute_url()
    return [
        {
            "text": entry.text,
            "href": root + entry.path,
            "active": _is_here(entry, path, root=root),
        }
        for entry in sorted(_entries, key=lambda each: each.order)
        if standing.can_for_an_agency(entry.permission)
    ]


def _is_here(entry: Entry, path: str, *, root: str) -> bool:
    if not entry.path:
        return path == root
    return path.startswith(tuple(root + each for each in (entry.path, *entry.also)))
