"""The pages of reviews of absences, and of what goes up to the executive."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import AbsenceReview, Group
from governance.services.attendance import MarkFacts, save_register
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from partnerships.models import LocalRule
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def at(name: str, **kwargs: object) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def signed_in(client: Client, manager) -> Client:
    client.force_login(manager)
    return client


@pytest.fixture
def board(north):
    with tenant(north.pk):
        return make.group("board", name="The Board")


@pytest.fixture
def seat(north, board):
    """The health body's seat, which leads the board and never comes."""
    with tenant(north.pk):
        found = people.seat("trust", organisation=people.organisation("The trust"))
        people.appointment(found, "Ann Moor")
        make.place(board, found, chairing="chair")
        return found


def hold(north, board: Group, manager, meetings: int) -> None:
    """Hold a meeting a week that the seat missed; the newest register is kept first."""
    with tenant(north.pk):
        seat = board.seats.get().seat
        for nth in range(1, meetings + 1):
            begins = clock.now() - 7 * nth * DAY
            made = make.held_meeting(board, starts_at=begins, by=manager, at=begins - DAY)
            marks = [MarkFacts(seat, "absent")]
            save_register(meeting=made, marks=marks, by=manager, at=clock.now())


@pytest.fixture
def review(north, board, seat, manager) -> AbsenceReview:
    """The partnership's rule looks at two absences running."""
    with tenant(north.pk):
        LocalRule.objects.create(kind="absences_reviewed_after", number=2, text="After two")
    hold(north, board, manager, 2)
    with tenant(north.pk):
        return AbsenceReview.objects.get()


def test_a_review_waits_at_home_and_is_finished_with_a_risk(signed_in, north, review):
    home = text(signed_in.get("/northshire/"))
    asked = text(signed_in.get(at("absence", absence=review.public_id)))
    short = {"found": "No deputy", "outcome": "risk"}
    refused = text(signed_in.post(at("absence", absence=review.public_id), short))
    day = clock.today() + 30 * DAY
    whole = {
        **short,
        "title": "Health is away",
        "likelihood": "3",
        "impact": "4",
        "review_on_day": day.day,
        "review_on_month": day.month,
        "review_on_year": day.year,
    }
    done = text(signed_in.post(at("absence", absence=review.public_id), whole, follow=True))
    again = text(signed_in.post(at("absence", absence=review.public_id), whole, follow=True))

    assert "Review 2 absences running at The Board" in home
    assert "Attended 0 of 2 (0%)" in asked
    assert refused.count("Say this of the risk") == 8  # four fields, each in the summary as well
    assert "The review is finished." in done
    assert "Put on the risk register: <a" in done
    assert "This review is finished." in again


def test_the_letter_of_a_review_is_drafted_from_its_page(signed_in, review):
    page = text(signed_in.post(at("absence-letter", absence=review.public_id), follow=True))

    assert "The letter is drafted. Look it over before it is sent." in page
    assert "Attendance at The Board" in text(signed_in.get(at("absence", absence=review.public_id)))


def test_reviews_are_for_those_who_keep_the_groups_record(client, north, review):
    chair = people.member(north, "group_chair")
    with tenant(north.pk):
        chair.role_assignments.update(group_key="other")
        make.group("other")
    client.force_login(chair)

    assert "No absences to review" in text(client.get(at("absences")))
    assert client.get(at("absence", absence=review.public_id)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_reviews_asks_the_database_the_same(
    rows, signed_in, north, review, django_assert_num_queries
):
    with tenant(north.pk):
        for nth in range(rows - 1):
            AbsenceReview.objects.create(
                group=review.group,
                seat=people.seat(f"r{nth}"),
                last_meeting=review.last_meeting,
                absences=2,
                opened_at=review.opened_at,
            )

    with django_assert_num_queries(10):
        page = signed_in.get(at("absences"))

    assert text(page).count("To be reviewed") == rows


def test_a_gap_is_put_on_the_executives_agenda_from_the_page(
    signed_in, north, board, seat, manager
):
    with tenant(north.pk):
        make.group("executive", kind="executive", name="The Executive")
    hold(north, board, manager, 3)
    blank = {"group": board.public_id}
    body = {"organisation": seat.organisation_id}

    page = text(signed_in.post(at("attendance-gap-raise", **blank), body, follow=True))
    wrong = text(signed_in.post(at("attendance-gap-raise", **blank), follow=True))

    assert "It is on the agenda of The Executive." in page
    assert "The register shows no lasting gap of this agency any more." in wrong
