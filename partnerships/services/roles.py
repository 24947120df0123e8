"""Giving people roles in a partnership, and ending them."""

from datetime import date, datetime

from django.db import transaction

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit, authority
from partnerships.enums import AuditVerb
from partnerships.models import Partnership, RoleAssignment, User
from partnerships.roles import ROLES, Permission
from partnerships.services.permission import refuse_unless, require, require_order


@transaction.atomic
def give_role(
    *, user: User, role: str, from_on: date, to_on: date | None = None, by: User, at: datetime
) -> RoleAssignment:
    """Give a person of this partnership a role from one day on, or between two days.

    Refuses a role that does not exist, one that the person holds on any of those days, and a
    period that ends before it starts.
    """
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    if role not in ROLES:
        raise DomainError("Select one of the roles.", code="role-unknown", field="role")
    require_order(from_on, to_on)
    if _held(user, role, from_on, to_on):
        raise DomainError(
            "This person holds the role on some of these days already.",
            code="role-held",
            field="role",
        )

    assignment = RoleAssignment.objects.create(user=user, role=role, from_on=from_on, to_on=to_on)
    audit.record(verb=AuditVerb.ROLE_GIVEN, on=assignment, by=by, at=at, facts=_facts(assignment))
    return assignment


@transaction.atomic
def end_role(
    *, assignment: RoleAssignment, last_day: date | None, by: User, at: datetime
) -> RoleAssignment:
    """End a role after its last day, or at this moment where no day is given.

    Refuses to end one's own role, the role of the last manager, a role that has ended, and a last
    day before its first or before today.
    """
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    # One root, so that two managers cannot end each other's role at the same time.
    Partnership.objects.select_for_update().get(pk=required_partnership_id())
    assignment = RoleAssignment.objects.in_open_partnership().get(pk=assignment.pk)
    today = local_day(at)
    _refuse_end(assignment, last_day, by=by, today=today)

    if last_day is None:
        assignment.to_on = max(today, assignment.from_on)
        assignment.ended_at, assignment.ended_by = at, by
    else:
        assignment.to_on = last_day
    assignment.save(update_fields=["to_on", "ended_at", "ended_by"])
    audit.record(verb=AuditVerb.ROLE_ENDED, on=assignment, by=by, at=at, facts=_facts(assignment))
    return assignment


def _refuse_end(
    assignment: RoleAssignment, last_day: date | None, *, by: User, today: date
) -> None:
    if assignment.ended_at or (assignment.to_on and assignment.to_on < today):
        raise DomainError("This role has ended already.", code="role-over")
    if last_day and last_day < today:
        raise DomainError("The last day must not be in the past.", code="past", field="last_day")
    require_order(assignment.from_on, last_day, field="last_day")
    others = (
        RoleAssignment.objects.filter(role=authority.MANAGER, user__is_active=True)
        .filter(to_on__isnull=True)
        .on_day(today)
        .in_open_partnership()
        .exclude(user_id=assignment.user_id)
    )
    verdict = authority.may_end_role(
        assignment.role,
        is_own=assignment.user_id == by.pk,
        other_managers=others.values("user_id").distinct().count(),
    )
    refuse_unless(verdict)


def _held(user: User, role: str, from_on: date, to_on: date | None) -> bool:
    mine = RoleAssignment.objects.in_open_partnership().filter(
        user=user, role=role, ended_at__isnull=True
    )
    return any(
        (row.to_on is None or row.to_on >= from_on) and (to_on is None or row.from_on <= to_on)
        for row in mine
    )


def _facts(assignment: RoleAssignment) -> dict[str, object]:
    return {
        "role": assignment.role,
        "user": assignment.user_id,
        "from": assignment.from_on.isoformat(),
        "to": assignment.to_on.isoformat() if assignment.to_on else None,
        "at_once": assignment.ended_at is not None,
    }
