"""Where in the portal a recommendation may come from: higher apps register at `ready()`.

This app never learns what a case or a review is. It keeps a reference and a path, asks the owner
of the subject who may see it (`deadlines.subjects`), and is given the way to find one here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from deadlines.subjects import Subject
from governance.enums import RecommendationSource
from partnerships.access import Standing
from partnerships.models import User


@dataclass(frozen=True)
class Origin:
    """One kind of subject that recommendations come from.

    `find` returns the subject if the person may see it today, else None. `page` is the name of the
    address that lists its recommendations, and `blank` what that address calls the subject's id.
    """

    kind: str
    source: RecommendationSource
    find: Callable[[User, Standing, UUID], Subject | None]
    page: str
    blank: str


_origins: dict[str, Origin] = {}


def register(origin: Origin) -> None:
    """Make an origin known; registering the same kind twice is a fault."""
    if origin.kind in _origins:
        raise ValueError(f"{origin.kind} is registered already")
    _origins[origin.kind] = origin


def origin_of(kind: str) -> Origin | None:
    """Return the origin of a kind; None for one that nobody registered."""
    return _origins.get(kind)


def kinds() -> tuple[str, ...]:
    """Return the kinds of subjects that recommendations come from."""
    return tuple(_origins)
