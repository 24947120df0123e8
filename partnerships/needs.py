"""What needs this person: the home page asks every app, and each answers for itself.

An app registers a provider at `ready()`. A provider reads only rows of the open partnership that
the person may see, in a fixed number of queries, and returns at most `MOST` entries.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from partnerships.access import Standing
from partnerships.models import User

MOST = 20


@dataclass(frozen=True)
class Need:
    """One thing to do: what, where, by when, and how it stands ("2 working days left").

    `for_whole_page` marks the next step on a page: it stands for everything else that waits there,
    so that nobody reads of one case four times.
    """

    what: str
    path: str  # inside the partnership, without its slug
    due_on: date | None = None
    state: str = ""
    late: bool = False
    for_whole_page: bool = False


Provider = Callable[[User, Standing, date], list[Need]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a provider; apps call this once, at `ready()`."""
    _providers.append(provider)


def needs_of(user: User, standing: Standing, *, on: date) -> list[Need]:
    """Return everything that needs the person in the open partnership, what is due first first."""
    asked = [need for provider in _providers for need in provider(user, standing, on)]
    spoken_for = {need.path for need in asked if need.for_whole_page}
    found = [need for need in asked if need.for_whole_page or need.path not in spoken_for]
    return sorted(found, key=lambda need: (need.due_on or date.max, need.what))
