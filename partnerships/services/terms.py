"""Appointments as services handle them: what is entered, what the rules see, what is stored."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import (  # type: ignore[import-untyped]
    DateRange,
)

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


class Room:
    """Who sits in some seats, and what else some people hold: asked for once, seats locked before.

    `but` is the appointment that is being changed.
    """

    def __init__(
        self, *, seats: Sequence[Seat], people: Iterable[int], but: Appointment | None = None
    ) -> None:
        self.held = rules.Held(seats=seats, people=people, but=but)
        self.terms: defaultdict[int, list[holding.Term]] = defaultdict(list)
        others = Appointment.objects.filter(seat__in=seats).exclude(pk=but.pk if but else 0)
        for each in others.select_related("person").order_by("period"):
            self.terms[each.seat_id].append(each.as_term())

    def take(self, seat: Seat, term: holding.Term, *, field: str = "") -> None:
        """Give the term its place; refuse it where others, or the rules, leave no room."""
        verdict = holding.may_hold(term, self.terms[seat.pk])
        refuse_unless(verdict, field=field or FIELDS.get(verdict.code, "starts_on"))
        self.held.require(seat, term)
        self.terms[seat.pk].append(term)
        self.held.take(seat, term)


def check_others(
    seat: Seat, term: holding.Term, *, but: Appointment | None = None, field: str = ""
) -> None:
    """Refuse a term that the others in the seat leave no room for; the seat is locked."""
    Room(seats=[seat], people=[term.person], but=but).take(seat, term, field=field)


def entered(person: Person, facts: AppointmentFacts) -> holding.Term:
    """Return what was entered, as the rules see it."""
    return holding.Term(person.pk, person.name, facts.kind, facts.starts_on, facts.ends_on)


def columns(facts: AppointmentFacts) -> dict[str, object]:
    """Return the columns of an appointment, ready to store; the period ends after the last day."""
    after = facts.ends_on + timedelta(days=1) if facts.ends_on else None
    return {
        "period": DateRange(facts.starts_on, after),
        "kind": facts.kind,
        "note": facts.note,
        "appointed_by": facts.appointed_by,
        "mandate": facts.mandate,
        "briefed_on": facts.briefed_on,
    }


def columns_of(appointment: Appointment) -> dict[str, object]:
    """Return the same columns as they are stored."""
    names = ("kind", "note", "appointed_by", "mandate", "briefed_on")
    return {"period": appointment.period} | {name: getattr(appointment, name) for name in names}


def appointment_facts(appointment: Appointment) -> dict[str, object]:
    """Return what the audit says of an appointment: ids, codes and days."""
    first, last = appointment.first_day, appointment.last_day
    return {
        "person": str(appointment.person.public_id),
        "kind": appointment.kind,
        "from": first.isoformat(),
        "until": last.isoformat() if last else None,
    }
