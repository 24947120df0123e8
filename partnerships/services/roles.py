"""Giving people roles in a partnership, and ending them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit, authority, group_names
from partnerships.enums import AuditVerb
from partnerships.models import (
    AgencyMembership,
    Invitation,
    Organisation,
    Partnership,
    RoleAssignment,
    User,
)
from partnerships.roles import ROLES, Narrowing, Permission
from partnerships.services.permission import refuse_unless, require, require_order


@dataclass(frozen=True)
class Scope:
    """What a role is narrowed to: one agency, one group by its key, or neither."""

    organisation: Organisation | None = None
    group_key: str = ""


EVERYTHING = Scope()


@transaction.atomic
def give_role(
    *,
    user: User,
    role: str,
    from_on: date,
    to_on: date | None = None,
    scope: Scope = EVERYTHING,
    by: User,
    at: datetime,
) -> RoleAssignment:
    """Give a person of this partnership a role from one day on, or between two days.

    The same role for another agency or group is another role. Refuses a role that does not exist,
    one that the person holds on any of those days, a bound that the role does not take, and a
    period that ends before it starts.
    """
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    check_role(role=role, scope=scope, on=local_day(at))
    require_order(from_on, to_on)
    if held(user=user, role=role, scope=scope, from_on=from_on, to_on=to_on):
        raise DomainError(
            "This person holds the role on some of these days already.",
            code="role-held",
            field="role",
        )

    assignment = RoleAssignment.objects.create(
        user=user,
        role=role,
        from_on=from_on,
        to_on=to_on,
        organisation=scope.organisation,
        group_key=scope.group_key,
    )
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


def check_role(*, role: str, scope: Scope, on: date) -> None:
    """Refuse a role that does not exist, and a bound that it does not take or that is not here."""
    if role not in ROLES:
        raise DomainError("Select one of the roles.", code="role-unknown", field="role")
    takes = ROLES[role].narrowed_to
    if scope.organisation and takes is not Narrowing.AGENCY:
        raise DomainError(
            "Only an agency contact is narrowed to an agency.", code="scope", field="organisation"
        )
    if scope.group_key and takes is not Narrowing.GROUP:
        raise DomainError(
            "Only a group chair is narrowed to a group.", code="scope", field="group_key"
        )
    if scope.organisation and not _takes_part(scope.organisation, on=on):
        raise DomainError(
            "This agency takes no part in the partnership.", code="scope", field="organisation"
        )
    if scope.group_key and scope.group_key not in group_names.current_groups():
        raise DomainError("There is no such group now.", code="scope", field="group_key")


def held(
    *, user: User, role: str, scope: Scope, from_on: date, to_on: date | None
) -> RoleAssignment | None:
    """Return the person's role of this kind and bound that counts on any of the days, or None."""
    mine = RoleAssignment.objects.in_open_partnership().filter(
        Q(to_on__isnull=True) | Q(to_on__gte=from_on),
        user=user,
        role=role,
        organisation=scope.organisation,
        group_key=scope.group_key,
        ended_at__isnull=True,
    )
    if to_on is not None:
        mine = mine.filter(from_on__lte=to_on)
    found: RoleAssignment | None = mine.order_by("from_on").first()
    return found


def _takes_part(organisation: Organisation, *, on: date) -> bool:
    mine = AgencyMembership.objects.filter(organisation=organisation)
    return mine.filter(Q(to_on__isnull=True) | Q(to_on__gte=on)).exists()


def _facts(assignment: RoleAssignment) -> dict[str, object]:
    return {
        "role": assignment.role,
        "user": assignment.user_id,
        "from": assignment.from_on.isoformat(),
        "to": assignment.to_on.isoformat() if assignment.to_on else None,
        "at_once": assignment.ended_at is not None,
        **scope_facts(assignment),
    }


def scope_facts(row: RoleAssignment | Invitation) -> dict[str, object]:
    """Return what a role or an offer is narrowed to, as the audit keeps it."""
    facts = {"agency": row.organisation_id, "group": row.group_key}
    return {name: value for name, value in facts.items() if value}
