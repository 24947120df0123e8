"""The pages of meetings: the list, one meeting, and what is done with it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from governance import services
from governance.models import Meeting
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
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
def soon() -> datetime:
    """Ten in the morning in three weeks."""
    return (clock.now() + 21 * DAY).replace(hour=10, minute=0, second=0, microsecond=0)


@pytest.fixture
def board(north):
    with tenant(north.pk):
        found = make.group("board", name="The Board")
        seat = people.seat("chair", organisation=people.organisation("Force"))
        people.appointment(seat, "Kim Lane")
        make.place(found, seat, chairing="chair")
        return found


@pytest.fixture
def draft(north, board, manager, soon):
    with tenant(north.pk):
        return make.meeting(board, starts_at=soon, by=manager, at=clock.now(), title="July board")


def typed(name: str, day: datetime, time: str) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
        f"{name}_time": time,
    }


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_many_there_are(
    rows, signed_in, north, manager, soon, django_assert_num_queries
):
    with tenant(north.pk):
        other = make.group("other")
        for number in range(rows):
            group = make.group(f"g{number}")
            make.meeting(
                group,
                starts_at=soon + number * DAY,
                by=manager,
                at=clock.now(),
                title=f"Meeting {number}",
                with_groups=(other,),
            )

    with django_assert_num_queries(12):
        response = signed_in.get(at("meetings"))

    assert f"Meeting {rows - 1}" in text(response)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_meeting_asks_the_database_the_same_however_many_are_asked(
    rows, signed_in, north, manager, soon, django_assert_num_queries
):
    with tenant(north.pk):
        group = make.group("wide")
        for number in range(rows):
            seat = people.seat(f"s{number}", organisation=people.organisation(f"Body {number}"))
            people.appointment(seat, f"Person {number}")
            make.place(group, seat)
        sent = make.sent_meeting(group, starts_at=soon, by=manager, at=clock.now())

    with django_assert_num_queries(21):
        response = signed_in.get(at("meeting", meeting=sent.public_id))

    assert f"Person {rows - 1}" in text(response)
    assert f"No answer yet: <strong>{rows}</strong>" in text(response)


def test_an_empty_list_says_what_to_do(signed_in, north):
    assert "It stays a draft until you send it." in text(signed_in.get(at("meetings")))


def test_a_meeting_is_added_as_a_draft(signed_in, north, board, soon):
    asked = text(signed_in.get(f"{at('meeting-add')}?group={board.public_id}"))
    facts = {
        "group": str(board.public_id),
        "kind": "ordinary",
        "title": "July board",
        "minutes": "90",
        **typed("starts_at", soon, "10am"),
    }

    page = text(signed_in.post(at("meeting-add"), facts, follow=True))

    assert f'value="{board.public_id}" selected' in asked
    assert "Nobody has been told yet." in page
    assert "10:00 to 11:30" in page
    assert "Kim Lane" in page


def test_a_meeting_across_the_change_of_clocks_is_as_long_as_it_takes(signed_in, north, board):
    facts = {
        "group": str(board.public_id),
        "kind": "ordinary",
        "title": "Night of the clocks",
        "minutes": "120",
        **typed("starts_at", datetime(2027, 3, 28, tzinfo=UTC), "0:30"),
    }

    page = text(signed_in.post(at("meeting-add"), facts, follow=True))

    assert "00:30 to 03:30" in page  # one o'clock was two o'clock that night
    with tenant(north.pk):
        made = Meeting.objects.get()
    assert made.ends_at - made.starts_at == timedelta(hours=2)


def test_a_refusal_stands_beside_its_field_with_what_was_typed(signed_in, north, board, soon):
    facts = {
        "group": str(board.public_id),
        "kind": "joint",
        "title": "Both of us",
        "minutes": "60",
        **typed("starts_at", soon, "2pm"),
    }

    page = text(signed_in.post(at("meeting-add"), facts))

    assert 'href="#id_with_groups' in page
    assert "Say which group shares the joint meeting." in page
    assert "Both of us" in page


def test_who_is_told_is_shown_before_a_draft_is_sent(signed_in, draft):
    preview = text(signed_in.get(at("meeting-send", meeting=draft.public_id)))
    page = text(signed_in.post(at("meeting-send", meeting=draft.public_id), follow=True))

    assert "When you send it, these seats and guests are told" in preview
    assert "Kim Lane" in preview
    assert "The meeting has been sent." in page
    assert "Nobody has been told" not in page


def test_a_draft_is_known_to_those_who_keep_the_record_alone(client, north, draft, manager):
    client.force_login(people.member(north, "lay_member"))

    hidden = client.get(at("meeting", meeting=draft.public_id))
    listed = text(client.get(at("meetings")))
    with tenant(north.pk):
        services.send_meeting(meeting=draft, by=manager, at=clock.now())
    shown = client.get(at("meeting", meeting=draft.public_id))

    assert hidden.status_code == 404
    assert "July board" not in listed
    assert shown.status_code == 200
    assert "Cancel it" not in text(shown)


def test_a_chair_of_one_group_keeps_the_meetings_of_that_group_alone(client, north, board, draft):
    chair = people.member(north, "group_chair")
    with tenant(north.pk):
        chair.role_assignments.update(group_key="other")
        other = make.group("other", name="The Other")
    client.force_login(chair)

    offered = text(client.get(at("meeting-add")))

    assert client.get(at("meeting", meeting=draft.public_id)).status_code == 404
    assert f'value="{other.public_id}"' in offered.split("id_with_groups")[0]
    assert f'value="{board.public_id}"' not in offered.split("id_with_groups")[0]


def test_a_sent_meeting_is_moved_changed_and_cancelled(signed_in, north, draft, soon):
    blank = {"meeting": draft.public_id}
    signed_in.post(at("meeting-send", **blank))

    moved = text(
        signed_in.post(
            at("meeting-move", **blank),
            {"minutes": "60", **typed("starts_at", soon + DAY, "14:00")},
            follow=True,
        )
    )
    form = text(signed_in.get(at("meeting-edit", **blank)))
    changed = text(
        signed_in.post(
            at("meeting-edit", **blank),
            {"kind": "ordinary", "title": "July board", "place": "Room 2"},
            follow=True,
        )
    )
    stopped = text(signed_in.post(at("meeting-cancel", **blank), {"reason": ""}))
    gone = text(signed_in.post(at("meeting-cancel", **blank), {"reason": "Snow"}, follow=True))

    assert "14:00 to 15:00" in moved
    assert "starts_at" not in form  # its time is moved, not corrected
    assert "Room 2" in changed
    assert "Enter an answer to “Why is it cancelled?”" in stopped
    assert 'Cancelled because</dt><dd class="govuk-summary-list__value">Snow' in gone
    with tenant(north.pk):
        assert Meeting.objects.get().sequence == 3


def test_a_meeting_is_opened_by_its_chair_and_closed(signed_in, north, draft):
    blank = {"meeting": draft.public_id}
    signed_in.post(at("meeting-send", **blank))
    asked = text(signed_in.get(at("meeting-open", **blank)))

    opened = text(signed_in.post(at("meeting-open", **blank), {"presiding": ""}, follow=True))
    closed = text(signed_in.post(at("meeting-close", **blank), follow=True))

    assert "Seat chair (Kim Lane)" in asked
    assert "The meeting is under way." in opened
    assert "Seat chair" in opened
    assert "The meeting has been closed." in closed


def test_a_group_without_a_chair_is_answered_on_the_page(signed_in, north, board, draft):
    with tenant(north.pk):
        board.seats.update(chairing="")
    blank = {"meeting": draft.public_id}
    signed_in.post(at("meeting-send", **blank))

    page = text(signed_in.post(at("meeting-open", **blank), {"presiding": ""}))

    assert "The group has no chair. Choose who presides." in page


def test_the_list_is_narrowed(signed_in, north, board, draft, manager, soon):
    with tenant(north.pk):
        other = make.group("other", name="The Other")
        make.meeting(other, starts_at=soon, by=manager, at=clock.now(), title="Theirs")
        past = clock.now() - 30 * DAY
        make.meeting(board, starts_at=past, by=manager, at=clock.now(), title="Long ago")

    mine = text(signed_in.get(f"{at('meetings')}?group={board.public_id}"))
    old = text(signed_in.get(f"{at('meetings')}?when=past"))
    none = text(signed_in.get(f"{at('meetings')}?state=held"))

    assert "July board" in mine
    assert "Theirs" not in mine
    assert "Long ago" in old
    assert "No meeting fits" in none
