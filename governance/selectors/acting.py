"""Who holds a seat, who chairs a group, which actions a person may see: and what clocks ask.

A clock knows an action by its id and reference alone; who owns it follows from who holds the seat
on the day, so that a change of an appointment moves every action at once.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from deadlines.steps import CHAIR
from deadlines.subjects import Subject, SubjectKind
from governance.enums import Chairing
from governance.models import Action, Group, GroupSeat, ImpactCheck
from governance.selectors.reading import groups_read_in_full
from krscp_portal.foundation import moment
from partnerships import access
from partnerships.models import Appointment, User
from partnerships.roles import Permission

ACTION: Final = "governance.action"
IMPACT: Final = "governance.impact"
LEADS: Final = (Chairing.CHAIR, Chairing.CO_CHAIR)


def seats_held(user: User, *, on: date) -> QuerySet[Any]:
    """Return the ids of the seats that the person fills or stands in for on the day; a subquery."""
    mine = Appointment.objects.filter(person__user_id=user.pk, period__contains=on)
    return mine.values("seat_id")


def holders(seat_id: int, *, on: date) -> list[User]:
    """Return the accounts of whoever holds the seat on the day, deputies last; one query."""
    rows = Appointment.objects.filter(seat_id=seat_id, period__contains=on)
    rows = rows.filter(person__user__is_active=True).select_related("person__user").order_by("pk")
    filling = [each for each in rows if each.kind != "deputy"]
    return [each.person.user for each in (filling or rows) if each.person.user is not None]


def owner_ids(seat_id: int, *, on: date) -> frozenset[int]:
    """Return the ids of every account that holds the seat or stands in for it; one query."""
    rows = Appointment.objects.filter(seat_id=seat_id, period__contains=on)
    return frozenset(
        rows.filter(person__user__isnull=False).values_list("person__user_id", flat=True)
    )


def chairs(group: Group, *, on: date) -> list[User]:
    """Return the accounts of whoever leads the group on the day; one query."""
    lead = (
        GroupSeat.objects.filter(group=group, chairing__in=LEADS)
        .filter(Q(from_on__isnull=True) | Q(from_on__lte=on))
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
    )
    rows = Appointment.objects.filling().filter(
        seat__in=lead.values("seat_id"), period__contains=on, person__user__is_active=True
    )
    found = rows.select_related("person__user").order_by("pk")
    return list({each.person.user for each in found if each.person.user is not None})


def actions_seen_by(user: User, standing: access.Standing, *, on: date) -> QuerySet[Action]:
    """Return the actions that the person may see, as one lazy query.

    Everybody who may read governance sees part A. Part B is for those who read it (everywhere or
    in the action's group), those who sit on the group, and whoever holds the seat that owns it. A
    contact whose role is for one agency sees that agency's actions and their own.
    """
    rows = Action.objects.all()
    if standing.is_system:
        return rows
    if not standing.can_for_an_agency(Permission.GOVERNANCE_VIEW):
        return rows.none()
    mine = Q(owner__in=seats_held(user, on=on))
    if not standing.can(Permission.GOVERNANCE_VIEW):
        rows = rows.filter(mine | Q(owner__organisation__in=standing.agencies))
    if not standing.can(Permission.PART_B_VIEW):
        keys = [key for key, held in standing.in_groups if held == Permission.PART_B_VIEW]
        sits = groups_read_in_full(user, on=on)
        rows = rows.filter(
            Q(confidential=False) | mine | Q(group__in=sits) | Q(group__key__in=keys)
        )
    return rows


def subject_of(action: Action) -> Subject:
    """Return the action as the subject of a clock."""
    return Subject(ACTION, action.public_id, action.reference, action.path)


def subject_of_check(check: ImpactCheck) -> Subject:
    """Return a later look at an action as the subject of a clock of its own."""
    action = check.action
    return Subject(IMPACT, check.public_id, action.reference, f"{action.path}impact/")


def _may_hear(user: User, public_id: UUID) -> bool:
    on = moment.today()
    standing = access.standing(user, on=on)
    return actions_seen_by(user, standing, on=on).filter(public_id=public_id).exists()


def _may_hear_of_check(user: User, public_id: UUID) -> bool:
    action = Action.objects.filter(impact_checks__public_id=public_id).first()
    return action is not None and _may_hear(user, action.public_id)


def _seen(user: User, standing: access.Standing) -> Any:
    return actions_seen_by(user, standing, on=moment.today()).values("public_id")


def _checks_seen(user: User, standing: access.Standing) -> Any:
    actions = actions_seen_by(user, standing, on=moment.today())
    return ImpactCheck.objects.filter(action__in=actions).values("public_id")


def _audience(rung: str, public_id: UUID, on: date) -> Iterable[User]:
    action = Action.objects.select_related("group").get(public_id=public_id)
    return _people(action, rung, on=on)


def _audience_of_check(rung: str, public_id: UUID, on: date) -> Iterable[User]:
    rows = ImpactCheck.objects.select_related("action__group")
    return _people(rows.get(public_id=public_id).action, rung, on=on)


def _people(action: Action, rung: str, *, on: date) -> list[User]:
    if rung == CHAIR:
        return chairs(action.group, on=on) if action.group else []
    return holders(action.owner_id, on=on)


SUBJECT_KINDS: Final = (
    SubjectKind(
        code=ACTION,
        may_be_told=_may_hear,
        visible_ids=_seen,
        owns_trigger=True,
        audience=_audience,
    ),
    SubjectKind(
        code=IMPACT,
        may_be_told=_may_hear_of_check,
        visible_ids=_checks_seen,
        owns_trigger=True,
        audience=_audience_of_check,
    ),
)
