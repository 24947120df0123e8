"""An entry of the shared directory is passed on; each side keeps that in its own words."""

import pytest
from django.urls import reverse

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.enums import AuditVerb
from partnerships.models import AgencyMembership, AuditEvent, Notice, Organisation
from partnerships.selectors.directory import may_change
from partnerships.services import directory, directory_keeping
from partnerships.services.directory import OrganisationFacts
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_manager(north, manager, moment):
    return {"by": manager, "at": moment}


@pytest.fixture
def trust(north, by_manager) -> Organisation:
    with tenant(north.pk):
        facts = OrganisationFacts("Anytown Trust", "nhs_provider")
        return directory.register(facts=facts, **by_manager)


@pytest.fixture
def used_in_south(south, trust) -> Organisation:
    with tenant(south.pk):
        make.seat("trust", organisation=trust)
    return trust


def last_event() -> AuditEvent:
    return AuditEvent.objects.order_by("-number").first()


def test_who_receives_an_entry_changes_it_and_who_gave_it_does_not(
    north, south, used_in_south, by_manager
):
    theirs = make.member(south, "manager", "manager@south.example")
    reader = make.member(south, "lay_member", "lay@south.example")

    with tenant(north.pk):
        directory_keeping.pass_on(organisation=used_in_south, to=south.short_name, **by_manager)
        used_in_south.refresh_from_db()
        assert may_change(used_in_south).code == "entry-of-another"
        given = last_event()
    with tenant(south.pk):
        assert may_change(used_in_south)
        received = last_event()
        told = list(Notice.objects.values_list("recipient", "path"))

    assert (given.verb, given.by_name, given.facts) == (
        AuditVerb.REASSIGNED,
        by_manager["by"].display_name,
        {"to": "southshire"},
    )
    assert (received.verb, received.facts) == (AuditVerb.REASSIGNED, {"from": "northshire"})
    assert received.by_name != by_manager["by"].display_name
    assert told == [(theirs.pk, f"organisations/{used_in_south.public_id}/")]
    assert reader.pk not in {recipient for recipient, _path in told}


def test_the_context_is_the_givers_again_afterwards(north, south, used_in_south, by_manager):
    with tenant(north.pk):
        directory_keeping.pass_on(organisation=used_in_south, to=south.short_name, **by_manager)
        assert last_event().partnership_id == north.pk


def test_a_partnership_that_does_not_use_the_body_receives_nothing(north, south, trust, by_manager):
    with tenant(north.pk), pytest.raises(DomainError) as refused:
        directory_keeping.pass_on(organisation=trust, to=south.short_name, **by_manager)

    trust.refresh_from_db()
    assert (refused.value.code, refused.value.field) == ("not-used-there", "to")
    assert trust.registered_by == north


def test_nobody_passes_on_to_themselves_or_what_is_anothers(
    north, south, used_in_south, by_manager, moment
):
    with tenant(north.pk), pytest.raises(DomainError) as refused:
        directory_keeping.pass_on(organisation=used_in_south, to=north.name, **by_manager)
    assert refused.value.code == "kept-already"

    theirs = make.member(south, "manager", "manager@south.example")
    with tenant(south.pk), pytest.raises(DomainError) as refused:
        directory_keeping.pass_on(
            organisation=used_in_south, to=south.short_name, by=theirs, at=moment
        )
    assert refused.value.code == "entry-of-another"

    reader = make.member(north, "lay_member")
    with tenant(north.pk), pytest.raises(NotPermitted):
        directory_keeping.pass_on(
            organisation=used_in_south, to=south.short_name, by=reader, at=moment
        )


def test_the_page_keeps_what_was_chosen_beside_its_refusal(client, north, south, trust, manager):
    client.force_login(manager)
    address = reverse(
        "partnership:organisation-pass-on",
        kwargs={"partnership": "northshire", "organisation": trust.public_id},
    )
    chosen = {"to": "southshire SAFEGUARDING children partnership"}

    refused = client.post(address, chosen).content.decode()
    with tenant(south.pk):
        AgencyMembership.objects.create(organisation=trust, basis="adviser")
    done = client.post(address, chosen, follow=True).content.decode()

    assert "No partnership of this name uses this body." in refused
    assert 'value="southshire SAFEGUARDING children partnership"' in refused
    assert "Entry passed on." in done
    assert "Another partnership keeps this entry" in done
