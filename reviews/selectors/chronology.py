"""The merged chronology of a case or a review: narrowed, paged, with its gaps and clashes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from krscp_portal.foundation.components import Pagination
from krscp_portal.foundation.days import in_words
from partnerships.models import Organisation
from reviews.chronology import (
    USUAL_GAP,
    Clash,
    Gap,
    Period,
    RowFacts,
    Told,
    clashes,
    gaps,
    when,
)
from reviews.models import AgencyRequest, ChronologyRow, Incident, Review

PAGE: Final = 50
MOST_SHOWN: Final = 50  # of gaps and of clashes; the page says how many there are


@dataclass(frozen=True)
class Wanted:
    """How the chronology is narrowed, and what counts as a gap."""

    agency: Organisation | None = None
    since: date | None = None
    until: date | None = None
    words: str = ""
    noted: bool = False
    gap: int = USUAL_GAP

    @property
    def said(self) -> str:
        """Say the narrowing in words, for what is taken away as a file; "" for everything."""
        parts = [
            f"agency {self.agency.name}" if self.agency else "",
            f"from {in_words(self.since)}" if self.since else "",
            f"to {in_words(self.until)}" if self.until else "",
            f"with the words “{self.words}”" if self.words else "",
            "with a practice note" if self.noted else "",
        ]
        return ", ".join(filter(None, parts))


@dataclass(frozen=True)
class Line:
    """One row as it is shown: when in words, what does not go together with it, where to change it."""

    row: ChronologyRow
    when: str
    clashes: tuple[str, ...] = ()
    is_from_case: bool = False

    @property
    def is_own(self) -> bool:
        """Say whether it was added here and not given by the agency."""
        return self.row.request_id is None


@dataclass(frozen=True)
class Chronology:
    """A page of the merged chronology and what is said above it."""

    lines: tuple[Line, ...]
    count: int
    total: int
    pagination: Pagination
    gaps: tuple[Gap, ...]
    clashes: tuple[Clash, ...]
    is_whole: bool
    not_handed_in: tuple[str, ...] = field(default=())

    @property
    def more_gaps(self) -> int:
        """Return how many gaps are not shown."""
        return max(len(self.gaps) - MOST_SHOWN, 0)

    @property
    def more_clashes(self) -> int:
        """Return how many clashes are not shown."""
        return max(len(self.clashes) - MOST_SHOWN, 0)


def rows_of(subject: Incident | Review) -> QuerySet[ChronologyRow]:
    """Return every row of the case or the review in the order of days, those without a day last.

    A review has the rows of its case's rapid review too. What an agency has not handed in yet is
    the agency's own.
    """
    return _given(_of(subject)).order_by(
        F("from_on").asc(nulls_last=True), "organisation__name", "place", "pk"
    )


def narrowed(subject: Incident | Review, wanted: Wanted) -> QuerySet[ChronologyRow]:
    """Return the rows that are asked for. By a day, only those with a day."""
    rows = rows_of(subject).select_related("organisation")
    if wanted.agency:
        rows = rows.filter(organisation=wanted.agency)
    if wanted.since:
        rows = rows.annotate(last=Coalesce("to_on", "from_on")).filter(last__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(from_on__lte=wanted.until)
    if wanted.noted:
        rows = rows.exclude(practice_note="")
    for word in wanted.words.split():
        rows = rows.filter(
            Q(event__icontains=word)
            | Q(comment__icontains=word)
            | Q(source__icontains=word)
            | Q(practice_note__icontains=word)
            | Q(when_words__icontains=word)
        )
    return rows


def chronology(
    subject: Incident | Review, wanted: Wanted, *, page: int, query: dict[str, str]
) -> Chronology:
    """Return one page of the chronology; five queries, whatever its length.

    Gaps are looked for in all rows, or in those of the one agency that is asked for; clashes in
    all of them, whatever else is narrowed.
    """
    told = _told(subject)
    name = wanted.agency.name if wanted.agency else ""
    found = clashes(told, asked=_periods(subject))
    rows = narrowed(subject, wanted)
    count = rows.count()
    pages = max(1, -(-count // PAGE))
    number = min(max(1, page), pages)
    why = _by_row(found.found)
    return Chronology(
        lines=tuple(_line(row, subject, why) for row in rows[(number - 1) * PAGE : number * PAGE]),
        count=count,
        total=len(told),
        pagination=Pagination(number, pages, query),
        gaps=tuple(
            gaps([each for each in told if not name or each.agency == name], least=wanted.gap)
        ),
        clashes=found.found,
        is_whole=found.is_whole,
        not_handed_in=_not_handed_in(subject),
    )


def lines_to_take(subject: Incident | Review, wanted: Wanted) -> list[Line]:
    """Return all the rows that are asked for, for a file; one query."""
    return [_line(row, subject, {}) for row in narrowed(subject, wanted)]


def own_row(subject: Incident | Review, public_id: UUID) -> ChronologyRow | None:
    """Return a row of this case or review, not of the case behind it; None where there is none."""
    mine = {"incident" if isinstance(subject, Incident) else "review": subject}
    rows = _given(ChronologyRow.objects.filter(**mine)).select_related("organisation", "request")
    return rows.filter(public_id=public_id).first()


def given_rows(asked: AgencyRequest) -> QuerySet[ChronologyRow]:
    """Return the rows that the agency gave with its answer, for the agency itself."""
    rows = ChronologyRow.objects.filter(request=asked)
    return rows.order_by(F("from_on").asc(nulls_last=True), "place", "pk")


def given_lines(rows: Iterable[ChronologyRow]) -> list[Line]:
    """Return rows as the agency that gave them sees them."""
    return [Line(row, when_of(row)) for row in rows]


def agencies_in(subject: Incident | Review) -> QuerySet[Organisation]:
    """Return the agencies that tell something in the chronology."""
    told = _given(_of(subject)).values("organisation")
    return Organisation.objects.filter(pk__in=told).order_by("name", "pk")


def when_of(row: ChronologyRow) -> str:
    """Say when it happened."""
    return when(RowFacts(event="", from_on=row.from_on, to_on=row.to_on, when_words=row.when_words))


def _of(subject: Incident | Review) -> QuerySet[ChronologyRow]:
    if isinstance(subject, Incident):
        return ChronologyRow.objects.filter(incident=subject)
    seen = Q(review=subject)
    if subject.incident_id is not None:
        seen |= Q(incident=subject.incident_id)
    return ChronologyRow.objects.filter(seen)


def _given(rows: QuerySet[ChronologyRow]) -> QuerySet[ChronologyRow]:
    handed_in = Q(request__returned_at__isnull=False, request__cancelled_because="")
    return rows.filter(Q(request__isnull=True) | handed_in)


def _told(subject: Incident | Review) -> list[Told]:
    columns = ("pk", "organisation__name", "event", "source", "from_on", "to_on")
    return [Told(*values) for values in rows_of(subject).values_list(*columns)]


def _periods(subject: Incident | Review) -> dict[str, Period]:
    rows = AgencyRequest.objects.filter(_asked_for(subject), cancelled_because="")
    found = rows.values_list("organisation__name", "period_from", "period_to")
    return {name: Period(first, last) for name, first, last in found if first or last}


def _not_handed_in(subject: Incident | Review) -> tuple[str, ...]:
    rows = AgencyRequest.objects.filter(
        _asked_for(subject), returned_at__isnull=True, cancelled_because="", rows__isnull=False
    )
    return tuple(
        rows.order_by("organisation__name").values_list("organisation__name", flat=True).distinct()
    )


def _asked_for(subject: Incident | Review) -> Q:
    return Q(incident=subject) if isinstance(subject, Incident) else Q(review=subject)


def _by_row(found: Iterable[Clash]) -> dict[int, list[str]]:
    why: dict[int, list[str]] = {}
    for clash in found:
        for key in clash.keys:
            why.setdefault(key, []).append(clash.words)
    return why


def _line(row: ChronologyRow, subject: Incident | Review, why: dict[int, list[str]]) -> Line:
    from_case = isinstance(subject, Review) and row.incident_id is not None
    return Line(row, when_of(row), tuple(why.get(row.pk, ())), is_from_case=from_case)
