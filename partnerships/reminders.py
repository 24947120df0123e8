"""What falls due by itself and somebody should be told of: appointments that end, reviews, renewals.

An app registers a provider at `ready()`; the daily round asks each one, partnership by
partnership, and tells everybody who is concerned once for each `key` (services/reminders.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from partnerships.roles import Permission


@dataclass(frozen=True)
class Reminder:
    """One thing that somebody should know of now: whom, in what neutral words, and where to go.

    `key` is unique in the partnership and holds what makes it new again (the date that it is
    about), so that a moved date is told again and the same one never is. It is for whoever holds
    `permission`, and for the users of `also`.
    """

    key: str
    subject: str  # neutral: it is what the e-mail says
    path: str  # inside the partnership, without its slug
    permission: Permission | None = None
    also: tuple[int, ...] = ()


Provider = Callable[[date], list[Reminder]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a provider; apps call this once, at `ready()`."""
    _providers.append(provider)


def providers() -> tuple[Provider, ...]:
    """Return every provider; the daily round asks each on its own, so that none silences another."""
    return tuple(_providers)


def due(on: date) -> list[Reminder]:
    """Return everything that falls due in the open partnership on the day."""
    return [reminder for provider in providers() for reminder in provider(on)]
