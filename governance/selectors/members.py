"""Who sits on a group on one day: the seat, whoever holds it then, and whom it speaks for.

Everything that asks people to a meeting, marks who came or counts a quorum begins here, so that a
change of an appointment shows everywhere at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from governance.models import Group, GroupSeat, Meeting
from krscp_portal.foundation.moment import local_day
from partnerships.enums import AppointmentKind
from partnerships.models import Appointment, Organisation, Person, Seat
from partnerships.selectors.appointees import appointments_to_show, is_hidden
from partnerships.support import CREDIT


@dataclass(frozen=True)
class Sitting:
    """One seat on one group on one day.

    `holder` fills the seat (substantive or acting), `deputies` stand in for it. `shown` is the
    name that any member may read: how a young scrutineer is credited, never who they are.
    `since` is the first day of the holder's appointment: nobody is counted before it.
    """

    place: GroupSeat
    seat: Seat
    organisation: Organisation | None
    holder: Person | None
    shown: str
    since: date | None
    deputies: tuple[Person, ...] = ()

    @property
    def is_vacant(self) -> bool:
        return self.holder is None


def sitting_on(groups: Iterable[Group], *, on: date) -> list[Sitting]:
    """Return the seats that sit on any of the groups on the day, each seat once; two queries.

    In the order in which they were placed, those who lead first. A closed seat is left out.
    """
    places = (
        GroupSeat.objects.filter(group__in=list(groups))
        .filter(Q(from_on__isnull=True) | Q(from_on__lte=on))
        .filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        .filter(Q(seat__closed_on__isnull=True) | Q(seat__closed_on__gt=on))
        .select_related("seat__organisation", "group")
        .order_by("pk")
    )
    once: dict[int, GroupSeat] = {}
    for place in places:
        once.setdefault(place.seat_id, place)
    found = list(once.values())
    held = _held([place.seat_id for place in found], on=on)
    rows = [_sitting(place, held.get(place.seat_id, [])) for place in found]
    return sorted(rows, key=lambda each: not each.place.chairing)


def groups_of(meeting: Meeting) -> list[Group]:
    """Return the group of a meeting and those that share it; one query."""
    joined = meeting.joined.select_related("group").order_by("pk")
    return [meeting.group, *(each.group for each in joined)]


def sitting_at(meeting: Meeting) -> list[Sitting]:
    """Return the seats that belong at a meeting on its day; three queries."""
    return sitting_on(groups_of(meeting), on=local_day(meeting.starts_at))


def _held(seats: list[int], *, on: date) -> dict[int, list[Appointment]]:
    rows = Appointment.objects.filter(seat__in=seats, period__contains=on).order_by("pk")
    found: dict[int, list[Appointment]] = {}
    for row in appointments_to_show(rows, on=on):
        found.setdefault(row.seat_id, []).append(row)
    return found


def _sitting(place: GroupSeat, held: list[Appointment]) -> Sitting:
    filling = [each for each in held if each.kind != AppointmentKind.DEPUTY]
    # An acting holder stands in while the substantive one is away, so they come first.
    filling.sort(key=lambda each: each.kind != AppointmentKind.ACTING)
    first = filling[0] if filling else None
    hidden = first is not None and is_hidden(first, role=place.seat.role)
    shown = "" if first is None else first.person.name
    return Sitting(
        place=place,
        seat=place.seat,
        organisation=place.seat.organisation,
        holder=first.person if first else None,
        shown=(first.credit or CREDIT) if hidden and first else shown,  # type: ignore[attr-defined]
        since=first.first_day if first else None,
        deputies=tuple(each.person for each in held if each.kind == AppointmentKind.DEPUTY),
    )
