"""Who was at the last meetings, on the group's own page: every figure with what it is out of."""

from datetime import timedelta

import pytest
from django.urls import reverse

from governance.services.attendance import MarkFacts, save_register
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from partnerships.models import RoleAssignment
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def board(north):
    with tenant(north.pk):
        return make.group("board", name="The Board")


@pytest.fixture
def signed_in(client, manager):
    client.force_login(manager)
    return client


def sit(board, rows) -> list:
    found = []
    for number in range(rows):
        seat = people.seat(f"s{number}", organisation=people.organisation(f"Body {number}"))
        people.appointment(seat, f"Person {number}")
        make.place(board, seat, chairing="" if number else "chair")
        found.append(seat)
    return found


def hold(board, by, days_ago, *marks) -> None:
    starts = clock.now() - days_ago * DAY
    meeting = make.held_meeting(board, starts_at=starts, by=by, at=starts)
    save_register(meeting=meeting, marks=list(marks), by=by, at=clock.now())


def page_of(client, group) -> str:
    kwargs = {"partnership": "northshire", "group": group.public_id}
    response = client.get(reverse("governance:group", kwargs=kwargs))
    return " ".join(response.content.decode().split())


def test_each_seat_is_shown_with_how_many_meetings_it_is_counted_out_of(
    signed_in, north, board, manager
):
    with tenant(north.pk):
        chair, other = sit(board, 2)
        hold(board, manager, 30, MarkFacts(chair, "present"), MarkFacts(other, "absent"))
        hold(board, manager, 2, MarkFacts(chair, "present"), MarkFacts(other, "apologies"))

    page = page_of(signed_in, board)

    assert "Attendance at its last meetings" in page
    assert "2 of 2" in page
    assert "0 of 2" in page
    assert "2 absences running" in page
    assert reverse(
        "governance:group-attendance",
        kwargs={"partnership": "northshire", "group": board.public_id},
    ) + '">By agency and profession' in page  # fmt: skip


def test_a_group_without_a_register_says_so(signed_in, board):
    assert "No register has been kept yet." in page_of(signed_in, board)


def test_a_contact_of_one_agency_is_shown_nobody_elses_attendance(client, north, board, manager):
    contact = people.member(north, "agency_contact")
    with tenant(north.pk):
        (seat,) = sit(board, 1)
        hold(board, manager, 2, MarkFacts(seat, "present"))
        RoleAssignment.objects.filter(user=contact).update(organisation=seat.organisation)
    client.force_login(contact)

    page = page_of(client, board)

    assert "The Board" in page
    assert "Attendance at its last meetings" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_much_for_three_seats_and_meetings_as_for_one(
    rows, signed_in, north, board, manager, django_assert_num_queries
):
    with tenant(north.pk):
        seats = sit(board, rows)
        for number in range(rows):
            hold(board, manager, 2 + number, *(MarkFacts(seat, "present") for seat in seats))

    with django_assert_num_queries(26):
        page = page_of(signed_in, board)

    assert page.count(f"{rows} of {rows}") >= rows
