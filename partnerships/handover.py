"""What this app's things are to somebody who leaves: seats, roles, invitations, work under way.

House rules of the portal: a seat's successor begins on the day after the last; a role's successor
begins at once, so that both can work side by side and no partnership is without a manager.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.templatetags.portal import day
from partnerships import group_names, holdings, selectors
from partnerships.enums import AppointmentKind, JobState
from partnerships.holdings import Holding, HoldingKind, Leaving
from partnerships.models import Appointment, Invitation, Job, RoleAssignment, User
from partnerships.roles import ROLES
from partnerships.services import roles, seats

COMING = "It begins after the last day. Correct its days on the page of the seat."


def register() -> None:
    """Make this app's kinds known; called once, at `ready()`."""
    holdings.register(
        HoldingKind(
            "seat",
            "Seats",
            held_seats,
            pass_seat,
            hint="An appointment ends on the last day; a successor begins on the day after.",
        )
    )
    holdings.register(
        HoldingKind(
            "role",
            "Roles",
            held_roles,
            pass_role,
            hint="A role ends on the last day; a successor has it from today, "
            "so that both can work side by side.",
        )
    )
    holdings.register(
        HoldingKind(
            "invitation",
            "Invitations they sent",
            sent_invitations,
            hint="They stay open. Send them again or withdraw them under Access.",
        )
    )
    holdings.register(
        HoldingKind(
            "job", "Documents being made for them", open_jobs, hint="They end by themselves."
        )
    )


def held_seats(leaving: Leaving) -> list[Holding]:
    """Return the appointments that would outlast the last day; one query."""
    after = leaving.last_day + timedelta(days=1)
    lasting = Appointment.objects.filter(person__user=leaving.leaver).filter(
        Q(period__endswith__isnull=True) | Q(period__endswith__gt=after)
    )
    found = lasting.select_related("seat").order_by("seat__title", "period", "pk")
    return [
        Holding(
            thing=each.public_id,
            text=f"{each.seat.title} ({AppointmentKind(each.kind).label.lower()})",
            path=f"seats/{each.seat.public_id}/",
            closed=COMING if each.period.lower > leaving.last_day else "",
        )
        for each in found
    ]


def pass_seat(*, thing: UUID, leaving: Leaving, to: User | None, by: User, at: datetime) -> str:
    """End the appointment on the last day and appoint the successor from the day after."""
    appointment = Appointment.objects.select_related("seat").get(public_id=thing)
    seats.end_appointment(appointment=appointment, last_day=leaving.last_day, by=by, at=at)
    if to is None:
        return f"Ends on {day(leaving.last_day)}"
    starts_on = leaving.last_day + timedelta(days=1)
    facts = seats.AppointmentFacts(
        person=seats.NewPerson(to.display_name, user=to),
        starts_on=starts_on,
        kind=appointment.kind,
        appointed_by=by.display_name,
    )
    seats.place(seat=appointment.seat, facts=facts, by=by, at=at)
    return f"{to.display_name}, from {day(starts_on)}"


def held_roles(leaving: Leaving) -> list[Holding]:
    """Return the roles that would outlast the last day; two queries."""
    mine = RoleAssignment.objects.in_open_partnership().filter(
        Q(to_on__isnull=True) | Q(to_on__gt=leaving.last_day),
        user=leaving.leaver,
        ended_at__isnull=True,
    )
    groups = group_names.current_groups()
    path = f"access/people/{leaving.leaver.public_id}/"
    return [
        Holding(each.public_id, _role_in_words(each, groups), path=path)
        for each in mine.select_related("organisation").order_by("from_on", "pk")
    ]


def pass_role(*, thing: UUID, leaving: Leaving, to: User | None, by: User, at: datetime) -> str:
    """Give the successor the role from today and end the leaver's after their last day.

    The successor first: the last manager's role would not end otherwise. A last day that has
    passed ends it at once.
    """
    mine = RoleAssignment.objects.in_open_partnership().select_related("organisation")
    assignment = mine.get(public_id=thing)
    today = local_day(at)
    if to is not None:
        scope = roles.Scope(assignment.organisation, assignment.group_key)
        asked = {"user": to, "role": assignment.role, "scope": scope, "from_on": today}
        if roles.held(**asked, to_on=None) is None:
            roles.give_role(**asked, by=by, at=at)
    last_day = leaving.last_day if leaving.last_day >= today else None
    roles.end_role(assignment=assignment, last_day=last_day, by=by, at=at)
    return f"Ends on {day(last_day or today)}" if to is None else f"{to.display_name}"


def sent_invitations(leaving: Leaving) -> list[Holding]:
    """Return the open invitations that the person sent; one query."""
    mine = Invitation.objects.open().filter(invited_by=leaving.leaver)
    return [
        Holding(each.public_id, each.display_name, path="access/")
        for each in mine.order_by("invited_at", "pk")
    ]


def open_jobs(leaving: Leaving) -> list[Holding]:
    """Return the background work that waits or runs for the person; one query."""
    mine = Job.objects.filter(
        requested_by=leaving.leaver, state__in=[JobState.QUEUED, JobState.RUNNING]
    )
    return [Holding(each.public_id, each.step or "A document") for each in mine.order_by("pk")]


def _role_in_words(assignment: RoleAssignment, groups: dict[str, str]) -> str:
    name = ROLES[assignment.role].name if assignment.role in ROLES else assignment.role
    scope = selectors.scope_in_words(assignment, groups)
    return f"{name}, {scope}" if scope else name
