"""The groups of a partnership, as far as roles need them: governance keeps them and says so here.

Governance registers its provider at `ready()`; this app only knows a group's key and its name.
"""

from collections.abc import Callable

Provider = Callable[[], dict[str, str]]

_providers: list[Provider] = []


def register(provider: Provider) -> None:
    """Say where the groups are kept; the app that keeps them calls this once, at `ready()`."""
    _providers.append(provider)


def current_groups() -> dict[str, str]:
    """Return the name of each group of the open partnership by its key, by name; one query."""
    found = {key: name for provider in _providers for key, name in provider().items()}
    return dict(sorted(found.items(), key=lambda each: each[1].casefold()))


def name_of(group_key: str) -> str:
    """Return what a group is called, or its key where it has ended."""
    return current_groups().get(group_key, group_key)
