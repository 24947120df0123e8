"""Handovers: those that go on, those that are complete, and what became of each thing."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from partnerships.models import Handover, HandoverItem, User


@dataclass(frozen=True)
class HandoverRow:
    """One handover in the list."""

    public_id: UUID
    leaver: str
    leaver_id: UUID
    last_day: date
    things: int
    completed_at: datetime | None


def handovers() -> list[HandoverRow]:
    """Return every handover of the open partnership, those that go on first; one query."""
    rows = Handover.objects.select_related("leaver").annotate(things=Count("items"))
    return [
        HandoverRow(
            public_id=row.public_id,
            leaver=row.leaver.display_name,
            leaver_id=row.leaver.public_id,
            last_day=row.last_day,
            things=row.things,
            completed_at=row.completed_at,
        )
        for row in rows.order_by("-completed_at", "last_day", "pk")  # NULL comes first
    ]


def open_handover(*, leaver: User) -> Handover | None:
    """Return the person's handover that goes on, or None."""
    mine = Handover.objects.select_related("leaver", "started_by")
    return mine.filter(leaver=leaver, completed_at__isnull=True).first()


def items_of(handover: Handover) -> list[HandoverItem]:
    """Return what was handed over, in the order in which it was; one query."""
    return list(handover.items.select_related("to_user", "done_by").order_by("done_at", "pk"))


def may_read_note(handover: Handover, user: User) -> bool:
    """Say whether a complete handover gave the person something to go on with."""
    return handover.completed_at is not None and handover.items.filter(to_user=user).exists()
