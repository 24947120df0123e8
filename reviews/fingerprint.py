"""The fingerprint of a frozen report: what a signature is bound to.

The rule: the same content gives the same SHA-256, whatever the order in which its keys were
written or stored; any other content gives another.
"""

import hashlib
import json
from typing import Any


def canonical(content: dict[str, Any]) -> bytes:
    """Return the content as JSON in one form: sorted keys, no blanks, UTF-8."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def fingerprint(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical content, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()
