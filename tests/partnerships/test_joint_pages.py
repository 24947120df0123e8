"""Shared bodies as each side sees them."""

from datetime import date

import pytest
from django.test import Client

from partnerships.models import Participation
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def body(north, south):
    made = make.partnership("two-shires", kind="joint_body")
    Participation.objects.create(
        body=made, participant=north, name=north.name, from_on=date(2024, 4, 1)
    )
    Participation.objects.create(body=made, name="Westshire")
    return made


@pytest.fixture
def signed_in(client: Client, manager) -> Client:
    client.force_login(manager)
    return client


def keeper_of(body, client: Client) -> Client:
    client.force_login(make.member(body, "manager"))
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_shared_bodies_ask_the_database_the_same_however_many_there_are(
    rows, signed_in, north, django_assert_num_queries
):
    for number in range(rows):
        made = make.partnership(f"joint-{number}", kind="joint_body")
        for place in ("Westshire", "Eastshire"):
            Participation.objects.create(body=made, name=place)
        Participation.objects.create(body=made, participant=north, name=north.name)

    with django_assert_num_queries(12):
        response = signed_in.get("/northshire/joint-bodies/")

    assert text(response).count("You hold no role there.") == rows


def test_a_body_is_named_and_leads_on_only_with_a_role_in_it(signed_in, manager, body, south):
    before = text(signed_in.get("/northshire/joint-bodies/"))
    make.give_role(body, manager, "lay_member")
    after = text(signed_in.get("/northshire/joint-bodies/"))

    assert body.name in before
    assert "Westshire" in before
    assert "since 1 April 2024" in before
    assert 'href="/two-shires/"' not in before
    assert 'href="/two-shires/"' in after


def test_a_partnership_that_shares_nothing_sees_nothing(client, body, south):
    client.force_login(make.member(south, "manager"))

    page = text(client.get("/southshire/joint-bodies/"))

    assert "No shared body" in page
    assert body.name not in page


def test_a_body_that_was_left_is_no_longer_listed(signed_in, body, north):
    Participation.objects.filter(participant=north).update(to_on=date(2025, 1, 1))

    assert body.name not in text(signed_in.get("/northshire/joint-bodies/"))


def test_the_body_itself_says_who_takes_part(client, body):
    page = text(keeper_of(body, client).get("/two-shires/joint-bodies/"))
    details = text(client.get("/two-shires/details/"))

    assert "Who takes part" in page
    assert "Northshire Safeguarding Children Partnership" in page
    assert "1 April 2024" in page
    assert "Joint body of several partnerships" in details


def test_a_partnership_is_added_and_ended_on_the_page(client, body, south):
    address = "/two-shires/joint-bodies/participations/add/"
    keeper = keeper_of(body, client)

    keeper.post(address, {"participant": str(south.public_id)})
    refused = text(keeper.post(address, {"name": "westshire", "source": "Page 3"}))
    nobody = text(keeper.post(address, {"name": ""}))

    assert "Westshire takes part already." in refused
    assert "Page 3" in refused
    assert "Select a partnership, or enter the name of one that does not use the portal." in nobody
    row = Participation.objects.get(participant=south)
    end = f"/two-shires/joint-bodies/participations/{row.public_id}/end/"
    assert "no longer take part?" in text(keeper.get(end))
    keeper.post(end, {"to_on_day": "1", "to_on_month": "6", "to_on_year": "2026"})
    row.refresh_from_db()
    assert row.to_on == date(2026, 6, 1)


def test_an_ordinary_partnership_takes_no_participants(signed_in, south):
    address = "/northshire/joint-bodies/participations/add/"

    form = text(signed_in.get(address))
    response = signed_in.post(address, {"name": "Westshire"})

    assert south.name not in form
    assert "Only a joint body has participating partnerships." in text(response)
    assert not Participation.objects.exists()


def test_a_seat_of_the_body_is_held_on_behalf_of_one_of_them(client, body, north):
    keeper = keeper_of(body, client)
    mine = Participation.objects.get(participant=north)

    page = keeper.post(
        "/two-shires/seats/add/",
        {
            "role": "MEMBER",
            "title": "Nurse for deaths",
            "deputies": "not_stated",
            "on_behalf_of": str(mine.public_id),
        },
    ).url

    assert "Northshire Safeguarding Children Partnership" in text(keeper.get(page))


def test_the_seat_form_of_a_partnership_does_not_ask_on_whose_behalf(signed_in):
    assert "On behalf of" not in text(signed_in.get("/northshire/seats/add/"))


def test_the_home_page_of_a_joint_body_names_it_and_the_switcher_leads_back(client, body, south):
    keeper = make.member(body, "manager")
    make.give_role(south, keeper, "auditor")
    client.force_login(keeper)

    page = text(client.get("/two-shires/"))
    mine = text(client.get("/my/"))

    assert body.name in page
    assert "Switch" in page
    assert "Joint body of several partnerships" in mine
