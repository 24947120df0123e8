"""The pages of decisions: the register, one decision, a meeting's, and what is entered there."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import Action, AttendanceMark, Decision, ItemInterest
from governance.services.agenda import ItemFacts, add_item
from governance.services.decisions import DecisionFacts, record_decision
from governance.services.positions import PositionFacts
from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
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
def begun(north, manager):
    """A board whose meeting began an hour ago, with one item and the police in the room."""
    now = clock.now()
    with tenant(north.pk):
        group = make.group("board", name="The Board")
        seat = people.seat("police", "LSP", speaks_for="police")
        people.appointment(seat, "Kim Lane")
        make.place(group, seat, chairing="chair")
        start = now - timedelta(hours=1)
        meeting = make.open_meeting(
            group, starts_at=start, by=manager, at=now - timedelta(days=9), title="July board"
        )
        AttendanceMark.objects.create(meeting=meeting, seat=seat, presence="present")
        facts = ItemFacts(title="Budget")
        meeting.item = add_item(group=group, meeting=meeting, facts=facts, by=manager, at=now)
        meeting.chair_seat = seat
        return meeting


def decided(begun, by, number=1):
    for nth in range(number):
        facts = DecisionFacts(
            group=begun.group,
            title=f"Decision {nth}",
            text="The budget is agreed.",
            meeting=begun,
            item=begun.item,
            positions=(PositionFacts(begun.chair_seat, "agrees"),),
        )
        made = record_decision(facts=facts, by=by, at=clock.now())
    return made


@pytest.mark.parametrize("rows", [1, 3])
def test_the_register_asks_the_database_the_same_however_many_there_are(
    rows, signed_in, north, begun, manager, django_assert_num_queries
):
    with tenant(north.pk):
        decided(begun, manager, rows)

    with django_assert_num_queries(14):
        response = signed_in.get(at("decisions"))

    assert f"Decision {rows - 1}" in text(response)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_meetings_decisions_ask_the_database_the_same_however_many_there_are(
    rows, signed_in, north, begun, manager, django_assert_num_queries
):
    with tenant(north.pk):
        decided(begun, manager, rows)

    with django_assert_num_queries(25):
        response = signed_in.get(at("meeting-decisions", meeting=begun.public_id))

    assert f"Decision {rows - 1}" in text(response)


def test_a_decision_is_recorded_under_its_item_and_shown(signed_in, north, begun):
    address = f"{at('meeting-decision-add', meeting=begun.public_id)}?item={begun.item.public_id}"
    asked = text(signed_in.get(address))
    facts = {
        "title": "The budget",
        "text": "The budget of next year is agreed.",
        "reached": "consensus",
        f"stance_{begun.chair_seat.public_id}": "agrees",
    }

    listed = text(signed_in.post(address, facts, follow=True))
    with tenant(north.pk):
        made = Decision.objects.get()
    page = text(signed_in.get(at("decision", decision=made.public_id)))

    assert "Decision on item" in asked
    assert "Seat police" in asked
    assert f"{made.reference} is on the register." in listed
    assert f'<span class="portal-reference">{made.reference}</span>' in page
    assert "Agrees" in page


def test_a_refusal_stands_beside_its_field_with_what_was_typed(signed_in, begun):
    facts = {"title": "The budget", "text": "All of it.", "reached": "vote"}

    page = text(signed_in.post(at("meeting-decision-add", meeting=begun.public_id), facts))

    assert "The arrangements provide for no vote in this group." in page
    assert "All of it." in page


def test_a_decision_between_meetings_is_recorded_and_minuted(signed_in, north, begun):
    group = begun.group
    chosen = signed_in.post(at("decision-add"), {"group": str(group.public_id)})
    day = clock.today() - timedelta(days=1)
    facts = {
        "title": "Sent the letter",
        "text": "A letter was sent.",
        "reached": "partner",
        "lead": str(begun.chair_seat.public_id),
        "decided_on_day": str(day.day),
        "decided_on_month": str(day.month),
        "decided_on_year": str(day.year),
    }
    page = text(signed_in.post(chosen.url, facts, follow=True))
    waiting = text(signed_in.get(at("meeting-decisions", meeting=begun.public_id)))
    with tenant(north.pk):
        made = Decision.objects.get()
    said = {"meeting": str(begun.public_id)}
    done = text(signed_in.post(at("decision-minute", decision=made.public_id), said, follow=True))

    assert "By the lead partner acting: Seat police" in page
    assert "To be minuted" in page
    assert "Minute it in this meeting" in waiting
    assert f"{made.reference} has been minuted in July board." in done


def test_an_interest_and_an_action_are_added_to_an_item(signed_in, north, begun):
    blanks = {"meeting": begun.public_id, "item": begun.item.public_id}
    seat = str(begun.chair_seat.public_id)
    interest = {"seat": seat, "what": "A contract", "handling": "left"}
    page = text(signed_in.post(at("interest-add", **blanks), interest, follow=True))
    action = {"title": "Write to the council", "owner": seat, "working_days": "10"}
    shown = text(signed_in.post(at("item-action-add", **blanks), action, follow=True))

    assert "A contract. Left the room." in page
    assert "Write to the council" in shown
    with tenant(north.pk):
        assert ItemInterest.objects.get().handling == "left"
        assert Action.objects.get().item == begun.item


def test_part_b_is_hidden_from_those_who_do_not_read_it(client, north, begun, manager):
    with tenant(north.pk):
        facts = DecisionFacts(
            group=begun.group, title="Secret", text="Of a case", meeting=begun, part="B"
        )
        made = record_decision(facts=facts, by=manager, at=clock.now())
    client.force_login(people.member(north, "lay_member"))

    assert "Secret" not in text(client.get(at("decisions")))
    assert b"Secret" not in client.get(at("decisions-csv")).content
    assert "Secret" not in text(client.get(at("meeting-decisions", meeting=begun.public_id)))
    assert client.get(at("decision", decision=made.public_id)).status_code == 404


def test_the_register_is_taken_away_as_a_file(signed_in, north, begun, manager):
    with tenant(north.pk):
        made = decided(begun, manager)

    found = signed_in.get(f"{at('decisions-csv')}?words=nothing")
    whole = signed_in.get(at("decisions-csv"))

    assert made.reference not in found.content.decode()
    assert made.reference in whole.content.decode()
    assert signed_in.get(at("decisions-xlsx")).content[:2] == b"PK"


def test_an_empty_register_says_what_to_do(signed_in, north):
    assert "Nothing has been decided yet" in text(signed_in.get(at("decisions")))
