"""How the quorum stood is kept with each decision, and said on its page, in minutes and in files."""

import csv
import io
from datetime import UTC, datetime, time, timedelta

import pytest
from django.urls import reverse

from governance.models import AttendanceMark, Decision, QuorumRule
from governance.quorum import when_decided
from governance.selectors.minutes_content import content_of
from governance.services.agenda import ItemFacts, add_item
from governance.services.decisions import DecisionFacts, record_decision
from governance.services.meetings import close_meeting
from governance.services.positions import InterestFacts, note_interest
from krscp_portal.foundation.context import tenant
from tests.factories import governance as make
from tests.factories import partnerships as people

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
KINDS = {"council": "local_authority", "health": "icb", "police": "police"}
BOTH = "2 of 3 safeguarding partners in the room (local authority, police)"


@pytest.fixture
def board(in_north):
    """A board of three partners of which any two are its quorum, as in Merton."""
    group = make.group("board", name="Board")
    QuorumRule.objects.create(group=group, stated=True, minimum_partners=2, deputies_count="yes")
    for key, kind in KINDS.items():
        seat = people.seat(key, "LSP", speaks_for=kind)
        people.appointment(seat, f"Holder of {key}")
        make.place(group, seat, chairing="chair" if key == "council" else "")
    return group


@pytest.fixture
def seats(board):
    return {row.seat.key: row.seat for row in board.seats.select_related("seat")}


@pytest.fixture
def meeting(board, manager):
    return make.open_meeting(board, starts_at=AT, by=manager, at=AT - timedelta(days=9))


def mark(meeting, seat, presence="present", **times):
    return AttendanceMark.objects.create(meeting=meeting, seat=seat, presence=presence, **times)


def decide(meeting, by, **facts):
    given = {"title": "The budget", "text": "It is agreed.", "group": meeting.group, **facts}
    return record_decision(facts=DecisionFacts(meeting=meeting, **given), by=by, at=AT)


def test_who_was_in_the_room_is_kept_by_kind_and_names_nobody(meeting, seats, manager):
    mark(meeting, seats["council"])
    mark(meeting, seats["police"], "deputy")

    made = Decision.objects.get(pk=decide(meeting, manager).pk)

    assert made.quorum == {
        "at": "2026-06-01T09:00:00+00:00",
        "after": False,
        "state": "quorate",
        "said": "",
        "present": ["local_authority", "police"],
        "marked": True,
    }
    assert when_decided(made.quorum) == f"Quorate when decided: {BOTH}"


def test_what_is_marked_later_changes_nothing_of_what_was_decided(meeting, seats, manager):
    mark(meeting, seats["council"])
    there = mark(meeting, seats["police"])
    made = decide(meeting, manager)

    there.delete()

    made.refresh_from_db()
    assert made.quorum["present"] == ["local_authority", "police"]


def test_who_left_for_the_item_is_not_in_the_room(board, meeting, seats, manager):
    for seat in seats.values():
        mark(meeting, seat)
    item = add_item(
        group=board, meeting=meeting, facts=ItemFacts(title="Budget"), by=manager, at=AT
    )
    facts = InterestFacts(seats["health"], "A contract", "left")
    note_interest(item=item, facts=facts, by=manager, at=AT)

    made = decide(meeting, manager, item=item)
    other = decide(meeting, manager)

    assert when_decided(made.quorum) == f"Quorate when decided: {BOTH}"
    assert len(other.quorum["present"]) == 3


def test_who_came_late_counts_by_the_clock_while_the_meeting_is_open(meeting, seats, manager):
    mark(meeting, seats["council"])
    mark(meeting, seats["police"], arrived_at=time(10, 30))

    made = decide(meeting, manager)

    assert when_decided(made.quorum) == (
        "Not quorate at the minute it was recorded: "
        "1 of 3 safeguarding partners in the room (local authority)"
    )


def test_what_is_written_down_after_the_meeting_is_held_against_its_whole_register(
    meeting, seats, manager
):
    mark(meeting, seats["council"])
    mark(meeting, seats["police"], left_at=time(10, 30))
    held = close_meeting(meeting=meeting, by=manager, at=meeting.ends_at)

    made = decide(held, manager)

    assert when_decided(made.quorum) == f"Quorate by the register of the meeting: {BOTH}"


def test_where_no_quorum_is_stated_that_is_what_is_said(meeting, seats, manager):
    QuorumRule.objects.update(stated=False, minimum_partners=None)
    mark(meeting, seats["council"])

    made = decide(meeting, manager)

    assert when_decided(made.quorum) == (
        "No quorum rule stated: 1 of 3 safeguarding partners in the room (local authority)"
    )


def test_between_meetings_there_is_no_quorum(board, seats, manager):
    facts = DecisionFacts(
        group=board,
        title="The letter",
        text="It is sent.",
        decided_on=AT.date(),
        reached="partner",
        lead=seats["police"],
    )

    assert record_decision(facts=facts, by=manager, at=AT).quorum == {}


def test_the_page_the_minutes_and_the_file_say_it(client, north, meeting, seats, manager):
    mark(meeting, seats["council"])
    mark(meeting, seats["police"])
    made = decide(meeting, manager)
    said = f"Quorate when decided: {BOTH}"
    client.force_login(manager)
    at = {"partnership": "northshire"}

    page = client.get(reverse("governance:decision", kwargs={**at, "decision": made.public_id}))
    file = client.get(reverse("governance:decisions-csv", kwargs=at)).content.decode("utf-8-sig")

    assert said in page.content.decode()
    [row] = csv.DictReader(io.StringIO(file))
    assert row["Quorum"] == said
    with tenant(north.pk):
        [loose] = [each for each in content_of(meeting) if each["heading"] == "Other matters"]
    assert loose["paragraphs"] == [
        f"Decision {made.reference}. The budget. It is agreed. By consensus. {said}."
    ]
