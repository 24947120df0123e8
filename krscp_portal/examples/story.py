"""Plays the people of the fictional partnership: who came and went, who stands in, what they declare.

Days count from the day of loading, so that a vacancy is always recent and an end always near.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from krscp_portal.foundation.moment import local_day
from partnerships.enums import AppointmentKind, ConflictKind
from partnerships.models import Appointment, ConflictDeclaration, Person, Seat, SupportRecord, User
from partnerships.services import conflicts, people, seats, support
from partnerships.services.terms import AppointmentFacts

SOON: Final = timedelta(minutes=10)  # after what came before


def load_appointments(load: Load) -> None:
    """Put in the appointments beside the present ones, each as it began or with its briefing."""
    for row in load.rows("appointment"):
        known = load.morning(row.get("briefed_days", row["from_days"]))
        load.timeline.add(known, partial(_load_appointment, load, row))


def load_first_declarations(load: Load, *, at: datetime) -> None:
    """Put in the interests that were declared, and decided on, after some moment."""
    at = max(at, load.at)
    for row in load.rows("interest"):
        if not _waits(row):
            at += SOON
            load.timeline.add(at, partial(_load_interest, load, row))


def load_story(load: Load) -> None:
    """Load the support records, and the declarations that wait for a word."""
    for row in load.rows("support"):
        _load_support(load, row)
    for row in load.rows("interest"):
        if _waits(row):
            _load_interest(load, row, at=load.now)


def _load_appointment(load: Load, row: Row, *, at: datetime) -> None:
    told = {each["key"]: each for each in load.rows("person")}[row["person"]]
    seat = Seat.objects.filter(key=row["seat"], closed_on__isnull=True).first()
    if seat is None:
        return
    known = Person.objects.filter(appointments__in=Appointment.objects.all(), name=told["name"])
    facts = AppointmentFacts(
        person=known.first()
        or people.NewPerson(told["name"], name_published=told.get("published", False)),
        starts_on=load.day(row["from_days"]) or local_day(load.now),
        ends_on=load.day(row.get("to_days")),
        kind=row.get("kind", AppointmentKind.SUBSTANTIVE),
        appointed_by=row.get("appointed_by", ""),
        mandate=row.get("mandate", ""),
        briefed_on=load.day(row.get("briefed_days")),
        note=row.get("note", ""),
    )
    load.ledger.once(
        "appointment",
        f"{row['seat']}:{row['person']}",
        partial(seats.appoint, seat=seat, facts=facts, by=load.by, at=at),
    )


def _load_support(load: Load, row: Row) -> None:
    held = Appointment.objects.filter(seat__key=row["seat"], period__endswith__isnull=True)
    appointment = held.select_related("seat").first()
    if appointment is None:
        return
    keyed = {seat.key: seat for seat in Seat.objects.filter(closed_on__isnull=True)}
    facts = support.SupportFacts(
        tasks=row["tasks"],
        mentor=keyed.get(row.get("mentor", "")),
        induction_on=load.day(row.get("induction_days")),
        shadowing=row.get("shadowing", ""),
        consent_by=row.get("consent_by", ""),
        consent_on=load.day(row.get("consent_days")),
        consent_until=load.day(row.get("consent_until_days")),
        safeguarding_seat=keyed.get(row.get("safeguarding_seat", "")),
        risk_assessed_on=load.day(row.get("risk_assessed_days")),
        credited_as=row.get("credited_as", ""),
    )
    load.ledger.once(
        "support",
        row["seat"],
        partial(
            support.record_support,
            appointment=appointment,
            facts=facts,
            by=load.by,
            at=load.now,
        ),
        there=SupportRecord.objects.filter(appointment=appointment),
    )


def _waits(row: Row) -> bool:
    return row["kind"] != ConflictKind.NOTHING and "handling" not in row


def _load_interest(load: Load, row: Row, *, at: datetime) -> None:
    """Declare it by the holder's own account; the manager decides, who is somebody else."""
    accounts = {each["seat"]: each["email"] for each in load.rows("user") if "seat" in each}
    holder = User.objects.filter(email=accounts.get(row["seat"], "")).first()
    manager = User.objects.filter(email=accounts["manager"]).first()
    if holder is None or manager is None:
        return

    decide = partial(conflicts.decide_handling, handling=row.get("handling", ""), by=manager)

    def declare() -> ConflictDeclaration:
        facts = conflicts.InterestFacts(row["kind"], row.get("matter", ""))
        made = conflicts.declare_interest(facts=facts, by=holder, at=at)
        if "handling" in row:
            load.timeline.add(at + SOON / 2, partial(decide, declaration=made))
        return made

    there = ConflictDeclaration.objects.filter(person__user=holder)
    load.ledger.once("interest", row["seat"], declare, there=there)
