"""Checking the audit's chain of hashes, apart from the database that made it.

Each line's hash is the sha256 of the hash before it, a newline, and the line's canonical text
(docs/decisions/0004). The text comes from the database, the hash is computed here, so a line that
was changed with the database's guards switched off is found, and so is one taken out.

What this cannot see: a whole chain that its owner wrote anew. Keep the printed heads elsewhere.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """One line of the audit as it is stored, with its canonical text."""

    number: int
    previous_hash: str
    hash: str
    text: str


@dataclass(frozen=True)
class Finding:
    """What a check of one chain found: how many lines, the last hash, and the first fault."""

    lines: int
    head: str
    fault: str = ""


def seal(previous_hash: str, text: str) -> str:
    """Return the hash that a line must carry."""
    return hashlib.sha256(f"{previous_hash}\n{text}".encode()).hexdigest()


def check(links: Iterable[Link]) -> Finding:
    """Walk a chain in the order of its numbers and stop at the first fault.

    Finds a number left out, a link that does not name the one before it, and a line whose text is
    not what was sealed.
    """
    head, lines = "", 0
    for link in links:
        if link.number != lines + 1:
            return Finding(lines, head, f"line {lines + 1} is missing")
        if link.previous_hash != head:
            return Finding(lines, head, f"line {link.number} does not follow line {lines}")
        if link.hash != seal(head, link.text):
            return Finding(lines, head, f"line {link.number} is not what was written")
        head, lines = link.hash, link.number
    return Finding(lines, head)
