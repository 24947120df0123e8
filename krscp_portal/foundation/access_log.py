"""gunicorn's log of requests, with the secrets of links taken out of their addresses.

An invitation, an answer to a meeting and a calendar feed are each opened by whoever knows their
address, so whoever reads the log must not learn it.
"""

import re
from typing import Any

from gunicorn.glogging import Logger

# A secret of `partnerships.tokens` has 43 such letters; a public id has 36 and names nothing.
_SECRET = re.compile(r"[A-Za-z0-9_-]{40,}")
_ADDRESSES = ("r", "U", "q", "f")  # request line, path, query, the page before


def without_secrets(text: str) -> str:
    """Return an address with each long random part replaced by three dots."""
    return _SECRET.sub("...", text)


class QuietLogger(Logger):
    """Writes what gunicorn writes, and no secret of a link."""

    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(*args, **kwargs)
        for name in _ADDRESSES:
            found[name] = without_secrets(str(found.get(name) or "-"))
        return found
