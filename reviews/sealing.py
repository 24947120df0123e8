"""The seal over who a child is: closed before a database sees it, opened with the portal's keys.

The keys are handed in, the newest first: what is sealed is sealed with the first, what is opened
may have been sealed with any. The seal names the child whom it is of, so that one ciphertext moved
to another child does not open.

Authority: statutory.md §4.6 (a pseudonym everywhere, the name in one place); data protection law's
security of processing. The construction is Fernet (AES in CBC mode with an HMAC).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from krscp_portal.foundation.errors import DomainError


class SealBroken(DomainError):
    """The seal does not open: another key, another child, or ciphertext that was changed."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a child is; the words stay out of anything that prints the object."""

    name: str = field(repr=False)
    born_on: date | None = field(default=None, repr=False)
    other: str = field(default="", repr=False)


def seal(identity: Identity, *, of: UUID, keys: Sequence[str]) -> str:
    """Return the ciphertext of one child's identity. The same words never give the same twice."""
    born = identity.born_on.isoformat() if identity.born_on else None
    words = {"of": str(of), "name": identity.name, "born_on": born, "other": identity.other}
    return _box(keys).encrypt(json.dumps(words).encode()).decode()


def unseal(sealed: str, *, of: UUID, keys: Sequence[str]) -> Identity:
    """Return what was sealed of this child. Refuses, by `SealBroken`, what does not open."""
    words = json.loads(_opened(sealed, keys))
    if words["of"] != str(of):
        raise _broken()
    born = date.fromisoformat(words["born_on"]) if words["born_on"] else None
    return Identity(words["name"], born, words["other"])


def reseal(sealed: str, *, keys: Sequence[str]) -> str:
    """Return the same words sealed with the newest key. Refuses what does not open."""
    return _box(keys).encrypt(_opened(sealed, keys)).decode()


def _opened(sealed: str, keys: Sequence[str]) -> bytes:
    try:
        return _box(keys).decrypt(sealed.encode())
    except InvalidToken:
        raise _broken() from None


def _box(keys: Sequence[str]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def _broken() -> SealBroken:
    return SealBroken(
        "This sealed identity cannot be opened with the portal’s keys. Tell whoever runs the "
        "portal.",
        code="seal-broken",
    )
