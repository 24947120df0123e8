"""How the portal writes a date. Pure, so that every rule may say a day in its reason."""

from datetime import date


def in_words(day: date) -> str:
    """Return a date as the portal writes it: "4 June 2026"."""
    return f"{day.day} {day:%B %Y}"
