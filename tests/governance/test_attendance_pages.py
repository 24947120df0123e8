"""The pages of attendance: the register of a meeting, a row at a time, and attendance over time."""

from datetime import datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from governance.models import AttendanceMark, Meeting
from governance.services.attendance import MarkFacts, save_register
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from partnerships.models import RoleAssignment
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PARTNERS = (("council", "local_authority"), ("trust", "icb"), ("force", "police"))


def at(name: str, **kwargs: object) -> str:
    return reverse(f"governance:{name}", kwargs={"partnership": "northshire", **kwargs})


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def signed_in(client: Client, manager) -> Client:
    client.force_login(manager)
    return client


@pytest.fixture
def today() -> datetime:
    """A minute ago, so that the meeting is of today whatever the hour."""
    return clock.now() - timedelta(minutes=1)


@pytest.fixture
def board(north):
    """The three partners sit on it, the first in the chair; two of them make a quorum."""
    with tenant(north.pk):
        found = make.group("board", name="The Board")
        make.quorum(found, minimum_partners=2, deputies_count="yes")
        for nth, (key, kind) in enumerate(PARTNERS):
            seat = people.seat(key, organisation=people.organisation(f"The {key}"), speaks_for=kind)
            people.appointment(seat, f"Person {nth}")
            make.place(found, seat, chairing="" if nth else "chair", profession="Nursing")
        return found


@pytest.fixture
def under_way(north, board, manager, today) -> Meeting:
    with tenant(north.pk):
        return make.open_meeting(board, starts_at=today, by=manager, at=today)


@pytest.fixture
def seats(north, board) -> list:
    with tenant(north.pk):
        return [each.seat for each in board.seats.select_related("seat").order_by("pk")]


def ticked(seat, presence: str, **more: str) -> dict[str, str]:
    said = {"presence": presence, "seen": "", **more}
    return {f"{seat.public_id}-{name}": value for name, value in said.items()}


def test_the_register_is_kept_in_one_go(signed_in, north, under_way, seats):
    blank = {"meeting": under_way.public_id}
    asked = text(signed_in.get(at("attendance", **blank)))

    sent = {**ticked(seats[0], "present"), **ticked(seats[1], "apologies")}
    page = text(signed_in.post(at("attendance-keep", **blank), sent, follow=True))

    assert "Quorate if two of these join: The council, The trust, The force." in asked
    assert "The register has been kept." in page
    assert "Present: <strong>1</strong>" in page
    assert "Not marked: <strong>1</strong>" in page
    assert "Quorate if The trust or The force joins." in page
    assert "The chair is present." in page


def test_the_rest_are_present_by_one_button(signed_in, north, under_way, seats):
    sent = {**ticked(seats[1], "absent"), "rest": "1"}

    page = text(
        signed_in.post(at("attendance-keep", meeting=under_way.public_id), sent, follow=True)
    )

    assert "Present: <strong>2</strong>" in page
    assert "Absent without apologies: <strong>1</strong>" in page
    assert 'quorum--green" aria-label="Quorum"> <h2' in page


def test_a_refusal_stands_beside_its_row_with_what_was_typed(signed_in, north, under_way, seats):
    sent = {
        **ticked(seats[0], "present", note="By train"),
        **ticked(seats[1], "deputy"),
        **ticked(seats[2], "present", arrived_at="ten"),
    }
    blank = {"meeting": under_way.public_id}

    unread = text(signed_in.post(at("attendance-keep", **blank), sent))
    sent[f"{seats[2].public_id}-arrived_at"] = ""
    refused = text(signed_in.post(at("attendance-keep", **blank), sent))

    assert "Seat force: Write the time like 10:15" in unread
    assert f'href="#id_{seats[1].public_id}-deputy_post"' in refused
    assert "Seat trust: Say who comes instead." in refused
    assert 'value="By train"' in refused
    with tenant(north.pk):
        assert not AttendanceMark.objects.exists()


def test_a_guest_is_added_by_post_and_taken_off(signed_in, north, under_way):
    blank = {"meeting": under_way.public_id}
    half = text(
        signed_in.post(at("attendance-keep", **blank), {"new-guest-guest": "Health visitor"})
    )
    nameless = text(
        signed_in.post(at("attendance-keep", **blank), {"new-guest-presence": "present"})
    )
    sent = {"new-guest-guest": "Health visitor", "new-guest-presence": "virtual"}
    page = text(signed_in.post(at("attendance-keep", **blank), sent, follow=True))
    with tenant(north.pk):
        mark = AttendanceMark.objects.get()
    gone = text(signed_in.post(at("attendance-guest-remove", mark=mark.public_id), follow=True))

    assert "Say how the guest was there" in half
    assert "Say who the guest is" in nameless
    assert "Take the guest “Health visitor” off the register" in page
    assert "The guest has been taken off the register." in gone
    assert "Health visitor" not in gone


def test_one_row_is_kept_as_it_is_marked(signed_in, north, under_way, seats):
    blank = {"meeting": under_way.public_id, "seat": seats[0].public_id}

    kept = text(signed_in.post(at("attendance-mark", **blank), ticked(seats[0], "virtual")))
    stale = text(signed_in.post(at("attendance-mark", **blank), ticked(seats[0], "absent")))
    empty = text(signed_in.post(at("attendance-mark", **blank), ticked(seats[0], "")))
    unread = text(
        signed_in.post(at("attendance-mark", **blank), ticked(seats[0], "present", left_at="x"))
    )
    stranger = signed_in.post(
        at("attendance-mark", meeting=under_way.public_id, seat=under_way.public_id)
    )

    assert kept.startswith("Kept: Present online")
    assert 'value="virtual" hx-swap-oob="true"' in kept
    assert "Quorate if The trust or The force joins." in kept
    assert "Somebody has marked this seat meanwhile: Present online. Choose again." in stale
    assert "Choose how they were there." in empty
    assert "Write the time like 10:15" in unread
    assert stranger.status_code == 404


def test_the_quorum_is_sent_again_only_when_it_moved(signed_in, north, under_way, seats, manager):
    blank = {"meeting": under_way.public_id}
    first = signed_in.get(at("attendance-quorum", **blank))
    seen = first.context["quorum_seen"]

    same = signed_in.get(at("attendance-quorum", **blank), {"seen": seen})
    with tenant(north.pk):
        save_register(
            meeting=under_way,
            marks=[MarkFacts(seats[0], "present")],
            by=manager,
            at=clock.now(),
        )
    moved = signed_in.get(at("attendance-quorum", **blank), {"seen": seen})

    assert "every 20s" in text(first)
    assert same.status_code == 204
    assert "Quorate if The trust or The force joins." in text(moved)


def test_before_its_day_there_is_no_register_but_a_forecast(signed_in, north, board, manager):
    with tenant(north.pk):
        soon = clock.now() + 9 * DAY
        sent = make.sent_meeting(board, starts_at=soon, by=manager, at=clock.now())
        sent.invitees.filter(seat__key="council").update(answer="coming")
        sent.invitees.filter(seat__key="trust").update(answer="apologies")

    page = text(signed_in.get(at("attendance", meeting=sent.public_id)))

    assert "The register is kept from" in page
    assert "Not quorate on the answers so far" in page
    assert "Quorate if The force joins." in page
    assert "Keep the register" not in page


def test_a_reader_sees_the_register_and_keeps_none(client, north, under_way, seats, manager):
    with tenant(north.pk):
        marks = [MarkFacts(seats[0], "virtual", note="Joined by telephone")]
        save_register(meeting=under_way, marks=marks, by=manager, at=clock.now())
    client.force_login(people.member(north, "lay_member"))

    page = text(client.get(at("attendance", meeting=under_way.public_id)))
    tried = client.post(at("attendance-keep", meeting=under_way.public_id), {})

    assert "Joined by telephone" in page
    assert "Keep the register" not in page
    assert tried.status_code == 403


def test_a_contact_sees_the_marks_of_their_agency_alone(client, north, under_way, seats):
    contact = people.member(north, "agency_contact")
    with tenant(north.pk):
        RoleAssignment.objects.filter(user=contact).update(organisation=seats[1].organisation)
    client.force_login(contact)

    page = text(client.get(at("attendance", meeting=under_way.public_id)))

    assert "Seat trust" in page
    assert "Seat council" not in page
    assert "uorate" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_a_register_asks_the_database_the_same_however_many_sit_there(
    rows, signed_in, north, manager, today, django_assert_num_queries
):
    with tenant(north.pk):
        group = make.group("wide")
        for number in range(rows):
            seat = people.seat(f"s{number}", organisation=people.organisation(f"Body {number}"))
            people.appointment(seat, f"Person {number}")
            make.place(group, seat)
        sent = make.sent_meeting(group, starts_at=today, by=manager, at=today)

    with django_assert_num_queries(21):
        response = signed_in.get(at("attendance", meeting=sent.public_id))

    assert f"Person {rows - 1}" in text(response)


@pytest.mark.parametrize("rows", [1, 3])
def test_attendance_over_time_asks_the_database_the_same(
    rows, signed_in, north, board, manager, seats, django_assert_num_queries
):
    _hold(north, board, seats, manager, [["present"] * 3] * rows)

    with django_assert_num_queries(18):
        page = signed_in.get(at("group-attendance", group=board.public_id))

    assert f"{rows} of {rows} (100%)" in text(page)


def test_attendance_is_shown_with_its_denominators(signed_in, north, board, manager, seats):
    _hold(
        north,
        board,
        seats,
        manager,
        [
            ["present", "absent", "present"],
            ["present", "apologies", "virtual"],
            ["present", "absent", "deputy"],
        ],
    )

    page = text(signed_in.get(at("group-attendance", group=board.public_id)))
    narrowed = text(
        signed_in.get(f"{at('group-attendance', group=board.public_id)}?last=12&profession=Nursing")
    )

    assert "3 of 3 (100%)" in page
    assert "3 of 3 (100%), 1 by a deputy" in page
    assert "0 of 3 (0%)" in page
    assert "3 absences running" in page
    assert "Attended means in the room, online or by a deputy." in page
    assert "The trust</strong>: represented at 0 of 3 meetings (0%) within twelve months." in page
    assert '<option value="12" selected>Last 12</option>' in narrowed


def test_the_matrix_is_taken_as_a_spreadsheet(signed_in, north, board, manager, seats):
    _hold(north, board, seats, manager, [["present", "absent", "deputy"]])

    answer = signed_in.get(at("group-attendance-xlsx", group=board.public_id))

    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert book.sheetnames == ["By seat", "By agency", "By profession", "How it is counted"]
    rows = list(book["By seat"].iter_rows(values_only=True))
    assert rows[1][:4] == ("Seat council", "The council", "Nursing", "P")
    assert rows[2][3:] == ("X", 0, 1, 0, 0, 1)
    assert rows[3][3:] == ("D", 1, 1, 100, 1, 0)
    assert answer["Content-Disposition"].startswith('attachment; filename="northshire-board-')


def test_a_group_without_a_register_says_what_to_do(signed_in, north, board):
    page = text(signed_in.get(at("group-attendance", group=board.public_id)))

    assert "No register has been kept yet" in page


def _hold(north, board, seats, manager, registers) -> None:
    """Hold a meeting a week, the last a week ago, each with its register."""
    with tenant(north.pk):
        for nth, ways in enumerate(reversed(registers), start=1):
            begins = clock.now() - 7 * nth * DAY
            made = make.held_meeting(board, starts_at=begins, by=manager, at=begins - DAY)
            marks = [
                MarkFacts(seat, way, deputy_post="A deputy" if way == "deputy" else "")
                for seat, way in zip(seats, ways, strict=True)
            ]
            save_register(meeting=made, marks=marks, by=manager, at=clock.now())


def test_the_day_of_a_new_holder_is_where_counting_begins(signed_in, north, board, manager, seats):
    with tenant(north.pk):
        late = people.seat("late")
        people.appointment(late, "Newly come", clock.today() - 10 * DAY)
        make.place(board, late)
    _hold(north, board, seats, manager, [["present"] * 3] * 2)

    page = text(signed_in.get(at("group-attendance", group=board.public_id)))

    began = clock.today() - 10 * DAY
    assert f"Counted from {began.day} {began:%B %Y}" in page
    assert "Before the appointment" in page
