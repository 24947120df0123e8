"""Reads that cross models or shape data for a page."""

from partnerships.selectors.notices import unread_notices
from partnerships.selectors.people import (
    holders,
    partnerships_of,
    roles_anywhere,
    system_user,
)

__all__ = ["holders", "partnerships_of", "roles_anywhere", "system_user", "unread_notices"]
