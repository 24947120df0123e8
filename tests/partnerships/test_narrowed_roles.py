"""A role narrowed to one group, or to one agency: what it allows, and where."""

from datetime import date

import pytest

from governance.models import Group
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import NotPermitted
from partnerships import access, group_names
from partnerships.models import RoleAssignment
from partnerships.roles import GROUP_PERMISSIONS, Permission
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


def test_the_agency_of_a_contact_is_known(in_north):
    person = make.user("contact@north.example")
    trust = make.organisation("The trust", "nhs_provider")
    RoleAssignment.objects.create(
        user=person, role="agency_contact", organisation=trust, from_on=make.STARTED
    )

    assert access.standing(person, on=DAY).agencies == {trust.pk}


def test_governance_says_which_groups_there_are(in_north):
    Group.objects.create(key="learning", name="Learning group", kind="subgroup")
    Group.objects.create(key="old", name="Old group", kind="subgroup", ended_on=DAY)

    assert group_names.current_groups() == {"learning": "Learning group"}
    assert group_names.name_of("old") == "old"


def test_only_permissions_of_groups_are_bound():
    assert frozenset({EDIT}) == GROUP_PERMISSIONS
