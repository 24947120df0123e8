"""Reviews at a glance: where they stand, and how long it took to publish practice reviews."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from reviews.enums import CaseState, ReviewState
from reviews.glance_rules import PublishedYear, months_between, published_years
from reviews.models import Review
from reviews.services import restrict_case
from reviews.services.reviews import open_review
from tests.factories import outcomes as after
from tests.factories import partnerships as people
from tests.factories import published_reviews as make
from tests.reviews.beside.conftest import facts

DAY = timedelta(days=1)
GLANCE = reverse("reviews:glance", kwargs={"partnership": "northshire"})


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 1, 10), date(2026, 7, 10), 6.0),
        (date(2026, 1, 10), date(2026, 7, 25), 6.5),
        (date(2026, 1, 10), date(2026, 1, 10), 0.0),
        (date(2026, 8, 31), date(2027, 2, 28), 6.0),
        (date(2025, 12, 31), date(2026, 1, 1), 0.0),
        (date(2026, 1, 10), date(2026, 7, 9), 6.0),
        (date(2026, 1, 10), date(2026, 7, 1), 5.7),
    ],
)
def test_months_are_those_of_the_calendar(first, last, months):
    assert months_between(first, last) == months


def test_the_years_give_the_middle_review_and_leave_out_what_is_not_published():
    decided = date(2026, 1, 10)
    rows = [
        (decided, date(2026, 7, 10)),
        (decided, date(2026, 9, 10)),
        (decided, None),
        (date(2025, 3, 1), None),
    ]
    assert published_years(rows) == (
        PublishedYear(2025, reviews=1, published=0, months=None),
        PublishedYear(2026, reviews=3, published=2, months=7.0),
    )
    assert published_years([]) == ()


@pytest.fixture
def glance(client, manager, moment):
    """The page as somebody sees it five months later."""
    with time_machine.travel(moment + 150 * DAY, tick=False):
        client.force_login(manager)

        def read(who=manager):
            if who != manager:
                client.force_login(who)
            return client.get(GLANCE)

        yield read


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_counts_them_and_asks_the_same_however_many_there_are(
    rows, glance, north, manager, moment, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            made = facts(moment, kind="lcspr", code_name=f"Heron {number}")
            case = after.case_at(CaseState.RAPID_REVIEW_SENT, by=manager, at=moment - DAY)
            review = open_review(facts=made, incident=case, by=manager, at=moment)
            publication = make.publication(review, by=manager, at=moment)
            first = moment + (91 + number) * DAY
            make.published(publication, by=manager, at=first)
            make.published(publication, by=manager, at=first + 9 * DAY)
        Review.objects.update(state=ReviewState.PUBLISHED)
        open_review(facts=facts(moment), by=manager, at=moment)
    with django_assert_num_queries(13):
        response = glance()
    times = response.context["page"].reviews
    assert times.states == (("Commissioned", 1), ("Published", rows))
    assert [(each.year, each.reviews, each.published) for each in times.years] == [
        (2026, rows, rows)
    ]
    assert times.years[0].months == 3.0
    assert times.years_chart is not None
    assert "Median months to publication" in response.content.decode()


@pytest.mark.django_db
def test_what_was_stopped_or_is_not_published_stands_in_no_median(
    glance, north, practice, manager, moment
):
    times = glance().context["page"].reviews
    assert (times.years[0].published, times.years[0].months) == (0, None)
    assert times.years_chart is None
    with tenant(north.pk):
        Review.objects.update(state=ReviewState.STOPPED, ended_because="Another review")
    times = glance().context["page"].reviews
    assert (times.states, times.years) == ((), ())


@pytest.mark.django_db
def test_a_review_that_one_may_not_see_counts_in_nothing(
    glance, north, sent, practice, manager, moment
):
    other = people.member(north, "manager", "other@north.example")
    assert glance(other).context["page"].reviews.states == (("Commissioned", 1),)
    with tenant(north.pk):
        restrict_case(incident=sent, reason="A conflict", by=manager, at=moment + 3 * DAY)
    times = glance(other).context["page"].reviews
    assert (times.states, times.years) == ((), ())
