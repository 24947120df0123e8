"""Seats with their holders: what is filled, what is vacant, who came before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q

from partnerships.enums import AppointmentKind, SeatRole
from partnerships.models import Appointment, Delegation, Person, RoleAssignment, Seat, User

STATUTORY = frozenset({SeatRole.LSP, SeatRole.DSP})
# The seats as a page lists them: who leads, who looks on, who advises, who does the work.
GROUPS: tuple[tuple[str, tuple[SeatRole, ...]], ...] = (
    ("Lead safeguarding partners", (SeatRole.LSP,)),
    ("Delegated safeguarding partners", (SeatRole.DSP,)),
    (
        "Chair and scrutiny",
        (
            SeatRole.CHAIR,
            SeatRole.INDEPENDENT_PERSON,
            SeatRole.SCRUTINEER,
            SeatRole.YOUNG_SCRUTINEER,
            SeatRole.LAY_MEMBER,
            SeatRole.LEAD_MEMBER,
        ),
    ),
    ("Designated professionals", (SeatRole.DESIGNATED_DOCTOR, SeatRole.DESIGNATED_NURSE)),
    ("Business unit", (SeatRole.MANAGER, SeatRole.BUSINESS_SUPPORT)),
    ("Group chairs", (SeatRole.SUBGROUP_CHAIR,)),
    ("Members", (SeatRole.MEMBER,)),
)


@dataclass(frozen=True)
class Holder:
    """One appointment as a page shows it; `ends_on` is its last day."""

    public_id: UUID
    name: str
    kind: str
    starts_on: date
    ends_on: date | None
    state: str
    note: str = ""


@dataclass(frozen=True)
class SeatRow:
    """One seat in a list: the post, whom it speaks for, and who holds it now."""

    public_id: UUID
    title: str
    role: SeatRole
    organisation: str
    speaks_for: str
    votes: bool
    holders: tuple[Holder, ...]
    ever_held: bool

    @property
    def gap(self) -> str:
        """Say what is missing where nobody holds the seat today.

        A seat that never had a holder here is not called vacant: somebody may well hold the post,
        and only the record does not know it yet.
        """
        if any(holder.state == "current" for holder in self.holders):
            return ""
        return "Vacant" if self.ever_held else "No holder recorded"

    @property
    def standing(self) -> str:
        """Say whom the seat speaks for, or else what kind of seat it is."""
        return self.speaks_for or self.role.label


@dataclass(frozen=True)
class SeatGroup:
    """Seats that belong together, under a heading."""

    name: str
    seats: tuple[SeatRow, ...]


@dataclass(frozen=True)
class SeatPage:
    """One seat with its whole history and the delegations that touch it."""

    seat: Seat
    holders: tuple[Holder, ...]
    given: tuple[Delegation, ...]
    held: tuple[Delegation, ...]


def seat_groups(*, on: date) -> list[SeatGroup]:
    """Return the partnership's open seats in GROUPS, each with present and coming holders.

    Two queries, however many seats there are.
    """
    lasting = Appointment.objects.filter(
        Q(period__endswith__isnull=True) | Q(period__endswith__gt=on)
    ).select_related("person")
    seats = (
        Seat.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        .select_related("organisation")
        .annotate(ever_held=Exists(Appointment.objects.filter(seat=OuterRef("pk"))))
        .prefetch_related(
            Prefetch("appointments", queryset=lasting.order_by("period"), to_attr="lasting")
        )
        .order_by("title", "pk")
    )
    rows = [_row(seat, on=on) for seat in seats]
    return [
        SeatGroup(name, mine)
        for name, roles in GROUPS
        if (mine := tuple(row for role in roles for row in rows if row.role == role))
    ]


def vacant_seats(*, on: date) -> list[Seat]:
    """Return the lead and delegated partners' seats that nobody holds on the day; one query."""
    held = Appointment.objects.filter(period__contains=on)
    seats = Seat.objects.filter(role__in=STATUTORY, closed_on__isnull=True)
    return list(seats.exclude(pk__in=held.values("seat_id")).order_by("title", "pk"))


def seat_page(*, seat: Seat, on: date) -> SeatPage:
    """Return what the page of one seat shows, everything loaded."""
    appointments = seat.appointments.select_related("person").order_by("-period")
    pairs = Delegation.objects.select_related("from_seat", "to_seat").order_by("pk")
    return SeatPage(
        seat=seat,
        holders=_holders(appointments, on=on),
        given=tuple(pairs.filter(from_seat=seat)),
        held=tuple(pairs.filter(to_seat=seat)),
    )


def people_to_appoint(*, on: date) -> list[tuple[str, str]]:
    """Return who may be chosen for a seat: people known here, and account holders of today.

    Each is a code and a name. People are global, so only those with an appointment here, or with
    a role here, are offered.
    """
    known = Person.objects.filter(pk__in=Appointment.objects.values("person_id"))
    roles = RoleAssignment.objects.in_open_partnership().on_day(on)
    users = User.objects.filter(pk__in=roles.values("user_id"), is_active=True).exclude(
        person__in=known
    )
    choices = [(f"person:{each.public_id}", each.name) for each in known]
    choices += [(f"user:{each.public_id}", each.display_name) for each in users]
    return sorted(choices, key=lambda choice: choice[1].casefold())


def _row(seat: Seat, *, on: date) -> SeatRow:
    return SeatRow(
        public_id=seat.public_id,
        title=seat.title,
        role=SeatRole(seat.role),
        organisation=seat.organisation.name if seat.organisation else "",
        speaks_for=seat.get_speaks_for_display() if seat.speaks_for else "",
        votes=seat.votes,
        holders=_holders(seat.lasting, on=on),  # type: ignore[attr-defined]  # prefetched to this name
        ever_held=seat.ever_held,  # type: ignore[attr-defined]  # annotated
    )


def _holders(appointments: Iterable[Appointment], *, on: date) -> tuple[Holder, ...]:
    return tuple(
        Holder(
            public_id=each.public_id,
            name=each.person.name,
            kind=AppointmentKind(each.kind).label,
            starts_on=each.period.lower,
            ends_on=each.period.upper - timedelta(days=1) if each.period.upper else None,
            state=_state(each, on=on),
            note=each.note,
        )
        for each in appointments
    )


def _state(appointment: Appointment, *, on: date) -> str:
    if appointment.period.lower > on:
        return "coming"
    upper = appointment.period.upper
    return "ended" if upper and upper <= on else "current"
