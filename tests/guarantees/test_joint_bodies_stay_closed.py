"""Who shares a joint body sees its name, who shares it and since when, and nothing that it holds."""

import re

import pytest
from django.test import Client

from krscp_portal.foundation.context import tenant
from partnerships.models import Participation, Partnership
from tests.factories import partnerships as make
from tests.guarantees.addresses import own_addresses
from tests.guarantees.twin import SENTINEL

IN_A_PARTNERSHIP = [each for each in own_addresses() if each.is_of_a_partnership]
CLOSED = [each for each in IN_A_PARTNERSHIP if each.declared != "public"]


@pytest.fixture
def shared(world):
    """The twin is a joint body that our partnership shares: its every text is a sentinel."""
    Partnership.objects.filter(pk=world.theirs.pk).update(kind="joint_body", name="The joint body")
    Participation.objects.create(
        body=world.theirs, participant=world.ours, name=world.ours.name, source=SENTINEL
    )
    with tenant(world.theirs.pk):
        return world.theirs


def test_a_manager_of_a_participant_finds_no_page_of_the_body(world, shared):
    client = Client()
    client.force_login(world.our("manager"))
    found = {}

    for address in CLOSED:
        with tenant(shared.pk):
            path = address.filled(shared.slug)
        for method in ("get", "post"):
            answer = getattr(client, method)(path)
            allowed = {404, 405} if method == "get" else {404}
            if answer.status_code not in allowed:
                found[f"{method} {address.name}"] = answer.status_code

    assert found == {}


def test_the_shared_body_is_named_and_nothing_else_of_it(world, shared):
    client = Client()
    client.force_login(world.our("manager"))

    page = client.get(f"/{world.ours.slug}/joint-bodies/").content.decode()

    assert "The joint body" in page
    assert world.ours.name in page
    assert SENTINEL not in page
    assert not re.search(rf'href="/{shared.slug}/', page)


def test_a_role_in_the_body_opens_the_body_and_no_participant(world, shared):
    keeper = make.member(shared, "auditor", "keeper@joint.example")
    client = Client()
    client.force_login(keeper)

    assert client.get(f"/{world.ours.slug}/").status_code == 404
    assert client.get(f"/{world.ours.slug}/joint-bodies/").status_code == 404
