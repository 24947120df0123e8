"""The time of a seat and of a person: a drawing, and the rows that say the same in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from krscp_portal.foundation.timechart import Lane, Span, TimeChart, time_chart
from partnerships.enums import AppointmentKind
from partnerships.models import Seat
from partnerships.selectors.appointees import Holder

LANES = {
    AppointmentKind.SUBSTANTIVE.label: "Holder",
    AppointmentKind.ACTING.label: "Acting",
    AppointmentKind.DEPUTY.label: "Standing deputy",
}
SENSE = (
    "A bar is an appointment, with the number of its row in the table; the numbers of short ones "
    "stand together. A bar that reaches the right edge has no end date."
)
GAPS = " A dashed frame is a time when the seat was vacant."


@dataclass(frozen=True)
class TimelineRow:
    """One bar of the drawing in words; without a holder, a vacancy."""

    number: int
    starts_on: date
    ends_on: date | None
    holder: Holder | None = None


@dataclass(frozen=True)
class Held:
    """One seat that a person holds, held or is to hold."""

    seat_id: UUID
    title: str
    organisation: str
    role: str
    holder: Holder


def seat_timeline(
    *,
    seat: Seat,
    holders: Sequence[Holder],
    gaps: Iterable[tuple[date, date | None]],
    on: date,
) -> tuple[tuple[TimelineRow, ...], TimeChart | None]:
    """Return the rows of a seat's time, newest first, and its drawing; none where nobody sat."""
    empty = [(first, last, None) for first, last in gaps]
    rows = _numbered([*((each.starts_on, each.ends_on, each) for each in holders), *empty])
    if not rows:
        return (), None
    lanes = []
    for kind, name in LANES.items():
        spans = tuple(_span(row) for row in rows if row.holder and row.holder.kind == kind)
        if kind == AppointmentKind.SUBSTANTIVE.label:
            spans += tuple(_span(row) for row in rows if row.holder is None)
        if spans:
            lanes.append(Lane(name, spans))
    chart = time_chart(
        lanes,
        chart_id="seat-time",
        title=f"Who held the seat of {seat.title}, and when",
        description=SENSE + (GAPS if empty else ""),
        on=on,
    )
    return tuple(reversed(rows)), chart


def person_timeline(
    *, name: str, held: Sequence[Held], on: date
) -> tuple[tuple[tuple[int, Held], ...], TimeChart | None]:
    """Return a person's appointments, newest first with their numbers, and the drawing of them."""
    if not held:
        return (), None
    oldest_first = sorted(held, key=lambda each: each.holder.starts_on)
    numbered = tuple(enumerate(oldest_first, start=1))
    lanes: dict[UUID, tuple[str, list[Span]]] = {}
    for number, each in numbered:
        span = Span(each.holder.starts_on, each.holder.ends_on, number)
        lanes.setdefault(each.seat_id, (each.title, []))[1].append(span)
    chart = time_chart(
        [Lane(title, tuple(spans)) for title, spans in lanes.values()],
        chart_id="person-time",
        title=f"Seats of {name} over time",
        description=SENSE,
        on=on,
    )
    return tuple(reversed(numbered)), chart


def _numbered(found: Iterable[tuple[date, date | None, Holder | None]]) -> list[TimelineRow]:
    ordered = sorted(found, key=lambda each: (each[0], each[2] is None))
    return [TimelineRow(number, *each) for number, each in enumerate(ordered, start=1)]


def _span(row: TimelineRow) -> Span:
    return Span(row.starts_on, row.ends_on, row.number, is_gap=row.holder is None)
