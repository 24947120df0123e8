"""The shared directory as the open partnership reads it: bodies, and its own dealings with them.

Names, areas and successors are shared. What a body does in a partnership stands in tenant tables,
so each reader is shown the part in their own partnership and no other.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, Func, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Lower

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.verdict import Verdict
from partnerships import authority
from partnerships.enums import AgencyBasis
from partnerships.likeness import APOSTROPHES, longest_word, plain
from partnerships.models import (
    AgencyMembership,
    Footprint,
    Organisation,
    OrganisationAlias,
    Seat,
)
from partnerships.schedule import Entry, entries_of

PER_PAGE = 30
Named = TypeVar("Named", Organisation, OrganisationAlias)


@dataclass(frozen=True)
class DirectoryFilter:
    """What to look for; empty values ask for everything. `here`: only who takes part here."""

    name: str = ""
    kind: str = ""
    here: bool = False


@dataclass(frozen=True)
class DirectoryRow:
    """One body in the list: what it is, whom it serves, what it does in this partnership."""

    public_id: UUID
    name: str
    kind: str
    is_sector: bool
    has_ended: bool
    found_as: str
    areas: tuple[str, ...]
    here: tuple[str, ...]


@dataclass(frozen=True)
class OrganisationPage:
    """One body: its names, what came before and after, its areas, and its part here."""

    organisation: Organisation
    aliases: tuple[OrganisationAlias, ...]
    predecessors: tuple[Organisation, ...]
    services: tuple[Organisation, ...]
    entries: tuple[Entry, ...]
    footprints: tuple[Footprint, ...]
    memberships: tuple[AgencyMembership, ...]
    seats: tuple[Seat, ...]
    has_ended: bool
    may_change: Verdict

    @property
    def outlives_itself(self) -> bool:
        """Say whether it is no more and yet takes part here with no last day."""
        return self.has_ended and any(each.to_on is None for each in self.memberships)


def directory_page(
    *, wanted: DirectoryFilter, number: str, on: date
) -> tuple[list[DirectoryRow], Page[Organisation]]:
    """Return one page of the directory by name, with this partnership's own part; five queries."""
    page = Paginator(_bodies(wanted, on=on), PER_PAGE).get_page(number)
    return _rows(list(page.object_list), wanted, on=on), page


def directory_rows(*, wanted: DirectoryFilter, on: date) -> list[DirectoryRow]:
    """Return every row that `directory_page` would show on its pages; four queries."""
    return _rows(list(_bodies(wanted, on=on)), wanted, on=on)


def organisation_page(organisation: Organisation, *, on: date) -> OrganisationPage:
    """Return one body with everything that the directory and this partnership know of it."""
    members = AgencyMembership.objects.filter(organisation=organisation)
    seats = Seat.objects.filter(organisation=organisation, closed_on__isnull=True)
    return OrganisationPage(
        organisation=organisation,
        aliases=tuple(organisation.aliases.order_by("name")),
        predecessors=tuple(organisation.predecessors.order_by("name")),
        services=tuple(organisation.services.order_by("name")),
        entries=entries_of(organisation.schedule),
        footprints=tuple(
            organisation.footprints.select_related("area").order_by("area__name", "unit")
        ),
        memberships=tuple(members.order_by("-from_on", "pk")),
        seats=tuple(seats.order_by("title", "pk")),
        has_ended=has_ended(organisation, on=on),
        may_change=may_change(organisation),
    )


def may_change(organisation: Organisation) -> Verdict:
    """Say whether the open partnership keeps the entry, and whom to ask where it does not."""
    return authority.may_change_shared(
        registered_by=organisation.registered_by_id, here=required_partnership_id()
    )


def alike(name: str, *, but: int = 0, aliases: bool = True) -> tuple[Organisation, str] | None:
    """Return the body that is called the same when spelling is set aside, and that name of it.

    Names come before other names; None where there is neither. `but` leaves one body out.
    """
    others = Organisation.objects.exclude(pk=but)
    for body in _called(name, others):
        return body, body.name
    known = OrganisationAlias.objects.exclude(organisation=but).select_related("organisation")
    for alias in _called(name, known) if aliases else ():
        return alias.organisation, alias.name
    return None


def named(name: str) -> list[Organisation]:
    """Return the bodies of this name when spelling is set aside; without any, those that are also
    known by it. For somebody who types a name in a form.
    """
    if by_name := _called(name, Organisation.objects.all()):
        return by_name
    known = _called(name, OrganisationAlias.objects.select_related("organisation"))
    return sorted({each.organisation for each in known}, key=lambda each: each.name)


def _called(name: str, rows: QuerySet[Named]) -> list[Named]:
    """Return the rows whose name is the same when spelling is set aside; one query.

    The database looks for the longest word alone, so that few rows of thousands are compared.
    """
    wanted = plain(name)
    if not wanted:
        return []
    bare = Func(Lower("name"), Value(APOSTROPHES), Value(""), function="translate")
    likely = rows.annotate(bare=bare).filter(bare__contains=longest_word(wanted))
    return [each for each in likely.order_by("pk") if plain(each.name) == wanted]


def has_ended(body: Organisation, *, on: date) -> bool:
    """Say whether a body is no more: its last day has passed, or another took over on a day that
    is not known.
    """
    if body.ended_on:
        return body.ended_on < on
    return body.succeeded_by_id is not None


def _lasting(on: date) -> Q:
    return Q(to_on__isnull=True) | Q(to_on__gte=on)


def _bodies(wanted: DirectoryFilter, *, on: date) -> QuerySet[Organisation]:
    lasting = AgencyMembership.objects.filter(_lasting(on))
    rows = Organisation.objects.order_by("name").prefetch_related(
        "aliases", Prefetch("footprints", queryset=Footprint.objects.select_related("area"))
    )
    if wanted.name:
        also = OrganisationAlias.objects.filter(
            organisation=OuterRef("pk"), name__icontains=wanted.name
        )
        rows = rows.filter(Q(name__icontains=wanted.name) | Exists(also))
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.here:
        rows = rows.filter(Exists(lasting.filter(organisation=OuterRef("pk"))))
    return rows


def _rows(bodies: list[Organisation], wanted: DirectoryFilter, *, on: date) -> list[DirectoryRow]:
    lasting = AgencyMembership.objects.filter(_lasting(on))
    parts: dict[int, list[str]] = {}
    for member in lasting.filter(organisation__in=[each.pk for each in bodies]).order_by("pk"):
        parts.setdefault(member.organisation_id, []).append(AgencyBasis(member.basis).label)
    return [_row(each, wanted, tuple(parts.get(each.pk, ())), on=on) for each in bodies]


def _row(
    body: Organisation, wanted: DirectoryFilter, here: tuple[str, ...], *, on: date
) -> DirectoryRow:
    asked = wanted.name.casefold()
    also = [each.name for each in body.aliases.all() if asked and asked in each.name.casefold()]
    return DirectoryRow(
        public_id=body.public_id,
        name=body.name,
        kind=body.get_kind_display(),
        is_sector=body.is_sector,
        has_ended=has_ended(body, on=on),
        found_as=also[0] if also and asked not in body.name.casefold() else "",
        areas=tuple(sorted({each.area.name for each in body.footprints.all()})),
        here=here,
    )
