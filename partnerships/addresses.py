"""The first part of a tenant's address, and the words that no partnership may be called."""

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
