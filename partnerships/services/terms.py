"""Appointments as services handle them: what is entered, what the rules see, what is stored."""

from dataclasses import dataclass
from datetime import date, timedelta

from krscp_portal.foundation.errors import DomainError
from partnerships import holding
from partnerships.enums import AppointmentKind
from partnerships.models import Appointment, Person, Seat
from partnerships.services import rules
from partnerships.services.people import NewPerson
from partnerships.services.permission import refuse_unless, require_order

# Which field of a form a refusal of the rules is about.
FIELDS = {"person-twice": "who", "seat-filled": "kind"}


@dataclass(frozen=True)
class AppointmentFacts:
    """Who sits in a seat and when: `ends_on` is the last day, or None while it lasts.

    `mandate` and `briefed_on` are of a deputy: how far they may decide, and when they were told.
    """

    person: Person | NewPerson
    starts_on: date
    ends_on: date | None = None
    kind: str = AppointmentKind.SUBSTANTIVE
    note: str = ""
    appointed_by: str = ""
    mandate: str = ""
    briefed_on: date | None = None


def check_facts(seat: Seat, facts: AppointmentFacts, *, on: date) -> None:
    """Refuse what is wrong with an appointment whoever else sits in the seat."""
    require_order(facts.starts_on, facts.ends_on, field="ends_on")
    if seat.closed_on and seat.closed_on <= (facts.ends_on or date.max):
        raise DomainError("This seat is closed.", code="seat-closed", field="starts_on")
    if facts.kind == AppointmentKind.DEPUTY:
        verdict = holding.may_have_deputy(seat.deputies, speaks_for_sector=seat.speaks_for_sector)
        refuse_unless(verdict, field="kind")
    else:
        for name in ("mandate", "briefed_on"):
            if getattr(facts, name):
                raise DomainError(
                    "A mandate and a briefing are of a deputy alone.",
                    code="mandate-of-deputy",
                    field=name,
                )
    if facts.briefed_on and facts.briefed_on > on:
        raise DomainError(
            "The day of the briefing cannot be in the future.", code="in-future", field="briefed_on"
        )


def check_others(
    seat: Seat, term: holding.Term, *, but: Appointment | None = None, field: str = ""
) -> None:
    """Refuse a term that the others in the seat leave no room for; the seat is locked."""
    others = seat.appointments.select_related("person").order_by("period")
    if but:
        others = others.exclude(pk=but.pk)
    verdict = holding.may_hold(term, [each.as_term() for each in others])
    refuse_unless(verdict, field=field or FIELDS.get(verdict.code, "starts_on"))
    rules.require_may_hold(seat=seat, term=term, but=but)


def entered(person: Person, facts: AppointmentFacts) -> holding.Term:
    """Return what was entered, as the rules see it."""
    return holding.Term(person.pk, person.name, facts.kind, facts.starts_on, facts.ends_on)


def columns(facts: AppointmentFacts) -> dict[str, object]:
    """Return the columns of an appointment, ready to store; the period ends after the last day."""
    after = facts.ends_on + timedelta(days=1) if facts.ends_on else None
    return {
        "period": (facts.starts_on, after),
        "kind": facts.kind,
        "note": facts.note,
        "appointed_by": facts.appointed_by,
        "mandate": facts.mandate,
        "briefed_on": facts.briefed_on,
    }


def columns_of(appointment: Appointment) -> dict[str, object]:
    """Return the same columns as they are stored."""
    names = ("kind", "note", "appointed_by", "mandate", "briefed_on")
    period = (appointment.period.lower, appointment.period.upper)
    return {"period": period} | {name: getattr(appointment, name) for name in names}


def appointment_facts(appointment: Appointment) -> dict[str, object]:
    """Return what the audit says of an appointment: ids, codes and days."""
    first, last = appointment.first_day, appointment.last_day
    return {
        "person": str(appointment.person.public_id),
        "kind": appointment.kind,
        "from": first.isoformat(),
        "until": last.isoformat() if last else None,
    }
