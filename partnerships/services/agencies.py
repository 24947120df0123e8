"""Which organisations take part, on what basis, and what is expected of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.several import nth
from partnerships import audit
from partnerships.enums import AgencyBasis, AgencyChoice, AuditVerb, Coverage, PartnerKind
from partnerships.models import (
    AgencyArea,
    AgencyMembership,
    Area,
    Organisation,
    PartnershipArea,
    Seat,
    User,
)
from partnerships.roles import Permission
from partnerships.services import directory
from partnerships.services.changes import as_fields, write_facts
from partnerships.services.permission import require, require_order

BOUND_BY_LAW = frozenset({AgencyBasis.STATUTORY_PARTNER, AgencyBasis.RELEVANT_AGENCY})
AT_A_TIME = 500  # rows in one statement
FIELDS_OF_NEW = {"name": "new_name", "kind": "new_kind"}  # what a form of agencies calls them


@dataclass(frozen=True)
class NewOrganisation:
    """A body that the shared directory may not hold yet."""

    name: str
    kind: str


@dataclass(frozen=True)
class AgencyFacts:
    """An organisation's part: its basis, why it was chosen, what is expected, from when to when."""

    organisation: Organisation | NewOrganisation
    basis: str
    partner_kind: str = ""
    chosen: str = AgencyChoice.NOT_STATED
    listed_as: str = ""
    covers: list[str] = field(default_factory=list)
    represented_through: Seat | None = None
    heading: str = ""
    why: str = ""
    expected: str = ""
    from_on: date | None = None
    to_on: date | None = None
    note: str = ""
    source: str = ""


@transaction.atomic
def add_agency(
    *, facts: AgencyFacts, by: User, at: datetime, areas: Iterable[Area] = ()
) -> AgencyMembership:
    """Record that an organisation takes part on one basis; it may have several, each its own row.

    A new organisation joins the shared directory first, or is found there by its name. Without
    `areas` it takes part for the whole partnership.

    Refuses a second open row of the same basis, a period that ends before it starts, an area that
    the partnership does not cover, and a basis by law for a body that no law binds.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    new = facts.organisation
    if isinstance(new, NewOrganisation):
        organisation = register_organisation(name=new.name, kind=new.kind, by=by, at=at)
        facts = replace(facts, organisation=organisation)
    return add_agencies(wanted=[(facts, tuple(areas))], by=by, at=at)[0]


@transaction.atomic
def add_agencies(
    *, wanted: Sequence[tuple[AgencyFacts, Sequence[Area]]], by: User, at: datetime
) -> list[AgencyMembership]:
    """Record several parts with their areas, as `add_agency` records one; all or none.

    Their organisations are in the directory already. A fixed number of statements for each 500.
    The refusal says which one it is about.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    there, covered = _open_parts(), _covered()
    rows = []
    for number, (facts, areas) in enumerate(wanted):
        organisation = facts.organisation
        assert isinstance(organisation, Organisation)  # noqa: S101 -- said above
        with nth(number):
            facts = _with_partner_kind(facts, organisation)
            _check(facts, organisation, there=there)
            _refuse_elsewhere(areas, covered)
        if facts.to_on is None:
            there.add((organisation.pk, facts.basis))
        rows.append(AgencyMembership(**as_fields(facts)))

    made = AgencyMembership.objects.bulk_create(rows, batch_size=AT_A_TIME)
    AgencyArea.objects.bulk_create(
        (
            AgencyArea(agency=each, area_id=pk)
            for each, (_facts, areas) in zip(made, wanted, strict=True)
            for pk in sorted({area.pk for area in areas})
        ),
        batch_size=AT_A_TIME,
    )
    done = [audit.Entry(each, each.organisation.name, {"basis": each.basis}) for each in made]
    audit.record_each(verb=AuditVerb.CREATED, done=done, by=by, at=at)
    return made


@transaction.atomic
def change_agency(
    *,
    membership: AgencyMembership,
    facts: AgencyFacts,
    by: User,
    at: datetime,
    areas: Iterable[Area] | None = None,
) -> AgencyMembership:
    """Correct an organisation's part, or end it by its last day; refuses as `add_agency` does.

    The organisation itself stays as it is, whatever the facts say; so do its areas, unless new
    ones are given.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    rows = AgencyMembership.objects.select_related("organisation")
    membership = rows.select_for_update(of=("self",)).get(pk=membership.pk)
    facts = replace(facts, organisation=membership.organisation)
    facts = _with_partner_kind(facts, membership.organisation)
    _check(facts, membership.organisation, there=_open_parts(but=membership.pk))

    ends_now = facts.to_on is not None and membership.to_on is None
    changed = write_facts(membership, facts)
    if areas is not None and _write_areas(membership, tuple(areas)):
        changed = [*changed, "areas"]
    if changed:
        audit.record(
            verb=AuditVerb.ENDED if ends_now else AuditVerb.CHANGED,
            on=membership,
            by=by,
            at=at,
            reference=membership.organisation.name,
            facts={"fields": changed, "basis": facts.basis},
        )
    return membership


@transaction.atomic
def register_organisation(
    *,
    name: str,
    kind: str,
    by: User,
    at: datetime,
    is_sector: bool = False,
    part_of: Organisation | None = None,
    schedule: Sequence[str] = (),
) -> Organisation:
    """Return the organisation of this name from the shared directory, adding it if it is new.

    One that is there stays as it is. Refuses what `directory.register` refuses: above all a name
    that is another's when case, punctuation, "&" and "the" are set aside.
    """
    require(Permission.PARTNERSHIP_EDIT, by=by, at=at)
    known = Organisation.objects.filter(name__iexact=name.strip()).first()
    if known:
        return known

    facts = directory.OrganisationFacts(
        name=name,
        kind=kind,
        is_sector=is_sector,
        part_of=part_of,
        schedule=list(schedule),
    )
    try:
        return directory.register(facts=facts, by=by, at=at)
    except DomainError as refusal:
        refusal.field = FIELDS_OF_NEW.get(refusal.field or "", refusal.field)
        raise


def _with_partner_kind(facts: AgencyFacts, organisation: Organisation) -> AgencyFacts:
    """Return the facts with the kind of partner, where the kind of organisation gives it away."""
    if facts.basis != AgencyBasis.STATUTORY_PARTNER or facts.partner_kind:
        return facts
    known = organisation.kind if organisation.kind in PartnerKind.values else ""
    return replace(facts, partner_kind=known)


def _check(
    facts: AgencyFacts, organisation: Organisation, *, there: Collection[tuple[int, str]]
) -> None:
    if facts.basis not in AgencyBasis.values:
        raise DomainError("Select a basis.", code="basis-unknown", field="basis")
    if bool(facts.partner_kind) != (facts.basis == AgencyBasis.STATUTORY_PARTNER):
        raise DomainError(
            "Select which of the three safeguarding partners it is, for a safeguarding partner "
            "alone.",
            code="partner-kind",
            field="partner_kind",
        )
    _check_part(facts)
    require_order(facts.from_on, facts.to_on)
    if facts.to_on is None and (organisation.pk, facts.basis) in there:
        raise DomainError(
            "This organisation takes part on that basis already.",
            code="agency-there",
            field="basis",
        )


def _check_part(facts: AgencyFacts) -> None:
    if facts.chosen not in AgencyChoice.values:
        raise DomainError("Select how it came to take part.", code="chosen", field="chosen")
    if facts.chosen == AgencyChoice.BY_LAW and facts.basis not in BOUND_BY_LAW:
        raise DomainError(
            "The law binds safeguarding partners and relevant agencies alone.",
            code="not-by-law",
            field="chosen",
        )
    if set(facts.covers) - set(Coverage.values):
        raise DomainError("Select what it covers from the list.", code="covers", field="covers")


def _open_parts(*, but: int = 0) -> set[tuple[int, str]]:
    """Return who takes part on what basis, without an end; `but` leaves one row out."""
    rows = AgencyMembership.objects.filter(to_on__isnull=True).exclude(pk=but)
    return set(rows.values_list("organisation_id", "basis"))


def _covered() -> set[int]:
    return set(PartnershipArea.objects.values_list("area_id", flat=True))


def _refuse_elsewhere(areas: Iterable[Area], covered: Collection[int]) -> None:
    for area in areas:
        if area.pk not in covered:
            raise DomainError(
                f"This partnership does not cover {area.name}.",
                code="area-elsewhere",
                field="areas",
            )


def _write_areas(membership: AgencyMembership, areas: tuple[Area, ...]) -> bool:
    """Make these the agency's areas; say whether that changed anything."""
    _refuse_elsewhere(areas, _covered())
    wanted = {area.pk for area in areas}
    there = set(membership.areas.values_list("area_id", flat=True))
    membership.areas.filter(area_id__in=there - wanted).delete()
    AgencyArea.objects.bulk_create(
        AgencyArea(agency=membership, area_id=pk) for pk in sorted(wanted - there)
    )
    return wanted != there
