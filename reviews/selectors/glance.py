"""Cases and reviews at a glance: what runs, what is late and why, who leads, how long it took.

Everything is of the cases and reviews that the person sees by their role or by name; what they may
not see counts in nothing. Emergency access does not count.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Min, Q

from deadlines.enums import Standing as DateStanding
from deadlines.models import Deadline
from deadlines.selectors import calendar, standing_of
from deadlines.terms import Calendar
from deadlines.wording import in_words
from deadlines.working_days import working_days_between
from krscp_portal.foundation.charts import Caption, Chart, Point, bar_chart, line_chart
from krscp_portal.foundation.components import STATES, Status
from krscp_portal.foundation.moment import local_day
from partnerships.access import Standing
from partnerships.models import User
from reviews.glance_rules import Year, years_of
from reviews.models import AgencyRequest, Incident, Review
from reviews.review_subject import REVIEW_KIND
from reviews.selectors.glance_reviews import ReviewTimes, review_times, with_publication
from reviews.subject import KIND

LOOKED_BACK: Final = timedelta(days=365)
TO_NOTIFY: Final = 5  # working days, statutory.md §1.3
TO_SEND: Final = 15
NOBODY: Final = "Nobody named yet"
NO_REASON: Final = "No reason is recorded"


@dataclass(frozen=True, kw_only=True)
class ClockRow:
    """One clock: of what, where, by when, and how it stands."""

    what: str
    reference: str
    href: str
    due: str
    left: str
    status: Status
    why: str = ""


@dataclass(frozen=True)
class LoadRow:
    """What is open with one lead: cases, requests not answered, clocks that are late."""

    lead: str
    cases: int
    requests: int
    late: int


@dataclass(frozen=True)
class TitledChart:
    """A chart with the heading that stands over it."""

    title: str
    chart: Chart


@dataclass(frozen=True, kw_only=True)
class Glance:
    """The page: clocks that run, those that are late, the work by lead, the time by year."""

    running: tuple[ClockRow, ...]
    late: tuple[ClockRow, ...]
    load: tuple[LoadRow, ...]
    load_chart: Chart | None
    years: tuple[Year, ...]
    year_charts: tuple[TitledChart, ...]
    reviews: ReviewTimes


def glance(*, user: User, standing: Standing, root: str, at: datetime) -> Glance:
    """Return the page as one person sees it; five queries, however much there is."""
    on, known = local_day(at), calendar()
    cases = list(
        Incident.objects.visible_to(user, standing)
        .select_related("rapid_review")
        .annotate(first_notice=Min("notifications__submitted_at"))
        .order_by("aware_at", "pk")
    )
    reviews = list(with_publication(Review.objects.visible_to(user, standing)))
    clocks = _clocks(cases, reviews, on=on)
    late = [each for each in clocks if _is_late(each, on)]
    load = _load(cases, reviews, late)
    years = years_of(_days(cases, known))
    return Glance(
        running=tuple(_row(each, root, on, known) for each in clocks if each.met_on is None),
        late=tuple(_row(each, root, on, known) for each in late),
        load=load,
        load_chart=_load_chart(load),
        years=years,
        year_charts=_year_charts(years),
        reviews=review_times(reviews),
    )


def _clocks(cases: Sequence[Incident], reviews: Sequence[Review], *, on: date) -> list[Deadline]:
    """Return the binding clocks that run, and those that were met late within a year."""
    of_cases = Q(subject_kind=KIND, subject_id__in=[each.public_id for each in cases])
    of_reviews = Q(subject_kind=REVIEW_KIND, subject_id__in=[each.public_id for each in reviews])
    rows = Deadline.objects.filter(
        of_cases | of_reviews,
        Q(met_on__isnull=True) | Q(met_on__gte=on - LOOKED_BACK),
        standing=DateStanding.BINDING,
        cancelled_at__isnull=True,
        due_on__isnull=False,
    )
    return list(rows.select_related("rule").order_by("due_on", "subject_reference", "pk"))


def _is_late(row: Deadline, on: date) -> bool:
    assert row.due_on is not None  # noqa: S101 -- for the type checker
    return row.bound == "no_later_than" and (row.met_on or on) > row.due_on


def _row(row: Deadline, root: str, on: date, known: Calendar) -> ClockRow:
    stands = standing_of(row, on=on, calendar=known)
    assert row.due_on is not None  # noqa: S101 -- for the type checker
    return ClockRow(
        what=row.rule.title,
        reference=row.subject_reference,
        href=root + row.subject_path,
        due=in_words(row.due_on),
        left=stands.words,
        status=Status(*STATES[stands.code.value]),
        why=row.late_reason or NO_REASON,
    )


def _load(
    cases: Sequence[Incident], reviews: Sequence[Review], late: Iterable[Deadline]
) -> tuple[LoadRow, ...]:
    lead_of = {each.pk: _lead(each) for each in cases}
    case_ids = {each.public_id: each.pk for each in cases}
    case_ids |= {each.public_id: each.incident_id for each in reviews if each.incident_id}
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for each in cases:
        if each.closed_on is None:
            counts[lead_of[each.pk]]["cases"] += 1
    for case, of_review in _outstanding(cases, reviews):
        counts[lead_of.get(case or of_review or 0, NOBODY)]["requests"] += 1
    for row in late:
        if row.met_on is None:
            counts[lead_of.get(case_ids.get(row.subject_id, 0), NOBODY)]["late"] += 1
    rows = [LoadRow(name, n["cases"], n["requests"], n["late"]) for name, n in counts.items()]
    return tuple(sorted(rows, key=lambda row: (-row.cases, -row.requests, row.lead)))


def _outstanding(
    cases: Sequence[Incident], reviews: Sequence[Review]
) -> Iterable[tuple[int | None, int | None]]:
    """Return, for each request that was sent and not answered, its case, or its review's case."""
    rows = AgencyRequest.objects.filter(
        Q(incident__in=[each.pk for each in cases]) | Q(review__in=[each.pk for each in reviews]),
        asked_at__isnull=False,
        returned_at__isnull=True,
        cancelled_because="",
        refused_because="",
    )
    return rows.values_list("incident_id", "review__incident_id")


def _lead(case: Incident) -> str:
    review = getattr(case, "rapid_review", None)
    return (review.lead if review else "") or NOBODY


def _days(
    cases: Iterable[Incident], known: Calendar
) -> Iterable[tuple[int, int | None, int | None]]:
    """Return each case's year, its days from awareness to notice, and from notice to sending."""
    for case in cases:
        aware, first = local_day(case.aware_at), case.first_notice  # type: ignore[attr-defined]
        notice = local_day(first) if first else None
        review = getattr(case, "rapid_review", None)
        sent = local_day(review.sent_at) if review and review.sent_at else None
        yield (
            aware.year,
            working_days_between(aware, notice, known.closed) if notice else None,
            working_days_between(notice, sent, known.closed) if notice and sent else None,
        )


def _load_chart(rows: Sequence[LoadRow]) -> Chart | None:
    points = [Point(row.lead, row.cases) for row in rows]
    if not points:
        return None
    caption = Caption(
        chart_id="load",
        title="Open cases by lead",
        description="A bar for each post that leads, as long as the number of its open cases.",
        columns=("Lead", "Open cases"),
    )
    return bar_chart(points, caption)


def _year_charts(years: Sequence[Year]) -> tuple[TitledChart, ...]:
    if not years:
        return ()
    notified = Caption(
        chart_id="notify",
        title="Working days from awareness to the notification",
        description="The median of each year’s cases that were notified.",
        columns=("Year", "Median working days"),
    )
    sent = Caption(
        chart_id="rapid",
        title="Working days from the notification to the rapid review",
        description="The median of each year’s cases whose rapid review was sent.",
        columns=("Year", "Median working days"),
    )
    days = [Point(str(each.year), each.notify) for each in years]
    more = [Point(str(each.year), each.rapid) for each in years]
    return (
        TitledChart(notified.title, line_chart(days, notified, target=TO_NOTIFY)),
        TitledChart(sent.title, line_chart(more, sent, target=TO_SEND)),
    )
