"""The pages on which somebody who leaves hands over."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from krscp_portal.foundation import moment as clock
from krscp_portal.foundation.context import tenant
from partnerships.models import (
    AuditEvent,
    Handover,
    HandoverItem,
    Person,
    RoleAssignment,
)
from partnerships.services import handovers, work
from reviews import services as cases
from tests.factories import partnerships as make
from tests.factories import reviews as make_case
from tests.partnerships.reading import at, day, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver(north):
    return make.member(north, "dsp", "leaver@north.example")


@pytest.fixture
def successor(north):
    return make.member(north, "lsp", "successor@north.example")


@pytest.fixture
def handover(north, manager, leaver):
    with tenant(north.pk):
        last_day = clock.today() + timedelta(days=30)
        return handovers.start_handover(
            leaver=leaver, last_day=last_day, by=manager, at=clock.now()
        )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_of_a_handover_asks_as_much_for_three_things_as_for_one(
    as_manager, manager, north, leaver, handover, django_assert_num_queries, rows
):
    with tenant(north.pk):
        person = Person.objects.create(name="Leaver", user=leaver)
        for n in range(rows):
            make.seat(f"s{n}").appointments.create(person=person, period=(make.STARTED, None))
            case = make_case.case(by=manager, at=clock.now())
            cases.name_person(incident=case, person=leaver, by=manager, at=clock.now())

    with django_assert_num_queries(27):
        assert as_manager.get(at("handover", user=leaver.public_id)).status_code == 200


# --- handing over


def test_a_handover_from_start_to_note(as_manager, north, leaver, successor, handover):
    with tenant(north.pk):
        person = Person.objects.create(name="Leaver", user=leaver)
        held = make.seat("police").appointments.create(person=person, period=(make.STARTED, None))
        role = RoleAssignment.objects.get(user=leaver)
    url = at("handover", user=leaver.public_id)
    page = text(as_manager.get(url))
    assert "Seat police (substantive)" in page
    assert "Delegated safeguarding partner" in page
    as_manager.post(
        at("handover-change", handover=handover.public_id),
        {"note": "Ask the clerk.", **day("last_day", handover.last_day)},
    )
    early = as_manager.post(at("handover-complete", handover=handover.public_id), follow=True)
    assert "2 things are left to hand over." in text(early)

    done = as_manager.post(
        url,
        {
            f"seat:{held.public_id}": str(successor.public_id),
            f"role:{role.public_id}": "end",
        },
        follow=True,
    )

    assert "2 things handed over." in text(done)
    assert "Nothing is left to hand over" in text(done)
    as_manager.post(at("handover-complete", handover=handover.public_id))
    with tenant(north.pk):
        assert Handover.objects.get().completed_at is not None
    note = text(as_manager.get(at("handover-note", handover=handover.public_id)))
    assert "Ask the clerk." in note
    assert leaver.display_name in text(as_manager.get(at("handovers")))


def test_a_refusal_stands_beside_the_thing_that_it_is_about(
    as_manager, north, leaver, successor, handover
):
    with tenant(north.pk):
        person = Person.objects.create(name="Leaver", user=leaver)
        seat = make.seat("police", closed_on=handover.last_day + timedelta(days=5))
        held = seat.appointments.create(person=person, period=(make.STARTED, None))
    name = f"seat:{held.public_id}"

    page = text(
        as_manager.post(at("handover", user=leaver.public_id), {name: str(successor.public_id)})
    )

    assert f'<a href="#id_{name}">This seat is closed.</a>' in page
    assert f'<option value="{successor.public_id}" selected>' in page
    with tenant(north.pk):
        assert not HandoverItem.objects.exists()


@pytest.fixture
def complete(north, manager, leaver, successor, handover):
    with tenant(north.pk):
        role = RoleAssignment.objects.get(user=leaver)
        steps = [handovers.Step("role", role.public_id, successor)]
        said = {"handover": handover, "by": manager, "at": clock.now()}
        handovers.hand_over(steps=steps, **said)
        return handovers.complete_handover(**said)


def test_the_note_comes_through_its_door_to_those_whom_it_is_for(
    client, north, manager, leaver, successor, complete
):
    with tenant(north.pk):
        job = handovers.note_job(complete)
    url = at("handover-download", handover=complete.public_id)
    client.force_login(successor)
    assert client.get(url).status_code == 404
    assert "It is being made." in text(client.get(at("handover-note", handover=complete.public_id)))

    work.run_job(partnership_id=north.pk, job_id=job.public_id, clock=clock.now)

    answer = client.get(url)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer.headers["Cache-Control"]
    said = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    assert leaver.display_name in said
    for stranger in (leaver, make.member(north, "dsp", "peer@north.example")):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
        assert client.get(at("handover-note", handover=complete.public_id)).status_code == 404
    client.force_login(manager)
    assert client.get(url).status_code == 200
    with tenant(north.pk):
        given = AuditEvent.objects.filter(verb="downloaded").order_by("number")
        assert [each.by_id for each in given] == [successor.pk, manager.pk]


def test_a_handover_is_withdrawn_by_page(as_manager, north, handover, leaver):
    url = at("handover-withdraw", handover=handover.public_id)
    assert "They keep everything that they hold." in text(as_manager.get(url))

    answer = as_manager.post(url, follow=True)

    assert "Nobody is leaving" in text(answer)
    started = as_manager.post(
        at("handover", user=leaver.public_id), day("last_day", clock.today()), follow=True
    )
    assert "What is left" in text(started)
