"""Seats, and the people who are appointed to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.text import slugify

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.several import among, nth
from partnerships import audit, holding
from partnerships.enums import AppointmentKind, AuditVerb, DeputyRule, SeatRole
from partnerships.models import Appointment, Area, Organisation, Participation, Person, Seat, User
from partnerships.models.seats import YOUNG_SEAT_HAS_NO_CONTACT
from partnerships.roles import Permission
from partnerships.services import people
from partnerships.services.changes import as_fields, write_facts
from partnerships.services.people import NewPerson as NewPerson  # seats are filled with these
from partnerships.services.permission import refuse_unless, require, require_order
from partnerships.services.terms import AppointmentFacts as AppointmentFacts  # the same
from partnerships.services.terms import (
    Room,
    appointment_facts,
    check_facts,
    check_others,
    columns,
    columns_of,
    entered,
)

AT_A_TIME = 500  # rows in one statement


@dataclass(frozen=True)
class SeatFacts:
    """What a seat is: its role, the post that fills it, whom it speaks for, whether it votes.

    `appointer` says by post who fills it; the contact is of the post and its mailbox, never of a
    person; `on_behalf_of` is for a joint body's seats.
    """

    role: str
    title: str
    organisation: Organisation | None = None
    speaks_for: str = ""
    area: Area | None = None
    votes: bool = False
    note: str = ""
    source: str = ""
    membership_code: str = ""
    deputies: str = DeputyRule.NOT_STATED
    speaks_for_sector: bool = False
    appointer: str = ""
    on_behalf_of: Participation | None = None
    contact_email: str = ""
    contact_phone: str = ""


@transaction.atomic
def create_seat(*, facts: SeatFacts, by: User, at: datetime, key: str = "") -> Seat:
    """Add a seat to the partnership; without a key one is made from the title.

    Refuses a partner's seat that does not say which partner it speaks for, a key in use, contact
    details of a young scrutineer's seat, and deputies for a member who speaks for a sector.
    """
    return create_seats(wanted=[(facts, key)], by=by, at=at)[0]


@transaction.atomic
def create_seats(*, wanted: Sequence[tuple[SeatFacts, str]], by: User, at: datetime) -> list[Seat]:
    """Add several seats, each with its key or none, as `create_seat` adds one; all or none.

    A fixed number of statements for each 500. The refusal says which one it is about.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    keys = _Keys(Seat.objects.values_list("key", flat=True))
    rows = []
    for number, (facts, key) in enumerate(wanted):
        with nth(number):
            check_seat(facts)
            if key in keys.taken:
                raise DomainError(f"There is a seat with the key {key} already.", code="key-in-use")
            rows.append(Seat(key=keys.take(key, facts.title), **as_fields(facts)))

    seats = Seat.objects.bulk_create(rows, batch_size=AT_A_TIME)
    done = [audit.Entry(each, each.title, {"key": each.key}) for each in seats]
    audit.record_each(verb=AuditVerb.CREATED, done=done, by=by, at=at)
    return seats


@transaction.atomic
def change_seat(*, seat: Seat, facts: SeatFacts, by: User, at: datetime) -> Seat:
    """Correct what a seat is; refuses what `create_seat` refuses. No change leaves no audit row.

    Refuses too to take away the deputies of a seat that has one, and to make a seat a young
    scrutineer's while its holder's name is published.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    check_seat(facts)
    _check_holders(seat, facts, on=local_day(at))

    if changed := write_facts(seat, facts):
        audit.record(
            verb=AuditVerb.CHANGED,
            on=seat,
            by=by,
            at=at,
            reference=seat.title,
            facts={"fields": changed},
        )
    return seat


@transaction.atomic
def close_seat(*, seat: Seat, closed_on: date, by: User, at: datetime) -> Seat:
    """Close a seat for good from a day on; its history stays.

    Refuses while somebody holds it on that day or later, and a seat that is closed already.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if seat.closed_on:
        raise DomainError("This seat is closed already.", code="seat-closed")
    if seat.appointments.filter(period__endswith__isnull=True).exists() or (
        seat.appointments.filter(period__endswith__gt=closed_on).exists()
    ):
        raise DomainError(
            "Somebody holds this seat then. End the appointment first.",
            code="seat-held",
            field="closed_on",
        )

    seat.closed_on = closed_on
    seat.save(update_fields=["closed_on"])
    facts = {"closed_on": closed_on.isoformat()}
    audit.record(verb=AuditVerb.ENDED, on=seat, by=by, at=at, reference=seat.title, facts=facts)
    return seat


@transaction.atomic
def appoint(*, seat: Seat, facts: AppointmentFacts, by: User, at: datetime) -> Appointment:
    """Appoint a person, known or new, to a seat for a time; refuses what `place` refuses."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    return place(seat=seat, facts=facts, by=by, at=at)


@transaction.atomic
def place(*, seat: Seat, facts: AppointmentFacts, by: User, at: datetime) -> Appointment:
    """Appoint without asking what `by` may do: for services that have asked already.

    Refuses a closed seat, a period that ends before it starts, a second substantive holder or
    standing deputy on any day, the same person twice, somebody who would act while the holder is
    there, a deputy where the seat has none, and a published name in a young scrutineer's seat.
    """
    return _place_each([(seat, facts)], by=by, at=at)[0]


@transaction.atomic
def appoint_each(
    *, wanted: Sequence[tuple[Seat, AppointmentFacts]], by: User, at: datetime
) -> list[Appointment]:
    """Appoint several, as `appoint` does one, in the order given; all or none.

    One `NewPerson` that stands in several of them is one person. A fixed number of statements for
    each 500. The refusal says which one it is about.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    return _place_each(wanted, by=by, at=at)


@transaction.atomic
def change_appointment(
    *, appointment: Appointment, facts: AppointmentFacts, by: User, at: datetime
) -> Appointment:
    """Correct an appointment: its days, its kind, who appointed, a deputy's mandate.

    Refuses what `place` refuses, and another person: that is another appointment. The audit keeps
    the days and the kind that stood before. No change leaves no audit row.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    seat, appointment = _lock(appointment)
    if facts.person != appointment.person:
        raise DomainError(
            "Another person is another appointment: end this one, then appoint them.",
            code="another-person",
            field="who",
        )
    before, old, new = columns_of(appointment), appointment_facts(appointment), columns(facts)
    changed = [name for name, value in new.items() if before[name] != value]
    if not changed:
        return appointment
    check_facts(seat, facts, on=local_day(at))
    if {"period", "kind"} & set(changed):
        check_others(seat, entered(appointment.person, facts), but=appointment)

    _write(appointment, new)
    audit.record(
        verb=AuditVerb.CORRECTED,
        on=appointment,
        by=by,
        at=at,
        reference=seat.title,
        facts=appointment_facts(appointment)
        | {"fields": changed}
        | {f"was_{name}": old[name] for name in ("kind", "from", "until")},
    )
    return appointment


@transaction.atomic
def end_appointment(
    *, appointment: Appointment, last_day: date, by: User, at: datetime
) -> Appointment:
    """Say on which day an appointment ends; the row stays as history.

    Refuses a last day before the first, an appointment that ended before today already, and a day
    on which somebody else holds the seat.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    seat, appointment = _lock(appointment)
    period = appointment.period
    if period.upper and period.upper <= local_day(at):
        raise DomainError("This appointment has ended already.", code="appointment-over")
    require_order(period.lower, last_day, field="last_day")
    if period.upper and last_day >= period.upper:  # longer than was agreed
        longer = replace(appointment.as_term(), last=last_day)
        check_others(seat, longer, but=appointment, field="last_day")

    _write(appointment, {"period": (period.lower, last_day + timedelta(days=1))})
    audit.record(
        verb=AuditVerb.ENDED,
        on=appointment,
        by=by,
        at=at,
        reference=seat.title,
        facts=appointment_facts(appointment),
    )
    return appointment


def check_seat(facts: SeatFacts) -> None:
    """Refuse what is wrong with a seat whatever others there are."""
    if facts.role in {SeatRole.LSP, SeatRole.DSP} and not facts.speaks_for:
        raise DomainError(
            "Select which safeguarding partner this seat speaks for.",
            code="partner-missing",
            field="speaks_for",
        )
    if facts.on_behalf_of and facts.on_behalf_of.body_id != required_partnership_id():
        raise DomainError(
            "That partnership takes part in another body.",
            code="other-body",
            field="on_behalf_of",
        )
    contact = [name for name in ("contact_email", "contact_phone") if getattr(facts, name)]
    if facts.role == SeatRole.YOUNG_SCRUTINEER and contact:
        raise DomainError(YOUNG_SEAT_HAS_NO_CONTACT, code="young-contact", field=contact[0])
    if facts.deputies in {DeputyRule.STANDING, DeputyRule.NOMINATED}:
        verdict = holding.may_have_deputy(facts.deputies, speaks_for_sector=facts.speaks_for_sector)
        refuse_unless(verdict, field="deputies")


def _check_holders(seat: Seat, facts: SeatFacts, *, on: date) -> None:
    """Refuse facts of a seat that whoever sits in it, or is to, does not fit."""
    for each in seat.appointments.lasting(on).select_related("person"):
        people.refuse_published_name_of_young(each.person, role=facts.role)
        if each.kind == AppointmentKind.DEPUTY:
            verdict = holding.may_have_deputy(
                facts.deputies, speaks_for_sector=facts.speaks_for_sector
            )
            if not verdict:
                raise DomainError(
                    f"{each.person.name} is the deputy {holding.time_of(each.as_term())}. "
                    "End that appointment first.",
                    code=verdict.code,
                    field="speaks_for_sector" if facts.speaks_for_sector else "deputies",
                )


def _place_each(
    wanted: Sequence[tuple[Seat, AppointmentFacts]], *, by: User, at: datetime
) -> list[Appointment]:
    chosen = {seat.pk for seat, _facts in wanted}
    rows = Seat.objects.select_for_update().filter(pk__in=chosen).order_by("pk")
    seats = {seat.pk: seat for seat in rows}
    placed = [(seats[seat.pk], facts) for seat, facts in wanted]
    for number, (seat, facts) in enumerate(placed):
        with nth(number):
            check_facts(seat, facts, on=local_day(at))
            people.refuse_published_name_of_young(facts.person, role=seat.role)

    persons = _register([facts for _seat, facts in placed], by=by, at=at)
    room = Room(seats=list(seats.values()), people=[each.pk for each in persons])
    made = []
    for number, ((seat, facts), person) in enumerate(zip(placed, persons, strict=True)):
        with nth(number):
            people.refuse_published_name_of_young(person, role=seat.role)
            room.take(seat, entered(person, facts))
        made.append(Appointment(seat=seat, person=person, **columns(facts)))
    Appointment.objects.bulk_create(made, batch_size=AT_A_TIME)
    done = [audit.Entry(each, each.seat.title, appointment_facts(each)) for each in made]
    audit.record_each(verb=AuditVerb.CREATED, done=done, by=by, at=at)
    return made


def _register(facts: Sequence[AppointmentFacts], *, by: User, at: datetime) -> list[Person]:
    """Return each one's person; who is new goes on record, once for the same `NewPerson`."""
    new: dict[int, NewPerson] = {}
    first = []
    for number, each in enumerate(facts):
        if isinstance(each.person, NewPerson) and id(each.person) not in new:
            new[id(each.person)] = each.person
            first.append(number)
    with among(first):
        made = people.register_people(new=list(new.values()), by=by, at=at)
    persons = dict(zip(new, made, strict=True))
    return [
        persons[id(each.person)] if isinstance(each.person, NewPerson) else each.person
        for each in facts
    ]


def _write(appointment: Appointment, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(appointment, name, value)
    appointment.save(update_fields=list(values))
    appointment.refresh_from_db(fields=["period"])


def _lock(appointment: Appointment) -> tuple[Seat, Appointment]:
    """Return the seat and the appointment, the seat locked first as everywhere."""
    seat = Seat.objects.select_for_update().get(pk=appointment.seat_id)
    found = Appointment.objects.select_for_update(of=("self",)).select_related("person")
    return seat, found.get(pk=appointment.pk)


class _Keys:
    """The keys that seats have, and the next free one of a title."""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken)
        self.numbers: dict[str, int] = {}

    def take(self, key: str, title: str) -> str:
        """Return the key, or without one the next of the title, and remember it."""
        found = key or self._next(slugify(title)[:70] or "seat")
        self.taken.add(found)
        return found

    def _next(self, base: str) -> str:
        number = self.numbers.get(base, 1)
        while (key := base if number == 1 else f"{base}-{number}") in self.taken:
            number += 1
        self.numbers[base] = number
        return key
