"""One load of one partnership: the facts, who acts and when, and what was loaded before."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Model, QuerySet

from krscp_portal.examples.files import Row
from krscp_portal.examples.models import ExampleRow
from krscp_portal.examples.timeline import Timeline
from krscp_portal.foundation.moment import LONDON, local_day
from partnerships.models import Area, Organisation, Participation, User

MORNING: Final = time(9)


@dataclass(frozen=True)
class Loaded:
    """What one load added to a partnership, by table of its file; empty when it is repeated."""

    slug: str
    is_new: bool
    added: dict[str, int]


@dataclass
class Ledger:
    """What of a file has been loaded into the open partnership, and what this load has added."""

    at: datetime
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    unwritten: list[ExampleRow] = field(default_factory=list)
    added: Counter[str] = field(default_factory=Counter)

    @classmethod
    def open(cls, *, at: datetime) -> "Ledger":
        """Return the ledger of the open partnership."""
        rows = ExampleRow.objects.values_list("kind", "key", "object_id")
        return cls(at, {(kind, key): found for kind, key, found in rows})

    def once(
        self, kind: str, key: str, make: Callable[[], Model], *, there: QuerySet[Any] | None = None
    ) -> None:
        """Make the thing unless this row was loaded before.

        Where `there` finds one that somebody made by hand, it is taken as it is.
        """
        if (kind, key) in self.known:
            return
        found = there.first() if there is not None else None
        thing = found or make()
        reference = str(getattr(thing, "public_id", thing.pk))
        self.unwritten.append(
            ExampleRow(
                kind=kind,
                key=key,
                object_type=thing._meta.label_lower,
                object_id=reference,
                loaded_at=self.at,
            )
        )
        self.known[kind, key] = reference
        self.added[kind] += found is None

    def close(self) -> None:
        """Write down what was loaded, in the transaction in which it was."""
        ExampleRow.objects.bulk_create(self.unwritten)
        self.unwritten.clear()


@dataclass(frozen=True)
class Load:
    """What every part of the loader is handed: the file's tables, who acts, when, the ledger.

    `at` is when the record begins; what happened later waits in the `timeline`. `areas` and `organisations` are the shared rows by the file's own keys, `participations` those
    who share a joint body. `now` is the moment of loading, from whose day the fictional days count.
    """

    facts: Row
    by: User
    at: datetime
    ledger: Ledger
    now: datetime
    areas: dict[str, Area] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    participations: dict[str, Participation] = field(default_factory=dict)
    timeline: Timeline = field(default_factory=Timeline)

    def day(self, days: int | None) -> date | None:
        """Return the day that lies so many days after the day of loading, or before it."""
        return None if days is None else local_day(self.now) + timedelta(days=days)

    def morning(self, days: int | None) -> datetime:
        """Return the morning of such a day: not before the record begins, nor after the load."""
        day = self.day(days)
        if day is None:
            return self.at
        return min(max(datetime.combine(day, MORNING, tzinfo=LONDON), self.at), self.now)

    def rows(self, table: str) -> list[Row]:
        """Return the rows of one table of the file; none where the file has no such table."""
        found: list[Row] = self.facts.get(table, [])
        return found
