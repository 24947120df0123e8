"""Agencies, grouped as the arrangements list them, and each with all that is known of its part."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from partnerships import schedule
from partnerships.access import Sight
from partnerships.enums import AgencyBasis, Coverage
from partnerships.models import (
    AgencyArea,
    AgencyMembership,
    Area,
    Organisation,
    PartnershipArea,
)
from partnerships.selectors.sight import agencies_in

HEADINGS = {
    AgencyBasis.STATUTORY_PARTNER: "Safeguarding partners",
    AgencyBasis.RELEVANT_AGENCY: "Relevant agencies",
    AgencyBasis.INVITED_OTHER: "Others who are invited",
    AgencyBasis.CO_OPTED: "Co-opted members",
    AgencyBasis.ADVISER: "Advisers",
}
CURRENT, ENDED = "", "ended"


@dataclass(frozen=True)
class AgencyFilter:
    """What to look for; empty values ask for everybody who takes part now or will."""

    basis: str = ""
    covers: str = ""
    area: Area | None = None
    state: str = CURRENT
    unmatched: bool = False  # relevant agencies that match no entry of the Schedule


@dataclass(frozen=True)
class AgencyLine:
    """One agency in the list, with what a reader should notice about it."""

    agency: AgencyMembership
    areas: tuple[str, ...]
    covers: tuple[str, ...]
    flag: schedule.Flag | None
    lacks_expected: bool


@dataclass(frozen=True)
class AgencyGroup:
    """The agencies that take part on one basis, under its name."""

    name: str
    lines: tuple[AgencyLine, ...]

    @property
    def rows(self) -> tuple[AgencyMembership, ...]:
        """Return the agencies alone."""
        return tuple(line.agency for line in self.lines)


@dataclass(frozen=True)
class AgencyGaps:
    """How many relevant agencies were told nothing, and how many match nothing of the Schedule."""

    told_nothing: int
    unmatched: int


@dataclass(frozen=True)
class AgencyPage:
    """One agency: this part of it, every other part with its dates, and what is missing."""

    line: AgencyLine
    history: tuple[AgencyMembership, ...]
    entries: tuple[schedule.Entry, ...]


def agency_groups(
    *, on: date, wanted: AgencyFilter | None = None, sight: Sight | None = None
) -> list[AgencyGroup]:
    """Return who takes part on the day or will, by basis, each with its organisation and areas.

    Two queries, however many there are. `wanted` narrows them, or asks for those who have ended.
    """
    rows = _narrowed(wanted or AgencyFilter(), on=on).filter(agencies_in(sight))
    found = list(
        rows.select_related("organisation", "represented_through")
        .prefetch_related(Prefetch("areas", queryset=AgencyArea.objects.select_related("area")))
        .order_by("heading", "organisation__name", "pk")
    )
    return [
        AgencyGroup(HEADINGS[basis], lines)
        for basis in AgencyBasis
        if (lines := tuple(_line(row) for row in found if row.basis == basis))
    ]


def agency_gaps(*, on: date) -> AgencyGaps:
    """Return how many relevant agencies lack what the law asks of their record; one query.

    Once chosen, an agency must be told what is expected: Working Together 2018 ch.3 para 17;
    statutory.md §2.1. Which bodies may be chosen: SI 2018/789 reg. 18.
    """
    lasting = AgencyMembership.objects.filter(_lasting(on), basis=AgencyBasis.RELEVANT_AGENCY)
    counted = lasting.aggregate(
        told_nothing=Count("pk", filter=Q(expected="")),
        unmatched=Count("pk", filter=Q(organisation__schedule=[])),
    )
    return AgencyGaps(**counted)


def agency_page(agency: AgencyMembership) -> AgencyPage:
    """Return what the page of one agency shows; three queries."""
    bases = AgencyMembership.objects.filter(organisation=agency.organisation)
    return AgencyPage(
        line=_line(agency),
        history=tuple(bases.order_by("-from_on", "basis", "pk")),
        entries=schedule.entries_of(agency.organisation.schedule),
    )


def labels_of(covers: list[str]) -> tuple[str, ...]:
    """Return the kinds of work in words, in the order of `Coverage`."""
    return tuple(str(each.label) for each in Coverage if each in covers)


def areas_here() -> QuerySet[Area]:
    """Return the areas that the open partnership covers, by name."""
    covered = PartnershipArea.objects.values("area_id")
    return Area.objects.filter(pk__in=covered).order_by("name")


def organisations_to_add() -> QuerySet[Organisation]:
    """Return the bodies of the directory that may take part: those that have no successor."""
    return Organisation.objects.filter(succeeded_by__isnull=True).order_by("name")


def _line(agency: AgencyMembership) -> AgencyLine:
    chosen = agency.basis == AgencyBasis.RELEVANT_AGENCY
    return AgencyLine(
        agency=agency,
        areas=tuple(sorted(each.area.name for each in agency.areas.all())),
        covers=labels_of(agency.covers),
        flag=schedule.flag_of(agency.organisation.schedule) if chosen else None,
        lacks_expected=chosen and not agency.expected,
    )


def _lasting(on: date) -> Q:
    return Q(to_on__isnull=True) | Q(to_on__gte=on)


def _narrowed(wanted: AgencyFilter, *, on: date) -> QuerySet[AgencyMembership]:
    lasting = _lasting(on)
    rows = AgencyMembership.objects.filter(~lasting if wanted.state == ENDED else lasting)
    if wanted.basis:
        rows = rows.filter(basis=wanted.basis)
    if wanted.unmatched:
        rows = rows.filter(basis=AgencyBasis.RELEVANT_AGENCY, organisation__schedule=[])
    if wanted.covers:
        rows = rows.filter(covers__contains=[wanted.covers])
    if wanted.area:
        everywhere = Q(areas__isnull=True)
        rows = rows.filter(everywhere | Q(areas__area=wanted.area)).distinct()
    return rows
