"""The list of cases, as somebody named on them meets it."""

import pytest

from krscp_portal.foundation.context import tenant
from reviews.enums import CaseState
from reviews.models import Incident
from tests.factories import outcomes as after
from tests.factories import partnerships as people
from tests.factories import reviews as make
from tests.reviews.pages.reading import AWARE, DAY, NOW, address, logged

pytestmark = pytest.mark.django_db


# ------------------------------------------------------------------ the list


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_a_fixed_number_of_queries(
    number, signed_in, north, manager, django_assert_num_queries
):
    for _ in range(number):
        logged(north, manager)

    # Of these, the test's own transaction adds two.
    with django_assert_num_queries(13):
        response = signed_in.get(address("clock"))

    assert len(response.context["found"].rows) == number


def test_the_list_puts_what_is_due_next_first(signed_in, north, manager):
    with tenant(north.pk):
        later = make.case(by=manager, at=NOW, aware_at=NOW - DAY)
        sooner = make.case(by=manager, at=NOW, aware_at=AWARE)
        reviewed = make.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=AWARE)

    rows = signed_in.get(address("clock")).context["found"].rows

    assert [row.reference for row in rows] == [
        sooner.reference,
        later.reference,
        reviewed.reference,
    ]
    assert (rows[0].next_due, rows[0].next_left) == (
        "Monday 8 June 2026",
        "Due in 3 working days",
    )
    assert rows[2].next_due == "Monday 22 June 2026"


def test_closed_cases_stand_in_a_list_of_their_own(signed_in, north, manager):
    closed = logged(north, manager, CaseState.NOT_NOTIFIABLE)
    with tenant(north.pk):
        after.closed(closed, by=manager, at=NOW)
    open_one = logged(north, manager)

    def shown(which):
        found = signed_in.get(address("clock"), {"which": which}).context["found"]
        return [row.reference for row in found.rows]

    assert shown("open") == [open_one.reference]
    assert shown("closed") == [closed.reference]
    assert set(shown("all")) == {closed.reference, open_one.reference}
    assert shown("rubbish") == [open_one.reference]


def test_a_case_is_found_by_part_of_its_reference(signed_in, north, manager):
    logged(north, manager)
    second = logged(north, manager)

    found = signed_in.get(address("clock"), {"q": "-002"}).context["found"]

    assert [row.reference for row in found.rows] == [second.reference]


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "99999999999999999999", "²"])
def test_a_page_that_does_not_exist_shows_the_nearest_that_does(page, signed_in, north, manager):
    logged(north, manager)

    response = signed_in.get(address("clock"), {"page": page})

    assert response.context["pagination"].number == 1


def test_fifty_cases_make_a_page(signed_in, north, manager):
    with tenant(north.pk):
        area = make.area()
        Incident.objects.bulk_create(
            Incident(
                reference=f"NORT-2026-{number:03d}",
                area=area,
                aware_at=AWARE,
                aware_by="Director",
                abuse="known",
                summary="x",
                logged_at=AWARE,
                logged_by=manager,
            )
            for number in range(51)
        )

    assert len(signed_in.get(address("clock")).context["found"].rows) == 50
    second = signed_in.get(address("clock"), {"page": "2"}).context["found"]
    assert (len(second.rows), second.total) == (1, 51)


def test_somebody_named_on_nothing_sees_an_empty_list(client, north, manager):
    logged(north, manager)
    client.force_login(people.member(north, "group_chair"))

    response = client.get(address("clock"))

    assert response.context["found"].rows == ()
    assert "You are not named on any case" in response.content.decode()
