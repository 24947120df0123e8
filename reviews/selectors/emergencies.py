"""Every emergency opening of a restricted case, for who manages access: references alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from krscp_portal.foundation.components import Pagination
from reviews.models import EmergencyAccess

PAGE: Final = 50


@dataclass(frozen=True, kw_only=True)
class EmergencyRow:
    """One opening: who, which case by its reference, from when until when."""

    who: str
    reference: str
    opened_at: datetime
    expires_at: datetime
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Emergencies:
    """One page of the openings."""

    rows: tuple[EmergencyRow, ...]
    pagination: Pagination


def emergencies(*, page: int, at: datetime) -> Emergencies:
    """Return a page of the openings in the open partnership, newest first; two queries.

    The reason may speak of the child, so it stands on the page of the case alone.
    """
    found = EmergencyAccess.objects.select_related("opened_by", "incident")
    total = max(1, -(-found.count() // PAGE))
    number = min(max(1, page), total)
    rows = found.order_by("-opened_at", "-pk")[(number - 1) * PAGE : number * PAGE]
    return Emergencies(
        rows=tuple(
            EmergencyRow(
                who=each.opened_by.display_name,
                reference=each.incident.reference,
                opened_at=each.opened_at,
                expires_at=each.expires_at,
                is_open=each.expires_at > at,
            )
            for each in rows
        ),
        pagination=Pagination(number, total),
    )
