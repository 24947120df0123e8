"""Secrets of links: 256 random bits, of which only the hash is stored."""

import hashlib
import secrets


def new_token() -> str:
    """Return a secret that nobody can guess, fit for an address."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is stored in the place of the secret."""
    return hashlib.sha256(token.encode()).hexdigest()
