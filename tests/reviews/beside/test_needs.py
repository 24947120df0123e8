"""Which step of a review needs whom, and when."""

from datetime import timedelta

import pytest

from deadlines.models import Deadline
from deadlines.services import open_deadline
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.moment import local_day
from partnerships.access import standing
from reviews.enums import ReviewState
from reviews.models import Review
from reviews.review_subject import subject_of_review
from reviews.selectors.review_needs import needs_on_reviews
from reviews.services import restrict_case
from reviews.services.reviews import open_review
from tests.factories import partnerships as people
from tests.factories import published_reviews as make
from tests.reviews.beside.conftest import facts

pytestmark = pytest.mark.django_db
S = ReviewState
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def open_partnership(in_north):
    """Selectors run inside the partnership."""


def asked(user, on):
    return needs_on_reviews(user, standing(user, on=on), on)


def words(user, on):
    return [each.what for each in asked(user, on)]


def put(review, state, **said):
    Review.objects.filter(pk=review.pk).update(state=state, held_because="A trial", **said)


@pytest.mark.parametrize(
    ("state", "unit", "partner"),
    [
        (S.COMMISSIONED, "begin the review", None),
        (S.IN_PROGRESS, "write the report", None),
        (S.ON_HOLD, "see whether the review can go on", None),
        (S.SIGN_OFF, None, None),
        (S.SIGNED, "decide what is published", "decide what is published"),
        (S.PUBLICATION_DECIDED, "check the text and send the copies", None),
        (S.PRE_PUBLICATION, "tell the family and publish on the planned day", None),
        (S.PUBLISHED, "say what was learned", None),
        (S.ACTIONS, "close the review", None),
        (S.CLOSED, None, None),
        (S.STOPPED, None, None),
    ],
)
def test_each_state_of_a_practice_review_needs_whoever_owes_the_step(
    north, practice, manager, moment, state, unit, partner
):
    put(practice, state, **({"ended_because": "So"} if state == S.STOPPED else {}))
    lead, on = people.member(north, "lsp"), local_day(moment) + 3 * DAY

    said = [f"{practice.reference}: {step}" if step else None for step in (unit, partner)]
    assert words(manager, on) == ([said[0]] if unit else [])
    assert words(lead, on) == ([said[1]] if partner else [])


def test_another_review_may_be_published_and_need_not_be(learning, manager, moment):
    on = local_day(moment)
    put(learning, S.SIGNED)
    [said] = words(manager, on)
    assert said.endswith("say what was learned, or have it published")
    put(learning, S.PUBLICATION_DECIDED)
    [said] = words(manager, on)
    assert said.endswith("check the text and publish it")


def test_a_hold_needs_nobody_before_the_day_until_which_it_was_expected(learning, manager, moment):
    on = local_day(moment)
    put(learning, S.ON_HOLD, hold_expected_until=on + DAY)
    assert words(manager, on) == []
    assert len(words(manager, on + DAY)) == 1


def test_what_is_due_next_stands_there_soonest_first_and_the_planned_day_once_copies_left(
    practice, learning, manager, moment
):
    on = local_day(moment) + 3 * DAY
    first, second = asked(manager, on)
    assert (first.path, second.path) == (practice.path, learning.path)
    assert (
        first.due_on
        == Deadline.objects.of_subject("reviews.review", practice.public_id)
        .open()
        .order_by("due_on")
        .first()
        .due_on
    )
    assert (second.due_on, first.for_whole_page, first.late) == (None, True, False)

    planned = on + 9 * DAY
    put(practice, S.PRE_PUBLICATION)
    make.publication(practice, by=manager, at=moment, planned_on=planned)
    [found] = [each for each in asked(manager, on) if each.path == practice.path]
    assert (found.due_on, found.state) == (planned, "Planned for 13 June 2026")
    [late] = [each for each in asked(manager, planned + DAY) if each.path == practice.path]
    assert late.late is True


def test_a_review_may_be_archived_for_a_month_from_its_day(learning, north, manager, moment):
    put(learning, S.CLOSED, closed_on=local_day(moment))
    publication = make.publication(learning, by=manager, at=moment)
    row = open_deadline(
        rule_key="keep_published",
        subject=subject_of_review(learning),
        trigger_at=moment - 400 * DAY,
        owner=None,
        by=manager,
        at=moment,
    )
    on = row.due_on
    assert words(manager, on - DAY) == []
    assert words(manager, on) == [f"{learning.reference}: it may be archived now"]
    assert words(people.member(north, "business_support"), on) == []
    assert words(manager, on + 31 * DAY) == []
    publication.archived_at, publication.archived_by = moment, manager
    publication.archived_because = "A year has gone."
    publication.save()
    assert words(manager, on) == []


def test_a_review_whose_case_is_closed_to_somebody_needs_them_not(
    north, sent, practice, manager, moment
):
    other = people.member(north, "manager", "other@north.example")
    on = local_day(moment) + 3 * DAY
    assert len(words(other, on)) == 1
    restrict_case(incident=sent, reason="A conflict", by=manager, at=moment + 3 * DAY)
    assert words(other, on) == []


def test_whom_no_step_concerns_is_asked_for_nothing(
    north, practice, moment, django_assert_num_queries
):
    for role in ("lay_member", "scrutineer", "auditor"):
        somebody = people.member(north, role)
        stands = standing(somebody, on=local_day(moment))
        with django_assert_num_queries(0):
            assert needs_on_reviews(somebody, stands, local_day(moment)) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_the_same_however_many_there_are(
    north, manager, moment, rows, django_assert_num_queries
):
    for number in range(rows):
        with tenant(north.pk):
            open_review(facts=facts(moment, code_name=f"Heron {number}"), by=manager, at=moment)
    stands = standing(manager, on=local_day(moment))
    with django_assert_num_queries(3):
        assert len(needs_on_reviews(manager, stands, local_day(moment))) == rows
