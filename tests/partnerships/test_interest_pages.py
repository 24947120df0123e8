"""The register of interests through its pages."""

from datetime import date

import pytest

from krscp_portal.foundation.context import tenant
from partnerships.models import (
    ConflictDeclaration,
    Person,
)
from tests.factories import partnerships as make
from tests.partnerships.interests import declared
from tests.partnerships.reading import at, text

pytestmark = pytest.mark.django_db


# --- interests


def test_a_member_declares_and_confirms_with_one_click(client, north):
    member = make.member(north, "lay_member")
    client.force_login(member)
    url = at("interest-declare")
    page = text(client.post(url, {"kind": "family"}))
    assert '<a href="#id_matter">Say what the interest is.</a>' in page

    page = text(client.post(url, {"kind": "nothing"}, follow=True))
    assert "Declared. It is to be confirmed again in a year." in page
    with tenant(north.pk):
        row = ConflictDeclaration.objects.get()
        ConflictDeclaration.objects.update(renew_on=date(2026, 1, 1))
    detail = at("interest", declaration=row.public_id)
    assert "To be renewed" in text(client.get(url))
    assert "It is still right</button>" in text(client.get(detail))
    page = text(client.post(at("interest-renew", declaration=row.public_id), follow=True))
    assert "Confirmed for another year." in page
    assert "It is still right</button>" not in page
    page = text(client.post(at("interest-renew", declaration=row.public_id), follow=True))
    assert "This was declared or confirmed today." in page


def test_somebody_else_decides_and_the_person_is_told_why_they_cannot(
    client, as_manager, north, manager, moment
):
    theirs = declared(make.member(north, "lay_member"), moment, of=north)
    own = declared(manager, moment, of=north)

    page = text(as_manager.get(at("interest-decide", declaration=own.public_id), follow=True))
    assert "Somebody else decides how your own interest is handled." in page
    page = text(
        as_manager.post(at("interest-decide", declaration=own.public_id), {"handling": "x"})
    )
    assert "Somebody else decides how your own interest is handled." in page
    decide = at("interest-decide", declaration=theirs.public_id)
    page = text(as_manager.post(decide, {"handling": "Leaves the room"}, follow=True))
    assert "Decided." in page
    assert "Leaves the room" in text(as_manager.get(at("interests")))
    assert "Leaves the room" not in text(as_manager.get(at("interests") + "?show=waiting"))


def test_a_declaration_is_recorded_for_somebody_and_ended(as_manager, north):
    with tenant(north.pk):
        person = make.appointment(make.seat("chair", "CHAIR"), "Kim Lane").person
    url = at("interest-record")
    chosen = f'<option value="{person.public_id}" selected>Kim Lane</option>'
    assert chosen in text(as_manager.get(f"{url}?person={person.public_id}"))
    assert "selected>Kim Lane" not in text(as_manager.get(f"{url}?person=nonsense"))
    sent = {"person": str(person.public_id), "kind": "nothing"}
    assert "Kim Lane" in text(as_manager.post(url, sent, follow=True))
    page = text(as_manager.post(url, sent))
    assert "This is on the register already." in page
    with tenant(north.pk):
        row = ConflictDeclaration.objects.get()

    end = at("interest-end", declaration=row.public_id)
    assert "Enter the reason" in text(as_manager.post(end, {"reason": ""}))
    assert "Ended" in text(as_manager.post(end, {"reason": "Left the post"}, follow=True))
    page = text(as_manager.get(at("interests-of", person=person.public_id)))
    assert "Left the post" in page
    assert "Left the post" not in text(as_manager.get(at("interests")))
    assert "Left the post" in text(as_manager.get(at("interests") + "?show=ended"))


def test_a_young_persons_declaration_is_not_found_by_other_members(client, north, moment):
    young = make.member(north, "young_scrutineer")
    row = declared(young, moment, of=north, matter="Lives with a member")
    with tenant(north.pk):
        person = Person.objects.get(user=young)
    client.force_login(make.member(north, "lay_member"))
    pages = (
        at("interest", declaration=row.public_id),
        at("interests-of", person=person.public_id),
        at("interest-end", declaration=row.public_id),
    )

    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert "Lives with" not in text(client.get(at("interests")))
    client.force_login(young)
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    assert "Lives with" in text(client.get(at("interests")))


def test_a_member_cannot_end_what_another_declared(client, north, manager, moment):
    row = declared(manager, moment, of=north)
    client.force_login(make.member(north, "lay_member"))
    url = at("interest-end", declaration=row.public_id)

    assert "It is still right" not in text(client.get(at("interest", declaration=row.public_id)))
    assert client.post(url, {"reason": "x"}).status_code == 403
    assert client.post(at("interest-renew", declaration=row.public_id)).status_code == 403
