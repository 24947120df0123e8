"""What a case and a child are called, so that no name is needed.

The rule: a case has a reference made of the partnership's short code, the year in which it was
logged and a number within that year. A child has a pseudonym that says nothing about them.

Authority: need-to-know practice; a published review must not allow anybody to be recognised. Not
decided here: the number (it is counted in the database, without a race).
"""

import re

from partnerships.addresses import prefix_of

NOT_NAMES = frozenset({"baby", "child", "infant", "sibling", "twin", "unborn", "young", "person"})
_NAME = "[A-Z][A-Za-zà-ÿ'’-]*[a-zà-ÿ]"
_TWO_NAMES = re.compile(rf"^{_NAME}(?: {_NAME})+$")


def reference(*, slug: str, year: int, number: int) -> str:
    """Return a case's reference: DEMO-2026-003."""
    return f"{prefix_of(slug)}-{year}-{number:03d}"


def looks_like_a_name(pseudonym: str) -> bool:
    """Say whether a pseudonym reads like a first name with a surname.

    Only a help against slips: a name that does not look like one is not found, and a made-up one
    that does is easily replaced by another.
    """
    words = pseudonym.strip()
    return bool(_TWO_NAMES.match(words)) and words.split()[0].lower() not in NOT_NAMES
