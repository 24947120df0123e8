"""Who speaks for which kind of work with children, in which area, and where nobody does."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q

from partnerships.enums import AgencyBasis, AppointmentKind, Coverage
from partnerships.models import AgencyMembership, Appointment, Seat
from partnerships.selectors.agencies import areas_here, labels_of

EDUCATION = (
    Coverage.EARLY_YEARS,
    Coverage.PRIMARY,
    Coverage.SECONDARY,
    Coverage.SPECIAL,
    Coverage.INDEPENDENT,
    Coverage.COLLEGE,
)
WHOLE = "The whole partnership"


@dataclass(frozen=True)
class Speaker:
    """One agency in a cell: who it is, on what basis, and through whose seat it speaks."""

    public_id: UUID
    name: str
    basis: str
    through: str


@dataclass(frozen=True)
class Cell:
    """One kind of work in one area."""

    area: str
    speakers: tuple[Speaker, ...]

    @property
    def is_gap(self) -> bool:
        """Say whether nobody takes part for it."""
        return not self.speakers


@dataclass(frozen=True)
class CoverageRow:
    """One kind of work in every area."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class CoverageBlock:
    """The rows under one heading."""

    name: str
    rows: tuple[CoverageRow, ...]

    @property
    def gaps(self) -> int:
        """Count the cells in which nobody stands."""
        return sum(cell.is_gap for row in self.rows for cell in row.cells)


@dataclass(frozen=True)
class SectorSeat:
    """A seat that speaks for a whole sector: for which bodies and work, and who holds it."""

    public_id: UUID
    title: str
    organisation: str
    holder: str
    agencies: tuple[str, ...]
    covers: tuple[str, ...]


@dataclass(frozen=True)
class CoverageMatrix:
    """The whole picture."""

    areas: tuple[str, ...]
    blocks: tuple[CoverageBlock, ...]
    seats: tuple[SectorSeat, ...]
    unplaced: int  # relevant agencies of which no kind of work is recorded

    @property
    def gaps(self) -> int:
        """Count the cells in which nobody stands."""
        return sum(block.gaps for block in self.blocks)

    @property
    def cells(self) -> int:
        """Count all cells."""
        return len(Coverage) * len(self.areas)


def coverage_matrix(*, on: date) -> CoverageMatrix:
    """Return who covers what in which of the partnership's areas on the day; five queries.

    An agency without areas takes part for all of them. A partnership whose areas are not recorded
    is shown as one.
    """
    areas = [(area.pk, area.name) for area in areas_here()] or [(0, WHOLE)]
    members = _members(on)
    education = tuple(_row(each, areas, members) for each in EDUCATION)
    others = tuple(_row(each, areas, members) for each in Coverage if each not in EDUCATION)
    return CoverageMatrix(
        areas=tuple(name for _pk, name in areas),
        blocks=(CoverageBlock("Education", education), CoverageBlock("Other services", others)),
        seats=_sector_seats(members, on=on),
        unplaced=sum(
            each.basis == AgencyBasis.RELEVANT_AGENCY and not each.covers for each in members
        ),
    )


def _members(on: date) -> list[AgencyMembership]:
    begun = Q(from_on__isnull=True) | Q(from_on__lte=on)
    lasting = Q(to_on__isnull=True) | Q(to_on__gte=on)
    rows = AgencyMembership.objects.filter(begun, lasting)
    loaded = rows.select_related("organisation", "represented_through").prefetch_related("areas")
    return list(loaded.order_by("organisation__name", "pk"))


def _row(
    kind: Coverage, areas: list[tuple[int, str]], members: list[AgencyMembership]
) -> CoverageRow:
    covering = [each for each in members if kind in each.covers]
    cells = tuple(
        Cell(name, tuple(_speaker(each) for each in covering if _serves(each, pk)))
        for pk, name in areas
    )
    return CoverageRow(str(kind.label), cells)


def _serves(member: AgencyMembership, area: int) -> bool:
    mine = {each.area_id for each in member.areas.all()}
    return not mine or area in mine or area == 0


def _speaker(member: AgencyMembership) -> Speaker:
    usual = member.basis == AgencyBasis.RELEVANT_AGENCY
    return Speaker(
        public_id=member.public_id,
        name=member.listed_as or member.organisation.name,
        basis="" if usual else member.get_basis_display(),
        through=member.represented_through.title if member.represented_through else "",
    )


def _sector_seats(members: list[AgencyMembership], *, on: date) -> tuple[SectorSeat, ...]:
    """Return the open seats that speak for a sector, or through which an agency is represented."""
    through = {each.represented_through_id for each in members if each.represented_through_id}
    holding = Appointment.objects.filter(
        period__contains=on, kind__in=[AppointmentKind.SUBSTANTIVE, AppointmentKind.ACTING]
    )
    seats = (
        Seat.objects.filter(Q(speaks_for_sector=True) | Q(pk__in=through))
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        .select_related("organisation")
        .prefetch_related(
            Prefetch("appointments", holding.select_related("person"), to_attr="holding")
        )
    )
    return tuple(_sector_seat(seat, members) for seat in seats.order_by("title", "pk"))


def _sector_seat(seat: Seat, members: list[AgencyMembership]) -> SectorSeat:
    spoken_for = [each for each in members if _speaks_for(seat, each)]
    covers = [kind for each in spoken_for for kind in each.covers]
    return SectorSeat(
        public_id=seat.public_id,
        title=seat.title,
        organisation=seat.organisation.name if seat.organisation else "",
        holder=", ".join(each.person.name for each in seat.holding),  # type: ignore[attr-defined]
        agencies=tuple(
            dict.fromkeys(each.listed_as or each.organisation.name for each in spoken_for)
        ),
        covers=labels_of(covers),
    )


def _speaks_for(seat: Seat, member: AgencyMembership) -> bool:
    if member.represented_through_id:
        return member.represented_through_id == seat.pk
    return seat.organisation_id is not None and member.organisation_id == seat.organisation_id
