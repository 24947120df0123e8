"""A role narrowed to one group, or to one agency: what it allows, and where."""

from datetime import date, timedelta

import pytest

from governance.models import Group
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import NotPermitted
from partnerships import access, group_names
from partnerships.models import Appointment, Organisation, Person, RoleAssignment, Seat
from partnerships.roles import AGENCY_PERMISSIONS, GROUP_PERMISSIONS, Permission
from partnerships.selectors.sight import appointments_in, seats_in
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)
EDIT = Permission.GOVERNANCE_EDIT


@pytest.fixture
def chair(in_north):
    """The chair of the learning group, and of no other."""
    person = make.user("chair@north.example")
    RoleAssignment.objects.create(
        user=person, role="group_chair", group_key="learning", from_on=make.STARTED
    )
    return person


def test_a_chair_of_one_group_may_change_that_group(chair):
    assert access.can(chair, EDIT, on=DAY, group_key="learning")


def test_a_chair_of_one_group_may_change_no_other(chair, moment):
    with pytest.raises(NotPermitted, match="Your role is for another group"):
        access.require_in_group(EDIT, group_key="executive", by=chair, at=moment)


def test_a_question_that_names_no_group_is_refused(chair):
    verdict = access.can(chair, EDIT, on=DAY)

    assert not verdict
    assert verdict.code == "other-group:governance.edit"


def test_what_belongs_to_no_group_is_theirs_as_of_any_chair(chair):
    standing = access.standing(chair, on=DAY)

    assert standing.can(Permission.GOVERNANCE_VIEW)
    assert not standing.can(Permission.CASE_LOG)
    assert standing.can_in_some_group(EDIT)
    assert not standing.can_in_some_group(Permission.ACCESS_MANAGE)


def test_a_chair_without_a_bound_may_change_every_group(in_north):
    person = make.member(in_north, "group_chair")

    assert access.can(person, EDIT, on=DAY)
    assert access.can(person, EDIT, on=DAY, group_key="executive")


def test_a_second_role_without_a_bound_takes_the_bound_away(chair, in_north):
    make.give_role(in_north, chair, "business_support")

    assert access.can(chair, EDIT, on=DAY, group_key="executive")


def test_a_bound_role_elsewhere_gives_nothing_here(in_north, south):
    person = make.member(in_north, "lay_member")
    with tenant(south.pk):
        RoleAssignment.objects.create(
            user=person, role="group_chair", group_key="learning", from_on=make.STARTED
        )

    with tenant(in_north.pk, user_id=person.pk):
        standing = access.standing(person, on=DAY)

    assert standing.in_groups == frozenset()
    assert standing.elsewhere == 1


@pytest.fixture
def contact(in_north):
    """The contact of the trust, and of no other agency."""
    person = make.user("contact@north.example")
    trust = make.agency("The trust").organisation
    RoleAssignment.objects.create(
        user=person, role="agency_contact", organisation=trust, from_on=make.STARTED
    )
    return person


def test_the_agency_of_a_contact_is_known(contact):
    trust = Organisation.objects.get(name="The trust")
    standing = access.standing(contact, on=DAY)

    assert standing.agencies == {trust.pk}
    assert standing.sight_of(contact) == access.Sight(frozenset({trust.pk}), contact.pk)


def test_a_contact_of_one_agency_is_refused_what_is_not_about_an_agency(contact):
    standing = access.standing(contact, on=DAY)
    verdict = standing.can(Permission.PARTNERSHIP_VIEW)

    assert verdict.code == "other-agency:partnership.view"
    assert standing.can_for_an_agency(Permission.PARTNERSHIP_VIEW)
    assert not standing.can_for_an_agency(Permission.PARTNERSHIP_EDIT)
    assert standing.can(Permission.CASE_LOG)


def test_who_sees_the_whole_record_has_no_bound(contact, in_north):
    make.give_role(in_north, contact, "lay_member")

    assert access.standing(contact, on=DAY).sight_of(contact) is None


def test_a_contact_of_every_agency_sees_the_whole_record(in_north):
    person = make.member(in_north, "agency_contact")

    assert access.standing(person, on=DAY).sight_of(person) is None


def test_a_contact_sees_a_seat_of_another_only_while_they_sit_in_it(contact, in_north):
    other = make.seat("other", organisation=make.organisation("Another"))
    mine = make.appointment(other, ends=DAY)
    Person.objects.filter(pk=mine.person_id).update(user=contact)
    sight = access.standing(contact, on=DAY).sight_of(contact)

    assert list(Seat.objects.filter(seats_in(sight, on=DAY - timedelta(days=1)))) == [other]
    assert list(Seat.objects.filter(seats_in(sight, on=DAY))) == []
    assert list(Appointment.objects.filter(appointments_in(sight, on=DAY))) == [mine]


def test_a_contact_declares_an_interest_of_their_own_and_reads_no_other(client, contact, in_north):
    make.appointment(make.seat("chair", "CHAIR"), "Robin Hill")
    client.force_login(contact)
    said = {"kind": "family", "matter": "A sister works for a charity"}

    answer = client.post("/northshire/interests/declare/", said, follow=True)
    page = answer.content.decode()

    assert "Declared. It is to be confirmed again in a year." in page
    assert "A sister works for a charity" in page
    robin = Person.objects.get(name="Robin Hill").public_id
    assert client.get(f"/northshire/interests/people/{robin}/").status_code == 404


def test_governance_says_which_groups_there_are(in_north):
    Group.objects.create(key="learning", name="Learning group", kind="subgroup")
    Group.objects.create(key="old", name="Old group", kind="subgroup", ended_on=DAY)

    assert group_names.current_groups() == {"learning": "Learning group"}
    assert group_names.name_of("old") == "old"


def test_only_permissions_of_groups_and_agencies_are_bound():
    seeing = {Permission.PARTNERSHIP_VIEW, Permission.GOVERNANCE_VIEW}

    assert EDIT in GROUP_PERMISSIONS
    assert not GROUP_PERMISSIONS & AGENCY_PERMISSIONS
    assert frozenset(seeing) == AGENCY_PERMISSIONS
