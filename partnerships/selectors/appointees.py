"""Appointments as pages show them, and who may read the name of a young scrutineer.

Young scrutineers are minors: their names are for who keeps the record and for themselves. Everybody
else reads how they are credited (statutory.md §9.1, 40).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from partnerships.enums import AppointmentKind, SeatRole
from partnerships.models import Appointment, SupportRecord
from partnerships.models.seats import AppointmentQuerySet
from partnerships.support import CREDIT, SUPPORTED


@dataclass(frozen=True)
class Holder:
    """One appointment as a page shows it; `ends_on` is its last day, both days counted.

    `person_id` is None where the reader may not know who it is.
    """

    public_id: UUID
    person_id: UUID | None
    name: str
    kind: str
    starts_on: date
    ends_on: date | None
    state: str
    ends_soon: bool = False
    fills: bool = True
    supported: bool = False  # a support record belongs to it
    appointed_by: str = ""
    mandate: str = ""
    briefed_on: date | None = None
    note: str = ""


def appointments_to_show(rows: QuerySet[Appointment], *, on: date) -> AppointmentQuerySet:
    """Return the rows with what `holder_of` reads: person, credit, whether a young seat is held."""
    credit = SupportRecord.objects.filter(appointment=OuterRef("pk")).values("credited_as")[:1]
    young = Appointment.objects.lasting(on).filter(
        person=OuterRef("person"), seat__role=SeatRole.YOUNG_SCRUTINEER
    )
    return rows.select_related("person").annotate(  # type: ignore[return-value]  # the same class
        credit=Subquery(credit), young=Exists(young)
    )


def is_young(appointment: Appointment) -> bool:
    """Say whether its person holds a young scrutineer's seat, this one or another, or is to."""
    return appointment.young  # type: ignore[attr-defined]  # annotated


def is_hidden(appointment: Appointment, *, role: str) -> bool:
    """Say whether the name behind an appointment is a young scrutineer's."""
    return role == SeatRole.YOUNG_SCRUTINEER or is_young(appointment)


def holder_of(appointment: Appointment, *, role: str, on: date, names_young: bool) -> Holder:
    """Return an appointment as a page shows it; the rows come from `appointments_to_show`."""
    hidden = is_hidden(appointment, role=role) and not names_young
    term = appointment.as_term()
    return Holder(
        public_id=appointment.public_id,
        person_id=None if hidden else appointment.person.public_id,
        name=(appointment.credit or CREDIT) if hidden else appointment.person.name,  # type: ignore[attr-defined]
        kind=AppointmentKind(appointment.kind).label,
        starts_on=term.first,
        ends_on=term.last,
        state=term.state(on),
        ends_soon=term.ends_soon(on),
        fills=term.holds,
        supported=role in SUPPORTED,
        appointed_by=appointment.appointed_by,
        mandate=appointment.mandate,
        briefed_on=appointment.briefed_on,
        note=appointment.note,
    )
