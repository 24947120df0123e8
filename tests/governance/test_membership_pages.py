"""The pages of who sits on which group, and of the names that groups had."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from governance.models import GroupAgency, GroupAlias, GroupSeat
from krscp_portal.foundation.context import tenant
from partnerships.models import AuditEvent, LocalRule
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db


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
def police(north):
    with tenant(north.pk):
        seat = people.seat("police", speaks_for="police", organisation=people.organisation("Force"))
        people.appointment(seat, "Kim Lane")
        return seat


@pytest.mark.parametrize("rows", [1, 3])
def test_a_group_asks_the_database_the_same_however_many_sit_on_it(
    rows, signed_in, north, board, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            seat = people.seat(f"s{number}", organisation=people.organisation(f"Body {number}"))
            people.appointment(seat, f"Person {number}")
            make.place(board, seat, code="RA")
            left = people.seat(f"left{number}")
            make.place(board, left, to_on=date(2020, 1, 1))
            GroupAgency.objects.create(group=board, agency=people.agency(f"Agency {number}"))
            GroupAlias.objects.create(group=board, name=f"Name {number}", slug=f"name-{number}")

    with django_assert_num_queries(22):
        response = signed_in.get(at("group", group=board.public_id))

    page = text(response)
    for words in (f"Body {rows - 1}", f"Person {rows - 1}", f"Agency {rows - 1}", "Name 0"):
        assert words in page
    assert f"Seat left{rows - 1}, until 1 January 2020" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_grid_asks_the_database_the_same_however_much_there_is(
    rows, signed_in, north, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(rows):
            group = make.group(f"g{number}")
            seat = people.seat(f"s{number}", organisation=people.organisation(f"Body {number}"))
            make.place(group, seat, code="SP", votes=True)
            people.seat(f"nowhere{number}")

    with django_assert_num_queries(12):
        response = signed_in.get(at("membership"))

    page = text(response)
    assert f"Seat s{rows - 1}" in page
    assert f"{rows} seat{'s' if rows > 1 else ''} on no group" in page
    assert "speaks for no safeguarding partner" in page


def test_an_empty_grid_says_what_to_do(signed_in):
    assert "No seat sits on a group yet" in text(signed_in.get(at("membership")))


def test_a_seat_is_added_changed_and_ended_on_the_page(signed_in, north, board, police):
    page = at("group", group=board.public_id)
    facts = {"seat": str(police.public_id), "code": "SP", "chairing": "chair", "votes": "on"}

    signed_in.post(at("place-add", group=board.public_id), facts)

    shown = text(signed_in.get(page))
    assert "<strong>Chair:</strong>" in shown
    assert "Kim Lane" in shown
    with tenant(north.pk):
        place = GroupSeat.objects.get()
    signed_in.post(at("place-edit", place=place.public_id), {"code": "RA", "chairing": ""})
    assert "<strong>Chair:</strong>" not in text(signed_in.get(page))
    form = text(signed_in.get(at("place-end", place=place.public_id)))
    assert "Does Seat police leave The Board?" in form
    signed_in.post(
        at("place-end", place=place.public_id),
        {"to_on_day": "1", "to_on_month": "2", "to_on_year": "2026"},
    )
    assert "Seat police, until 1 February 2026" in text(signed_in.get(page))


def test_a_refusal_stands_beside_its_field_with_what_was_typed(signed_in, north, board, police):
    with tenant(north.pk):
        LocalRule.objects.create(kind="votes_only_from_partners", stance="refuse", text="So it is")

    response = signed_in.post(
        at("place-add", group=board.public_id),
        {"seat": str(police.public_id), "code": "RA", "votes": "on", "note": "As agreed"},
    )

    page = text(response)
    assert 'href="#id_votes"' in page
    assert "Only safeguarding partners vote here, so a seat that votes has the code SP." in page
    assert "As agreed" in page
    with tenant(north.pk):
        assert not GroupSeat.objects.exists()


def test_an_end_before_the_start_is_refused_on_the_page(signed_in, north, board, police):
    with tenant(north.pk):
        place = make.place(board, police, from_on=date(2026, 3, 1))

    response = signed_in.post(
        at("place-end", place=place.public_id),
        {"to_on_day": "28", "to_on_month": "2", "to_on_year": "2026"},
    )

    assert "The last day must not be before the first." in text(response)


def test_members_are_filtered_by_code_and_chairs_stay_on_top(signed_in, north, board, police):
    with tenant(north.pk):
        make.place(board, police, code="SP", chairing="chair")
        make.place(board, people.seat("lay"), code="C")

    page = text(signed_in.get(f"{at('group', group=board.public_id)}?code=C"))
    nothing = text(signed_in.get(f"{at('group', group=board.public_id)}?code=RA"))

    assert "<strong>Chair:</strong>" in page
    assert page.count("Seat police") == 1  # at the top, and not among the members shown
    assert "No member has this code." in nothing


def test_agencies_are_heard_through_a_group_and_taken_off(signed_in, north, board):
    with tenant(north.pk):
        agency = people.agency("Fire service")
    page = at("group", group=board.public_id)

    signed_in.post(at("heard-add", group=board.public_id), {"agency": str(agency.public_id)})
    assert "Fire service" in text(signed_in.get(page))
    with tenant(north.pk):
        heard = GroupAgency.objects.get()
    asked = text(signed_in.get(at("heard-end", heard=heard.public_id)))
    assert "Does The Board no longer speak for Fire service?" in asked
    signed_in.post(at("heard-end", heard=heard.public_id))

    assert "It speaks for nobody but those who sit on it." in text(signed_in.get(page))


def test_names_are_added_refused_and_ended(signed_in, north, board):
    page = at("group", group=board.public_id)
    address = at("alias-add", group=board.public_id)

    signed_in.post(address, {"name": "Main Board", "reason": "until 2023"})
    refused = text(signed_in.post(address, {"name": "The board"}))

    assert "Main Board: until 2023" in text(signed_in.get(page))
    assert "That is the group’s name now." in refused
    with tenant(north.pk):
        alias = GroupAlias.objects.get()
    asked = text(signed_in.get(at("alias-end", former=alias.public_id)))
    assert "Is The Board no longer known as “Main Board”?" in asked
    signed_in.post(at("alias-end", former=alias.public_id))
    assert "None is recorded." in text(signed_in.get(page))


def test_a_renamed_group_shows_its_old_name(signed_in, north, board):
    form = text(signed_in.get(at("group-edit", group=board.public_id)))

    signed_in.post(at("group-edit", group=board.public_id), {"name": "Panel", "kind": "board"})

    assert 'name="key"' not in form
    assert "The Board: earlier name" in text(signed_in.get(at("group", group=board.public_id)))


def test_a_chair_of_one_group_changes_that_group_alone(client, north, board, police):
    chair = people.member(north, "group_chair")
    with tenant(north.pk):
        chair.role_assignments.update(group_key="board")
        other = make.group("other")
    client.force_login(chair)

    mine = text(client.get(at("group", group=board.public_id)))
    theirs = text(client.get(at("group", group=other.public_id)))
    stopped = client.post(
        at("place-add", group=other.public_id), {"seat": str(police.public_id), "code": "SP"}
    )

    assert "Add a seat" in mine
    assert "End this group" not in mine
    assert "Add a seat" not in theirs
    assert stopped.status_code == 403


def test_the_grid_is_taken_as_a_file_and_the_audit_says_so(signed_in, north, board, police):
    with tenant(north.pk):
        make.place(board, police, code="SP", chairing="chair", votes=True)
        risky = people.seat("formula")
        risky.title = "=HYPERLINK(1)"
        risky.save()
        make.place(board, risky)

    answer = signed_in.get(at("membership-csv"))
    book = signed_in.get(at("membership-xlsx"))

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        ["Seat", "Organisation", "The Board"],
        ["'=HYPERLINK(1)", "", "Member"],
        ["Seat police", "Force", "SP, Chair, votes"],
    ]
    assert "northshire-membership-" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()][2][2] == "SP, Chair, votes"
    with tenant(north.pk):
        taken = AuditEvent.objects.filter(verb="downloaded").order_by("number")
        assert [each.facts["format"] for each in taken] == ["csv", "xlsx"]
