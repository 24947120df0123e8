"""What other apps know of an agency: its page asks each, and each answers for itself.

An app registers a provider at `ready()`. A provider reads only rows of the open partnership, in a
fixed number of queries: governance says in which groups an agency is spoken for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from krscp_portal.foundation.components import Link
from partnerships.models import AgencyMembership


@dataclass(frozen=True)
class AgencyFact:
    """One thing about an agency: a heading, and the places that it leads to."""

    heading: str
    links: tuple[Link, ...]


Provider = Callable[[AgencyMembership, date], list[AgencyFact]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Add a provider; apps call this once, at `ready()`."""
    _providers.append(provider)


def facts_of(membership: AgencyMembership, *, on: date) -> list[AgencyFact]:
    """Return what every provider knows of the agency on the day, without empty headings."""
    found = [fact for provider in _providers for fact in provider(membership, on)]
    return [fact for fact in found if fact.links]
