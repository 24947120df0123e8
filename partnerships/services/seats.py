"""Seats, and the people who are appointed to them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AppointmentKind, AuditVerb, SeatRole
from partnerships.models import Appointment, Area, Organisation, Person, Seat, User
from partnerships.roles import Permission
from partnerships.services.changes import as_fields, write_facts
from partnerships.services.permission import require, require_order


@dataclass(frozen=True)
class SeatFacts:
    """What a seat is: its role, the post that fills it, whom it speaks for, whether it votes."""

    role: str
    title: str
    organisation: Organisation | None = None
    speaks_for: str = ""
    area: Area | None = None
    votes: bool = False
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class NewPerson:
    """Somebody whom no seat knows yet: by name, or by the account that they hold."""

    name: str
    user: User | None = None
    name_published: bool = False


@dataclass(frozen=True)
class AppointmentFacts:
    """Who sits in a seat and when: `ends_on` is the last day, or None while it lasts."""

    person: Person | NewPerson
    starts_on: date
    ends_on: date | None = None
    kind: str = AppointmentKind.SUBSTANTIVE
    note: str = ""


@transaction.atomic
def create_seat(*, facts: SeatFacts, by: User, at: datetime, key: str = "") -> Seat:
    """Add a seat to the partnership; without a key one is made from the title.

    Refuses a partner's seat that does not say which partner it speaks for, and a key in use.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    _check_seat(facts)
    if key and Seat.objects.filter(key=key).exists():
        raise DomainError(f"There is a seat with the key {key} already.", code="key-in-use")

    seat = Seat.objects.create(key=key or _free_key(facts.title), **as_fields(facts))
    audit.record(
        verb=AuditVerb.CREATED, on=seat, by=by, at=at, reference=seat.title, facts={"key": seat.key}
    )
    return seat


@transaction.atomic
def change_seat(*, seat: Seat, facts: SeatFacts, by: User, at: datetime) -> Seat:
    """Correct what a seat is; refuses what `create_seat` refuses. No change leaves no audit row."""
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    _check_seat(facts)

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

    Refuses a closed seat, a period that ends before it starts, and a second substantive holder on
    any day; the last is the database's own rule, so two managers at once cannot get round it.
    """
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    require_order(facts.starts_on, facts.ends_on, field="ends_on")
    if seat.closed_on and seat.closed_on <= (facts.ends_on or date.max):
        raise DomainError("This seat is closed.", code="seat-closed", field="starts_on")

    person = facts.person
    if isinstance(person, NewPerson):
        person = _register(person, by=by, at=at)
    after = facts.ends_on + timedelta(days=1) if facts.ends_on else None
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(
                seat=seat,
                person=person,
                kind=facts.kind,
                period=(facts.starts_on, after),
                note=facts.note,
            )
    except IntegrityError as error:
        if "one_substantive_holder" not in str(error):
            raise
        raise DomainError(_overlap(seat), code="seat-taken", field="starts_on") from error
    audit.record(
        verb=AuditVerb.CREATED,
        on=appointment,
        by=by,
        at=at,
        reference=seat.title,
        facts=_appointment_facts(appointment),
    )
    return appointment


@transaction.atomic
def end_appointment(
    *, appointment: Appointment, last_day: date, by: User, at: datetime
) -> Appointment:
    """Say on which day an appointment ends; the row stays as history.

    Refuses a last day before the first, and an appointment that ended before today already.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    found = Appointment.objects.select_for_update(of=("self",)).select_related("seat")
    appointment = found.get(pk=appointment.pk)
    period = appointment.period
    if period.upper and period.upper <= local_day(at):
        raise DomainError("This appointment has ended already.", code="appointment-over")
    require_order(period.lower, last_day, field="last_day")

    appointment.period = (period.lower, last_day + timedelta(days=1))
    appointment.save(update_fields=["period"])
    appointment.refresh_from_db(fields=["period"])
    audit.record(
        verb=AuditVerb.ENDED,
        on=appointment,
        by=by,
        at=at,
        reference=appointment.seat.title,
        facts=_appointment_facts(appointment),
    )
    return appointment


def _register(new: NewPerson, *, by: User, at: datetime) -> Person:
    if new.user and (known := Person.objects.filter(user=new.user).first()):
        return known
    if not new.name.strip():
        raise DomainError("Enter the person’s name.", code="name-missing", field="new_name")
    person = Person.objects.create(
        name=new.name.strip(), user=new.user, name_published=new.name_published
    )
    facts = {"user": new.user.pk if new.user else None, "name_published": new.name_published}
    audit.record(verb=AuditVerb.CREATED, on=person, by=by, at=at, facts=facts)
    return person


def _check_seat(facts: SeatFacts) -> None:
    if facts.role in {SeatRole.LSP, SeatRole.DSP} and not facts.speaks_for:
        raise DomainError(
            "Select which safeguarding partner this seat speaks for.",
            code="partner-missing",
            field="speaks_for",
        )


def _free_key(title: str) -> str:
    base = slugify(title)[:70] or "seat"
    taken = set(Seat.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(
        key
        for key in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        if key not in taken
    )


def _overlap(seat: Seat) -> str:
    last = seat.appointments.filter(kind=AppointmentKind.SUBSTANTIVE).order_by("-period").first()
    if last is None or last.period.upper is None:
        return "Somebody holds this seat with no end date. End that appointment first."
    until = last.period.upper - timedelta(days=1)
    return (
        "Somebody holds this seat on some of these days. The latest appointment ends on "
        f"{until.day} {until:%B %Y}."
    )


def _appointment_facts(appointment: Appointment) -> dict[str, object]:
    lower, upper = (
        appointment.period
        if isinstance(appointment.period, tuple)
        else (appointment.period.lower, appointment.period.upper)
    )
    return {
        "person": str(appointment.person.public_id),
        "kind": appointment.kind,
        "from": lower.isoformat(),
        "until": (upper - timedelta(days=1)).isoformat() if upper else None,
    }
