"""Of whom something is sealed, and who opened it and why; never what is sealed."""

from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from krscp_portal.foundation.components import Event
from krscp_portal.foundation.templatetags.portal import moment
from reviews.models import Child, Incident, SealedIdentity, SealedReading

READINGS: Final = 50


@dataclass(frozen=True, kw_only=True)
class SealPage:
    """One child's seal: when it was closed and by whom (nothing where there is none), its openings."""

    sealed: str
    readings: list[Event]


def seal_page(child: Child) -> SealPage:
    """Return how a child's seal stands; two queries."""
    row = SealedIdentity.objects.filter(child=child).select_related("sealed_by").first()
    if row is None:
        return SealPage(sealed="", readings=[])
    return SealPage(
        sealed=f"Sealed on {moment(row.sealed_at)} by {row.sealed_by.display_name}",
        readings=_events(SealedReading.objects.filter(identity=row), with_child=False),
    )


def readings_of(incident: Incident) -> list[Event]:
    """Return the latest openings of the seals of a case, newest first; one query."""
    rows = SealedReading.objects.filter(identity__child__incident=incident)
    return _events(rows.select_related("identity__child"), with_child=True)


def _events(rows: QuerySet[SealedReading], *, with_child: bool) -> list[Event]:
    found = rows.select_related("read_by").order_by("-read_at", "-pk")[:READINGS]
    return [
        Event(
            title=_title(each, with_child=with_child),
            at=moment(each.read_at),
            body=each.reason,
            datetime=each.read_at.isoformat(),
        )
        for each in found
    ]


def _title(row: SealedReading, *, with_child: bool) -> str:
    if not with_child:
        return row.read_by.display_name
    return f"{row.read_by.display_name}: {row.identity.child.pseudonym}"
