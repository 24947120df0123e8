"""Role by restricted by named by emergency: the pure rule, and the query against it."""

import itertools

import pytest

from krscp_portal.foundation.context import tenant
from partnerships import access
from partnerships.roles import ROLES, Permission
from reviews.models import EmergencyAccess, Incident
from reviews.visibility import EMERGENCY_LASTS, NEVER_SEE_CASES, Sight, may_be_named, may_see
from tests.factories import partnerships as people
from tests.factories import reviews as make

SEES_BY_ROLE = {"manager", "business_support", "lsp", "dsp"}
WHEN_NAMED = {"group_chair", "agency_contact", "scrutineer"}


def expected(role, *, restricted, named, emergency):
    if role in NEVER_SEE_CASES:
        return False
    if named:
        return True
    return role in SEES_BY_ROLE and (not restricted or emergency)


def test_every_role_is_one_of_three_kinds():
    assert set(ROLES) == SEES_BY_ROLE | WHEN_NAMED | NEVER_SEE_CASES
    assert {
        code for code, role in ROLES.items() if Permission.CASE_VIEW in role.permissions
    } == SEES_BY_ROLE


def test_a_role_that_never_sees_cases_says_so_in_its_description():
    assert all("never a case" in ROLES[code].description for code in NEVER_SEE_CASES)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("restricted", "named", "emergency"), list(itertools.product([False, True], repeat=3))
)
def test_the_rule(role, restricted, named, emergency):
    sight = Sight(
        roles=frozenset({role}),
        role_sees_cases=role in SEES_BY_ROLE,
        restricted=restricted,
        named=named,
        emergency=emergency,
    )

    assert may_see(sight) == expected(role, restricted=restricted, named=named, emergency=emergency)


def test_somebody_with_a_second_role_may_be_named_by_it():
    assert may_be_named(frozenset({"lay_member", "group_chair"}))
    assert not may_be_named(frozenset({"lay_member", "auditor"}))
    assert not may_be_named(frozenset())


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_the_query_says_what_the_rule_says(role, north, moment):
    manager = people.member(north, "manager", "logger@north.example")
    person = people.member(north, role, "person@north.example")
    with tenant(north.pk):
        standing = access.standing(person, on=moment.date())
        for restricted, named, emergency in itertools.product([False, True], repeat=3):
            case = make.case(by=manager, at=moment, restricted=restricted)
            if named:
                access.grant(person, "see_case", case)
            if emergency:
                EmergencyAccess.objects.create(
                    incident=case,
                    reason="A reason.",
                    opened_at=moment,
                    opened_by=person,
                    expires_at=moment + EMERGENCY_LASTS,
                )
            seen = Incident.objects.visible_to(person, standing, at=moment)

            assert seen.filter(pk=case.pk).exists() == expected(
                role, restricted=restricted, named=named, emergency=emergency
            )


@pytest.mark.django_db
def test_the_system_sees_every_case(in_north, manager, moment):
    make.case(by=manager, at=moment, restricted=True)
    system = people.user("system@portal.example")
    system.is_system = True
    standing = access.standing(system, on=moment.date())

    assert Incident.objects.visible_to(system, standing, at=moment).count() == 1
