"""Seats with their holders: what is filled, what is vacant, who came before."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from krscp_portal.foundation.timechart import TimeChart
from partnerships import holding
from partnerships.access import Sight
from partnerships.enums import DeputyRule, MembershipCode, SeatRole
from partnerships.models import (
    Appointment,
    Delegation,
    Organisation,
    Person,
    RoleAssignment,
    Seat,
    User,
)
from partnerships.selectors.appointees import Holder, appointments_to_show, holder_of
from partnerships.selectors.sight import seats_in
from partnerships.selectors.timelines import TimelineRow, seat_timeline

STATUTORY = frozenset({SeatRole.LSP, SeatRole.DSP})
VACANT, UNRECORDED, ENDS_SOON, CLOSED = "vacant", "unrecorded", "ends_soon", "closed"
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
class SeatFilter:
    """Which seats to list; empty values ask for every open seat. `state` is one of the above."""

    role: str = ""
    organisation: str = ""  # its public id
    state: str = ""

    def __bool__(self) -> bool:
        return bool(self.role or self.organisation or self.state)


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
    code: str = ""  # of the membership grid, in words
    area: str = ""
    deputies: str = ""
    closed_on: date | None = None
    vacant_since: date | None = None

    @property
    def gap(self) -> str:
        """Say what is missing where nobody holds the seat today; a deputy only stands in.

        A seat that never had a holder here is not called vacant: somebody may well hold the post,
        and only the record does not know it yet.
        """
        if any(holder.fills and holder.state == "current" for holder in self.holders):
            return ""
        return "Vacant" if self.ever_held else "No holder recorded"

    @property
    def standing(self) -> str:
        """Say whom the seat speaks for, or else what kind of seat it is."""
        return self.speaks_for or self.role.label

    @property
    def ends_soon(self) -> bool:
        """Say whether an appointment to it ends within sixty days."""
        return any(holder.ends_soon for holder in self.holders)


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
    vacant_since: date | None
    timeline: tuple[TimelineRow, ...]
    chart: TimeChart | None


if TYPE_CHECKING:

    class _ListedSeat(Seat):
        """A seat as `_listed` loads it."""

        lasting: list[Appointment]
        ever_held: bool
        left_on: date | None  # the first day after the last holder who has left


def seat_rows(
    *,
    on: date,
    wanted: SeatFilter | None = None,
    names_young: bool = False,
    sight: Sight | None = None,
) -> list[SeatRow]:
    """Return the seats that fit, by title, each with present and coming holders; two queries.

    Closed seats are listed only where they are asked for. `names_young` is for readers who keep
    the record: everybody else reads how a young scrutineer is credited.
    """
    wanted = wanted or SeatFilter()
    seats = _listed(wanted, on=on).filter(seats_in(sight, on=on))
    rows = [_row(seat, on=on, names_young=names_young) for seat in seats]
    return [row for row in rows if _fits(row, wanted.state)]


def seat_groups(
    *,
    on: date,
    wanted: SeatFilter | None = None,
    names_young: bool = False,
    sight: Sight | None = None,
) -> list[SeatGroup]:
    """Return the seats of `seat_rows` in GROUPS; two queries, however many seats there are."""
    rows = seat_rows(on=on, wanted=wanted, names_young=names_young, sight=sight)
    return [
        SeatGroup(name, mine)
        for name, roles in GROUPS
        if (mine := tuple(row for role in roles for row in rows if row.role == role))
    ]


def organisations_with_seats(*, sight: Sight | None = None) -> list[tuple[str, str]]:
    """Return the organisations that seats here belong to: public id and name; one query.

    Somebody whose role is for one agency is offered that one alone.
    """
    rows = Organisation.objects.filter(pk__in=Seat.objects.values("organisation_id"))
    if sight is not None:
        rows = rows.filter(pk__in=sight.agencies)
    return [(str(each.public_id), each.name) for each in rows.order_by("name")]


def vacant_seats(*, on: date) -> list[Seat]:
    """Return the lead and delegated partners' seats that nobody holds on the day; one query.

    Each says in `left_on` on which day it fell vacant, or None if nobody held it yet.
    """
    held = Appointment.objects.filling().filter(period__contains=on)
    seats = Seat.objects.filter(role__in=STATUTORY, closed_on__isnull=True)
    vacant = seats.exclude(pk__in=held.values("seat_id"))
    return list(vacant.annotate(left_on=_left_on(on)).order_by("title", "pk"))


def seat_page(*, seat: Seat, on: date, names_young: bool = False) -> SeatPage:
    """Return what the page of one seat shows, everything loaded; three queries."""
    rows = appointments_to_show(Appointment.objects.filter(seat=seat), on=on).order_by("-period")
    appointments = list(rows)
    holders = tuple(
        holder_of(each, role=seat.role, on=on, names_young=names_young) for each in appointments
    )
    gaps = holding.vacancies([each.as_term() for each in appointments], on=on)
    if seat.closed_on:
        gaps = [(first, last) for first, last in gaps if last]
    timeline, chart = seat_timeline(seat=seat, holders=holders, gaps=gaps, on=on)
    pairs = Delegation.objects.select_related("from_seat", "to_seat").order_by("pk")
    return SeatPage(
        seat=seat,
        holders=holders,
        given=tuple(pairs.filter(from_seat=seat)),
        held=tuple(pairs.filter(to_seat=seat)),
        vacant_since=next((f for f, last in gaps if f <= on and (not last or on <= last)), None),
        timeline=timeline,
        chart=chart,
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


def _listed(wanted: SeatFilter, *, on: date) -> "QuerySet[_ListedSeat]":
    still_open = Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    lasting = appointments_to_show(Appointment.objects.lasting(on), on=on)
    seats = (
        Seat.objects.filter(~still_open if wanted.state == CLOSED else still_open)
        .select_related("organisation", "area")
        .annotate(
            ever_held=Exists(Appointment.objects.filling().filter(seat=OuterRef("pk"))),
            left_on=_left_on(on),
        )
        .prefetch_related(
            Prefetch("appointments", queryset=lasting.order_by("period"), to_attr="lasting")
        )
        .order_by("title", "pk")
    )
    if wanted.role:
        seats = seats.filter(role=wanted.role)
    if wanted.organisation:
        seats = seats.filter(organisation__public_id=wanted.organisation)
    return seats  # type: ignore[return-value]  # annotated and prefetched


def _left_on(on: date) -> Subquery:
    """Return the first day after the last holder who had left by the day."""
    left = Appointment.objects.filling().filter(seat=OuterRef("pk"), period__endswith__lte=on)
    return Subquery(left.order_by("-period__endswith").values("period__endswith")[:1])


def _fits(row: SeatRow, state: str) -> bool:
    match state:
        case "vacant":
            return row.gap == "Vacant"
        case "unrecorded":
            return row.gap == "No holder recorded"
        case "ends_soon":
            return row.ends_soon
        case _:
            return True


def _row(seat: "_ListedSeat", *, on: date, names_young: bool) -> SeatRow:
    holders = tuple(
        holder_of(each, role=seat.role, on=on, names_young=names_young) for each in seat.lasting
    )
    filled = any(each.fills and each.state == "current" for each in holders)
    return SeatRow(
        public_id=seat.public_id,
        title=seat.title,
        role=SeatRole(seat.role),
        organisation=seat.organisation.name if seat.organisation else "",
        speaks_for=seat.get_speaks_for_display() if seat.speaks_for else "",
        votes=seat.votes,
        holders=holders,
        ever_held=seat.ever_held,
        code=MembershipCode(seat.membership_code).label if seat.membership_code else "",
        area=seat.area.name if seat.area else "",
        deputies="" if seat.deputies == DeputyRule.NOT_STATED else seat.get_deputies_display(),
        closed_on=seat.closed_on,
        vacant_since=None if filled else seat.left_on,
    )
