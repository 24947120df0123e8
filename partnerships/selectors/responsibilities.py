"""The table of delegated responsibilities, who leads on each, and when it was last looked at."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from partnerships.models import Appointment, Responsibility, ResponsibilityReview


@dataclass(frozen=True)
class Task:
    """One row of the table, with whoever holds the seat that leads on it."""

    row: Responsibility
    holders: tuple[str, ...]
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True)
class Table:
    """The whole page: what is led by whom, what has ended, every review, and the next one.

    `state` is one of "never", "later", "due soon" and "overdue"; a table with no rows needs none.
    """

    tasks: tuple[Task, ...]
    ended: tuple[Responsibility, ...]
    reviews: tuple[ResponsibilityReview, ...]
    state: str

    @property
    def next_on(self) -> date | None:
        """Return the day of the next review, if one was ever recorded."""
        return self.reviews[0].next_on if self.reviews else None


SOON = 30  # days


def table(*, on: date) -> Table:
    """Return the table with its reviews; three queries, or four where seats lead."""
    held = Appointment.objects.filter(period__contains=on).select_related("person").order_by("pk")
    rows = list(
        Responsibility.objects.select_related("seat")
        .prefetch_related(Prefetch("seat__appointments", queryset=held, to_attr="now"))
        .order_by("order", "pk")
    )
    still = [row for row in rows if row.ended_on is None]
    reviews = tuple(
        ResponsibilityReview.objects.select_related("recorded_by").order_by("-reviewed_on", "-pk")
    )
    return Table(
        tasks=tuple(
            Task(
                row=row,
                holders=tuple(each.person.name for each in row.seat.now) if row.seat else (),  # type: ignore[attr-defined]  # prefetched to this name
                is_first=place == 0,
                is_last=place == len(still) - 1,
            )
            for place, row in enumerate(still)
        ),
        ended=tuple(row for row in rows if row.ended_on),
        reviews=reviews,
        state=_state(reviews[0].next_on if reviews else None, rows=bool(still), on=on),
    )


def review_due(*, on: date) -> tuple[str, date | None]:
    """Return how the yearly review stands and its day; two queries."""
    lasting = Responsibility.objects.filter(ended_on__isnull=True).exists()
    latest = ResponsibilityReview.objects.order_by("-reviewed_on", "-pk").first()
    next_on = latest.next_on if latest else None
    return _state(next_on, rows=lasting, on=on), next_on


def _state(next_on: date | None, *, rows: bool, on: date) -> str:
    if not rows:
        return "later"
    if next_on is None:
        return "never"
    if next_on < on:
        return "overdue"
    return "due soon" if (next_on - on).days <= SOON else "later"
