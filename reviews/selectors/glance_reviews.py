"""Reviews at a glance: how many stand where, and how long it took to publish practice reviews."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Min

from krscp_portal.foundation.charts import Caption, Chart, Point, bar_chart, line_chart
from krscp_portal.foundation.moment import local_day
from reviews.enums import ReviewKind, ReviewState
from reviews.glance_rules import PublishedYear, published_years
from reviews.models import Review
from reviews.models.review import ReviewQuerySet
from reviews.review_transitions import ENDED

TO_PUBLISH: Final = 6  # months from the decision, statutory.md D8


@dataclass(frozen=True, kw_only=True)
class ReviewTimes:
    """The reviews that run, by where they stand; and by year how long publications took."""

    states: tuple[tuple[str, int], ...]
    states_chart: Chart | None
    years: tuple[PublishedYear, ...]
    years_chart: Chart | None


def with_publication(reviews: ReviewQuerySet) -> ReviewQuerySet:
    """Return the reviews with the moment of their first publication, in the same query."""
    return reviews.annotate(first_published=Min("publication__versions__published_at"))


def review_times(reviews: Sequence[Review]) -> ReviewTimes:
    """Return the figures of reviews that were read `with_publication`; no query."""
    counts = Counter(each.state for each in reviews if each.state not in ENDED)
    states = tuple((state.label, counts[state]) for state in ReviewState if counts[state])
    years = published_years(
        (local_day(each.decided_at), _published_on(each))
        for each in reviews
        if each.kind == ReviewKind.LCSPR and each.state != ReviewState.STOPPED
    )
    return ReviewTimes(
        states=states,
        states_chart=_states_chart(states),
        years=years,
        years_chart=_years_chart(years),
    )


def _published_on(review: Review) -> date | None:
    first = review.first_published  # type: ignore[attr-defined]
    return local_day(first) if first else None


def _states_chart(states: Sequence[tuple[str, int]]) -> Chart | None:
    if not states:
        return None
    caption = Caption(
        chart_id="states",
        title="Reviews that run, by where they stand",
        description="A bar for each step, as long as the number of reviews that stand there.",
        columns=("Where it stands", "Reviews"),
    )
    return bar_chart([Point(label, number) for label, number in states], caption)


def _years_chart(years: Sequence[PublishedYear]) -> Chart | None:
    if not any(each.published for each in years):
        return None
    caption = Caption(
        chart_id="publish",
        title="Months from the decision to publication",
        description="The median of each year’s practice reviews that were published.",
        columns=("Year", "Median months"),
    )
    points = [Point(str(each.year), each.months) for each in years]
    return line_chart(points, caption, target=TO_PUBLISH)
