"""Several things in one call: which of them a refusal is about."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from krscp_portal.foundation.errors import DomainError


@contextmanager
def nth(number: int) -> Iterator[None]:
    """Say of a refusal that it is about this one, counted from 0."""
    try:
        yield
    except DomainError as refusal:
        refusal.nth = number
        raise


@contextmanager
def among(numbers: Sequence[int]) -> Iterator[None]:
    """Say of a refusal about one of some, which one of all it is: `numbers[nth]`."""
    try:
        yield
    except DomainError as refusal:
        refusal.nth = numbers[refusal.nth]
        raise
