"""Who may read part B of a group's meetings: its papers, its minutes, its decisions.

Whoever holds the permission, everywhere or in this group; whoever sits on the group that day; and
a guest who was let in for one meeting. Nobody else learns more than that an item exists.
"""

from datetime import date

from django.db.models import Q, QuerySet

from governance.models import Group, GroupSeat, Meeting
from governance.selectors.members import groups_of
from krscp_portal.foundation.verdict import Allowed, Refused, Verdict
from partnerships.access import Standing
from partnerships.enums import SeatRole
from partnerships.models import User
from partnerships.roles import Permission

PART_B_REFUSED = (
    "Part B is for the members of the group, those who keep its record, and guests let in for it."
)


def may_read_part_b(
    user: User, standing: Standing, *, group: Group, on: date, meeting: Meeting | None = None
) -> Verdict:
    """Say whether the person may read part B of the group's meetings; three queries at most.

    A young scrutineer's or an observer's seat does not open part B.
    """
    if standing.can(Permission.PART_B_VIEW, group_key=group.key):
        return Allowed()
    concerned = [group] if meeting is None else groups_of(meeting)
    if groups_read_in_full(user, on=on) & {each.pk for each in concerned}:
        return Allowed()
    if meeting is not None and _is_let_in(user, meeting, on=on):
        return Allowed()
    return Refused(PART_B_REFUSED, code="part-b")


def groups_read_in_full(user: User, *, on: date) -> frozenset[int]:
    """Return the ids of the groups on which the person sits on the day; one query."""
    if not user.pk:
        return frozenset()
    return frozenset(places_read_in_full(user, on=on).values_list("group_id", flat=True))


def places_read_in_full(user: User, *, on: date) -> QuerySet[GroupSeat]:
    """Return the places on groups that the person fills or stands in for on the day."""
    return (
        GroupSeat.objects.filter(
            seat__appointments__person__user=user, seat__appointments__period__contains=on
        )
        .exclude(seat__role=SeatRole.YOUNG_SCRUTINEER)
        .filter(Q(from_on__isnull=True) | Q(from_on__lte=on))
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
    )


def _is_let_in(user: User, meeting: Meeting, *, on: date) -> bool:
    asked = meeting.invitees.filter(reads_part_b=True)
    by_seat = Q(seat__appointments__person__user=user, seat__appointments__period__contains=on)
    return asked.filter(by_seat | Q(guest_email__iexact=user.email)).exists()
