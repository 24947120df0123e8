"""Giving and ending roles, seen from the person who holds them."""

from datetime import date, timedelta

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from partnerships import access, selectors
from partnerships.enums import AuditVerb
from partnerships.models import AuditEvent, RoleAssignment
from partnerships.roles import Permission
from partnerships.services import roles
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(in_north):
    return make.member(in_north, "lay_member")


def held(user, role="lay_member"):
    return RoleAssignment.objects.get(user=user, role=role)


def test_a_role_counts_from_its_first_to_its_last_day(member, manager, moment):
    roles.give_role(
        user=member,
        role="dsp",
        from_on=date(2026, 6, 3),
        to_on=date(2026, 6, 4),
        by=manager,
        at=moment,
    )

    days = [date(2026, 6, day) for day in (2, 3, 4, 5)]
    counts = ["dsp" in access.standing(member, on=day).roles for day in days]
    assert counts == [False, True, True, False]
    event = AuditEvent.objects.get()
    assert (event.verb, event.facts["to"]) == (AuditVerb.ROLE_GIVEN, "2026-06-04")


def test_a_role_ended_at_once_is_gone_at_once(member, manager, moment):
    roles.end_role(assignment=held(member), last_day=None, by=manager, at=moment)

    assert not access.standing(member, on=local_day(moment))
    assert selectors.partnerships_of(user=member, on=local_day(moment)) == []
    assert member not in selectors.holders(roles=["lay_member"], on=local_day(moment))
    assert AuditEvent.objects.get().facts["at_once"] is True


def test_a_role_ended_at_once_can_be_given_again(member, manager, moment):
    roles.end_role(assignment=held(member), last_day=None, by=manager, at=moment)

    roles.give_role(
        user=member, role="lay_member", from_on=local_day(moment), by=manager, at=moment
    )

    assert access.standing(member, on=local_day(moment)).roles == {"lay_member"}


def test_a_role_with_a_last_day_counts_until_then(member, manager, moment):
    today = local_day(moment)

    roles.end_role(
        assignment=held(member), last_day=today + timedelta(days=1), by=manager, at=moment
    )

    assert access.standing(member, on=today + timedelta(days=1))
    assert not access.standing(member, on=today + timedelta(days=2))


def test_a_role_that_has_not_begun_can_be_ended(member, manager, moment):
    coming = roles.give_role(
        user=member, role="auditor", from_on=date(2026, 9, 1), by=manager, at=moment
    )

    roles.end_role(assignment=coming, last_day=None, by=manager, at=moment)

    assert "auditor" not in access.standing(member, on=date(2026, 9, 1)).roles


@pytest.mark.parametrize("last_day", [None, date(2026, 7, 1)])
def test_a_manager_does_not_end_their_own_role(in_north, manager, moment, last_day):
    make.member(in_north, "manager", "second@northshire.example")

    with pytest.raises(DomainError, match="You cannot end a role of your own"):
        roles.end_role(
            assignment=held(manager, "manager"), last_day=last_day, by=manager, at=moment
        )
    assert held(manager, "manager").to_on is None


def test_the_last_manager_stays(in_north, manager, moment):
    system = selectors.system_user()

    with pytest.raises(DomainError) as refusal:
        roles.end_role(assignment=held(manager, "manager"), last_day=None, by=system, at=moment)
    assert refusal.value.code == "last-manager"


def test_a_manager_whose_end_is_agreed_does_not_count_as_staying(in_north, manager, moment):
    second = make.member(in_north, "manager", "second@northshire.example")
    roles.end_role(
        assignment=held(second, "manager"), last_day=date(2026, 7, 1), by=manager, at=moment
    )

    with pytest.raises(DomainError, match="last manager"):
        roles.end_role(
            assignment=held(manager, "manager"),
            last_day=None,
            by=selectors.system_user(),
            at=moment,
        )


def test_a_manager_elsewhere_does_not_count(in_north, south, manager, moment):
    make.give_role(south, manager, "manager")
    with tenant(in_north.pk, user_id=manager.pk), pytest.raises(DomainError, match="last manager"):
        roles.end_role(
            assignment=RoleAssignment.objects.in_open_partnership().get(user=manager),
            last_day=None,
            by=selectors.system_user(),
            at=moment,
        )


def test_the_same_role_is_not_held_twice_at_a_time(member, manager, moment):
    with pytest.raises(DomainError) as refusal:
        roles.give_role(
            user=member, role="lay_member", from_on=date(2026, 9, 1), by=manager, at=moment
        )
    assert refusal.value.field == "role"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"role": "owner"}, "role-unknown"),
        ({"to_on": date(2026, 5, 1)}, "ends-before-start"),
    ],
)
def test_nonsense_is_refused(member, manager, moment, changes, code):
    facts = {"role": "auditor", "from_on": date(2026, 6, 1)} | changes
    with pytest.raises(DomainError) as refusal:
        roles.give_role(user=member, **facts, by=manager, at=moment)
    assert refusal.value.code == code
    assert not AuditEvent.objects.exists()


def test_a_last_day_in_the_past_is_refused(member, manager, moment):
    with pytest.raises(DomainError) as refusal:
        roles.end_role(assignment=held(member), last_day=date(2026, 5, 1), by=manager, at=moment)
    assert refusal.value.code == "past"


def test_a_role_that_is_over_does_not_end_again(member, manager, moment):
    roles.end_role(assignment=held(member), last_day=None, by=manager, at=moment)

    with pytest.raises(DomainError, match="ended already"):
        roles.end_role(assignment=held(member), last_day=None, by=manager, at=moment)


def test_only_who_manages_access_gives_roles(member, manager, moment):
    with pytest.raises(NotPermitted):
        roles.give_role(
            user=member, role="manager", from_on=local_day(moment), by=member, at=moment
        )


def test_the_system_may_do_everything_and_nobody_can_sign_in_as_it(in_north, moment):
    system = selectors.system_user()

    assert all(access.can(system, each, on=local_day(moment)) for each in Permission)
    assert not system.is_active
    assert not system.has_usable_password()
    assert selectors.system_user() == system


def test_a_permission_must_be_a_permission(manager, in_north, moment):
    with pytest.raises(TypeError):
        access.standing(manager, on=local_day(moment)).can("case.view")
