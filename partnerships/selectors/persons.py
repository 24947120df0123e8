"""The people who hold seats here: a list, and one person with the seats of this partnership alone.

A person is shared between partnerships, their appointments are not: nobody is listed or shown who
has no appointment here, and what they hold elsewhere cannot be read. Young scrutineers are listed
for who keeps the record, and shown to themselves.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from krscp_portal.foundation.timechart import TimeChart
from partnerships.access import Sight
from partnerships.enums import SeatRole
from partnerships.models import (
    Appointment,
    Person,
    RoleAssignment,
    Seat,
    SupportRecord,
    User,
)
from partnerships.models.seats import AppointmentQuerySet
from partnerships.selectors.appointees import appointments_to_show, holder_of, is_hidden, is_young
from partnerships.selectors.sight import appointments_in
from partnerships.selectors.timelines import Held, person_timeline
from partnerships.support import missing_for

EVERYBODY, PAST, ENDS_SOON = "all", "past", "ends_soon"


@dataclass(frozen=True)
class PeopleFilter:
    """Which people to list; without `when`, those who sit now or are to. `name` is a part of it."""

    name: str = ""
    role: str = ""
    organisation: str = ""  # its public id
    when: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.role or self.organisation or self.when)


@dataclass(frozen=True)
class PersonRow:
    """One person in a list, with the seats that fit what was asked."""

    public_id: UUID
    name: str
    held: tuple[Held, ...]

    @property
    def ends_soon(self) -> bool:
        """Say whether one of the appointments ends within sixty days."""
        return any(each.holder.ends_soon for each in self.held)

    @property
    def is_past(self) -> bool:
        """Say whether all of them have ended."""
        return all(each.holder.state == "ended" for each in self.held)


@dataclass(frozen=True)
class PersonPage:
    """One person with the seats they hold, held and are to hold here."""

    person: Person
    timeline: tuple[tuple[int, Held], ...]
    chart: TimeChart | None
    is_young: bool

    def _in_state(self, state: str) -> list[Held]:
        return [each for _number, each in self.timeline if each.holder.state == state]

    @property
    def now(self) -> list[Held]:
        """Return the seats of today."""
        return self._in_state("current")

    @property
    def coming(self) -> list[Held]:
        """Return the seats to come."""
        return self._in_state("coming")

    @property
    def past(self) -> list[Held]:
        """Return the seats of the past."""
        return self._in_state("ended")


@dataclass(frozen=True)
class SupportPage:
    """A support record with what is missing on the day, a sentence each."""

    appointment: Appointment
    record: SupportRecord | None
    missing: tuple[str, ...]

    @property
    def is_young(self) -> bool:
        """Say whether it is a young scrutineer's."""
        return self.appointment.seat.role == SeatRole.YOUNG_SCRUTINEER


def people_rows(
    *,
    on: date,
    wanted: PeopleFilter | None = None,
    names_young: bool = False,
    sight: Sight | None = None,
) -> list[PersonRow]:
    """Return who holds seats here and fits, by name; one query.

    Young scrutineers are left out unless `names_young`.
    """
    wanted = wanted or PeopleFilter()
    rows = Appointment.objects.filter(appointments_in(sight, on=on))
    if wanted.when not in {EVERYBODY, PAST}:
        rows = rows.lasting(on)
    if wanted.role:
        rows = rows.filter(seat__role=wanted.role)
    if wanted.organisation:
        rows = rows.filter(seat__organisation__public_id=wanted.organisation)
    if wanted.name:
        rows = rows.filter(person__name__icontains=wanted.name)
    held: dict[tuple[str, UUID], list[Held]] = defaultdict(list)
    for each in _shown(rows, on=on):
        if names_young or not is_hidden(each, role=each.seat.role):
            held[each.person.name, each.person.public_id].append(_held(each, on=on))
    found = [PersonRow(key, name, tuple(seats)) for (name, key), seats in held.items()]
    fitting = [row for row in found if _fits(row, wanted.when)]
    return sorted(fitting, key=lambda row: (row.name.casefold(), str(row.public_id)))


def person_page(
    *, holder: UUID, reader: User, on: date, names_young: bool, sight: Sight | None = None
) -> PersonPage | None:
    """Return the page of a person, or None for somebody who is not to be seen here; two queries.

    Somebody who holds no seat here is not to be seen. A young scrutineer is seen by who keeps the
    record (`names_young`) and by themselves, in the seats of an earlier time as well. With a
    `sight` the seats are those of the agency.
    """
    here = Appointment.objects.values("person_id")
    person = Person.objects.select_related("user").filter(pk__in=here, public_id=holder).first()
    if person is None:
        return None
    sees_all = names_young or person.user_id == reader.pk
    seen = Appointment.objects.filter(appointments_in(sight, on=on), person=person)
    rows = list(_shown(seen, on=on))
    held = [
        _held(each, on=on) for each in rows if sees_all or not is_hidden(each, role=each.seat.role)
    ]
    if not held:
        return None
    timeline, chart = person_timeline(name=person.name, held=held, on=on)
    young = any(is_young(each) for each in rows)
    return PersonPage(person=person, timeline=timeline, chart=chart, is_young=young)


def accounts_to_link(*, person: Person, on: date) -> list[tuple[str, str]]:
    """Return the accounts that may be this person's: of people with a role here, taken by nobody."""
    roles = RoleAssignment.objects.in_open_partnership().on_day(on)
    users = User.objects.filter(pk__in=roles.values("user_id"), is_active=True)
    free = users.filter(person__isnull=True) | users.filter(person=person)
    return [(str(each.public_id), each.display_name) for each in free.order_by("display_name")]


def support_page(*, appointment: Appointment, on: date) -> SupportPage:
    """Return a support record with what is missing; the appointment comes with its seat."""
    record = (
        SupportRecord.objects.select_related("mentor", "safeguarding_seat")
        .filter(appointment=appointment)
        .first()
    )
    missing = missing_for(record, appointment.seat.role, on=on)
    if record and record.safeguarding_seat and not _is_held(record.safeguarding_seat, on=on):
        missing.append("Nobody holds the seat that looks after them.")
    return SupportPage(appointment, record, tuple(missing))


def adult_seats(*, but: Seat, on: date) -> list[Seat]:
    """Return the open seats that may look after a young member or mentor a lay one; one query."""
    seats = Seat.objects.exclude(pk=but.pk).exclude(role=SeatRole.YOUNG_SCRUTINEER)
    still_open = Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    return list(seats.filter(still_open).order_by("title", "pk"))


def appointments_ending(*, on: date, within: timedelta) -> list[Appointment]:
    """Return the appointments whose last day falls in the time from the day on; one query."""
    rows = Appointment.objects.filter(
        period__endswith__gt=on, period__endswith__lte=on + within + timedelta(days=1)
    ).select_related("seat", "person")
    return sorted(rows, key=lambda each: (each.last_day or on, each.pk))


def consents_ending(*, on: date, within: timedelta) -> list[SupportRecord]:
    """Return the support records of lasting appointments whose consent runs out soon or has.

    One query. Consent that was withdrawn is not about to run out.
    """
    rows = SupportRecord.objects.filter(
        consent_until__lte=on + within,
        consent_withdrawn_on__isnull=True,
        appointment__in=Appointment.objects.lasting(on),
    ).select_related("appointment__seat")
    return list(rows.order_by("consent_until", "pk"))


def _shown(rows: AppointmentQuerySet, *, on: date) -> AppointmentQuerySet:
    return appointments_to_show(rows, on=on).select_related("person", "seat__organisation")


def _held(appointment: Appointment, *, on: date) -> Held:
    seat = appointment.seat
    return Held(
        seat_id=seat.public_id,
        title=seat.title,
        organisation=seat.organisation.name if seat.organisation else "",
        role=seat.get_role_display(),
        holder=holder_of(appointment, role=seat.role, on=on, names_young=True),
    )


def _fits(row: PersonRow, when: str) -> bool:
    if when == PAST:
        return row.is_past
    return row.ends_soon if when == ENDS_SOON else True


def _is_held(seat: Seat, *, on: date) -> bool:
    return Appointment.objects.filling().filter(seat=seat, period__contains=on).exists()
