"""The first part of a tenant's address, the words that none may be called, and its short code."""

import re

RESERVED = frozenset(
    {
        "accounts", "accessibility", "api", "components", "cookies", "healthz", "help",
        "invitations", "me", "my", "privacy", "readyz", "static", "admin",
    }
)  # fmt: skip


class PartnershipConverter:
    """Matches a slug that is not one of the portal's own first words."""

    regex = r"(?!(?:" + "|".join(sorted(RESERVED)) + r")/)[a-z0-9][a-z0-9-]{1,39}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


LONGEST_WHOLE = 6
SHORTENED = 4


def prefix_of(slug: str) -> str:
    """Return a partnership's code in its references: KRSCP, KENT, DEMO for demoborough."""
    letters = re.sub(r"[^a-z0-9]", "", slug.lower()).upper()
    return letters if len(letters) <= LONGEST_WHOLE else letters[:SHORTENED]
