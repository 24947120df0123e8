"""Reviews of absences among what somebody leaves behind: told, never passed on."""

from datetime import date

import pytest

from governance.handover import REVIEW_NOT_SEEN, held_reviews
from governance.models import AbsenceReview
from partnerships import holdings
from partnerships.holdings import Leaving
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.governance.actions import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(in_north):
    return make.group("board", name="The Board")


@pytest.fixture
def review(board, manager):
    seat = people.seat("police")
    people.appointment(seat, "Kim Lane")
    make.place(board, seat, chairing="chair")
    return a_review(board, seat, make.held_meeting(board, starts_at=AT, by=manager, at=AT))


def a_review(group, seat, meeting):
    return AbsenceReview.objects.create(
        group=group, seat=seat, last_meeting=meeting, absences=2, opened_at=AT
    )


@pytest.fixture
def chair(in_north):
    """Somebody who keeps the record of the board alone."""
    user = people.member(in_north, "group_chair")
    user.role_assignments.update(group_key="board")
    return user


def left_by(leaver, *, viewer):
    return held_reviews(Leaving(leaver=leaver, last_day=date(2026, 7, 1), viewer=viewer, at=AT))


def test_the_open_reviews_of_a_keeper_are_named_by_group_and_seat(review, chair, manager):
    (told,) = left_by(chair, viewer=manager)

    assert told.text == "The Board: 2 absences running of Seat police"
    assert told.path == f"absences/{review.public_id}/"
    assert (told.thing, told.closed) == (review.public_id, "")
    assert "Kim Lane" not in told.text + told.detail


def test_one_who_may_not_keep_the_record_is_shown_no_way_to_it(in_north, review, chair, manager):
    other = people.member(in_north, "group_chair", email="other@northshire.example")
    other.role_assignments.update(group_key="other")

    (hidden,) = left_by(manager, viewer=other)

    assert (hidden.path, hidden.closed) == ("", REVIEW_NOT_SEEN)
    assert left_by(other, viewer=manager) == []


def test_a_finished_review_is_not_left_behind(review, chair, manager):
    AbsenceReview.objects.update(
        state="closed", outcome="no_action", found="Ill.", closed_at=AT, closed_by=manager
    )

    assert left_by(chair, viewer=manager) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_three_queries_however_many_there_are(
    rows, board, review, chair, manager, django_assert_num_queries
):
    for number in range(rows - 1):
        a_review(board, people.seat(f"s{number}"), review.last_meeting)

    with django_assert_num_queries(3):
        assert len(left_by(chair, viewer=manager)) == rows


def test_for_one_who_keeps_no_record_it_is_one_query(
    in_north, review, manager, django_assert_num_queries
):
    lay = people.member(in_north, "lay_member")

    with django_assert_num_queries(1):
        assert left_by(lay, viewer=manager) == []


def test_the_kind_is_told_and_has_nothing_to_pass_on():
    kind = holdings.kind("absence-review")

    assert kind.heading == "Reviews of absences that are not finished"
    assert kind.pass_on is None
