"""An agency that was entered by mistake goes; one that something rests on stays, and says what."""

import pytest
from django.urls import reverse

from governance.models import Group, GroupAgency
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.enums import AuditVerb
from partnerships.models import (
    AgencyArea,
    AgencyMembership,
    Area,
    AuditEvent,
    Organisation,
    RoleAssignment,
)
from partnerships.services import agency_removal, invitations
from partnerships.services.roles import Scope
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db


def refusal(agency: AgencyMembership, by_manager) -> str:
    with pytest.raises(DomainError) as refused:
        agency_removal.remove_agency(membership=agency, **by_manager)
    assert refused.value.code == "agency-in-use"
    assert AgencyMembership.objects.filter(pk=agency.pk).exists()
    return str(refused.value)


def test_an_agency_on_which_nothing_rests_goes_with_its_areas(by_manager):
    agency = make.agency("A charity")
    AgencyArea.objects.create(agency=agency, area=Area.objects.create(name="A", kind="unitary"))

    agency_removal.remove_agency(membership=agency, **by_manager)

    event = AuditEvent.objects.order_by("-number").first()
    assert not AgencyMembership.objects.exists()
    assert not AgencyArea.objects.exists()
    assert Organisation.objects.filter(name="A charity").exists()
    assert (event.verb, event.object_reference) == (AuditVerb.REMOVED, "A charity")
    assert event.facts["basis"] == "relevant_agency"


def test_one_that_a_group_speaks_for_stays_and_the_refusal_names_the_group(by_manager):
    agency = make.agency("A charity")
    group = Group.objects.create(key="forum", name="Partnership Forum", kind="forum")
    GroupAgency.objects.create(group=group, agency=agency)

    assert refusal(agency, by_manager) == (
        "This agency is in use, so it stays: groups that speak for it: Partnership Forum. "
        "Enter its last day instead."
    )


def test_the_only_basis_stays_while_a_seat_a_role_or_an_offer_stands_in_its_name(by_manager, north):
    agency = make.agency("A charity")
    make.seat("charity", organisation=agency.organisation)
    RoleAssignment.objects.create(
        user=make.user("c@north.example", "Kim Lane"),
        role="agency_contact",
        organisation=agency.organisation,
        from_on=make.STARTED,
    )
    terms = invitations.Terms(scope=Scope(agency.organisation))
    invitations.invite_member(
        email="x@charity.example",
        display_name="Sam Field",
        role="agency_contact",
        terms=terms,
        **by_manager,
    )

    assert refusal(agency, by_manager) == (
        "This agency is in use, so it stays: the seat Seat charity; the role agency contact of "
        "Kim Lane; the invitation of Sam Field. Enter its last day instead."
    )


def test_one_basis_of_two_goes_whatever_seats_the_body_has(by_manager):
    agency = make.agency("A charity")
    other = AgencyMembership.objects.create(organisation=agency.organisation, basis="adviser")
    make.seat("charity", organisation=agency.organisation)

    agency_removal.remove_agency(membership=other, **by_manager)

    assert list(AgencyMembership.objects.all()) == [agency]


def test_six_uses_are_told_by_five_and_a_number(by_manager):
    agency = make.agency("A charity")
    for n in range(6):
        make.seat(f"s{n}", organisation=agency.organisation)

    assert "the seat Seat s4; and 1 more. Enter" in refusal(agency, by_manager)


def test_who_may_not_edit_removes_nothing(in_north, north, moment):
    agency = make.agency("A charity")
    reader = make.member(north, "lay_member")

    with pytest.raises(NotPermitted):
        agency_removal.remove_agency(membership=agency, by=reader, at=moment)


def test_the_page_asks_first_and_then_removes_or_says_why_not(client, north, manager):
    with tenant(north.pk):
        agency = make.agency("A charity")
        seat = make.seat("charity", organisation=agency.organisation)
    client.force_login(manager)
    address = reverse(
        "partnership:agency-remove",
        kwargs={"partnership": "northshire", "agency": agency.public_id},
    )

    asked = client.get(address).content.decode()
    refused = client.post(address, follow=True).content.decode()
    with tenant(north.pk):
        seat.delete()
    done = client.post(address, follow=True).content.decode()

    assert "Was A charity entered by mistake?" in asked
    assert "None" not in asked
    assert "it stays: the seat Seat charity." in refused
    assert "Agency removed." in done
    with tenant(north.pk):
        assert not AgencyMembership.objects.exists()
