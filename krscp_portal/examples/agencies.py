"""Loads the shared directory's part of a file, and who takes part in the partnership."""

from functools import partial

from krscp_portal.examples import words
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from partnerships.enums import AgencyBasis, AgencyChoice
from partnerships.models import (
    AgencyMembership,
    Area,
    Footprint,
    Organisation,
    OrganisationAlias,
    Seat,
)
from partnerships.services import agencies, directory


def load_organisations(load: Load) -> None:
    """Load the organisations, shared by name between partnerships, and what they were before."""
    for row in load.rows("organisation"):
        organisation = agencies.register_organisation(
            name=row["name"],
            kind=row["kind"],
            is_sector=row.get("sector", False),
            part_of=load.organisations.get(row.get("part_of", "")),
            schedule=row.get("schedule", []),
            by=load.by,
            at=load.at,
        )
        load.organisations[row["key"]] = organisation
        load.ledger.once("organisation", row["key"], partial(_registered, organisation))
        for alias in row.get("aliases", []):
            _load_alias(load, organisation, alias)
        for before in row.get("predecessors", []):
            _load_predecessor(load, organisation, before)


def load_footprints(load: Load) -> None:
    """Load which areas a body serves: those of this partnership, and others that the file names."""
    for row in load.rows("footprint"):
        others = [_area(name, row["also_kind"]) for name in row.get("also_covers", [])]
        for area in [*load.areas.values(), *others]:
            organisation = load.organisations[row["organisation"]]
            unit = row.get("unit", "")
            load.ledger.once(
                "footprint",
                f"{row['organisation']}:{unit}:{area.name}",
                partial(
                    directory.add_footprint,
                    organisation=organisation,
                    area=area,
                    unit=unit,
                    source=words.cited(row, row.get("note", "")),
                    by=load.by,
                    at=load.at,
                ),
                there=Footprint.objects.filter(organisation=organisation, area=area, unit=unit),
            )


def load_agencies(load: Load) -> None:
    """Load who takes part, on what basis, for which areas, why, and what is expected."""
    told = {row["key"]: row for row in load.rows("organisation")}
    for row in load.rows("agency"):
        organisation = load.organisations[row["organisation"]]
        facts = _facts(load, row, organisation, told[row["organisation"]])
        areas = [load.areas[key] for key in row.get("areas", [])]
        load.ledger.once(
            "agency",
            f"{row['organisation']}:{row['basis']}",
            partial(agencies.add_agency, facts=facts, areas=areas, by=load.by, at=load.at),
            there=AgencyMembership.objects.filter(
                organisation=organisation, basis=row["basis"], to_on__isnull=True
            ),
        )


def _registered(organisation: Organisation) -> Organisation:
    """Return it as it is: registering finds or makes it before the ledger is asked."""
    return organisation


def _facts(load: Load, row: Row, organisation: Organisation, told: Row) -> agencies.AgencyFacts:
    is_partner = row["basis"] == AgencyBasis.STATUTORY_PARTNER
    shared = {} if is_partner else load.facts["agency_defaults"]
    is_chosen = row["basis"] == AgencyBasis.RELEVANT_AGENCY
    return agencies.AgencyFacts(
        organisation=organisation,
        basis=row["basis"],
        partner_kind=row.get("speaks_for", ""),
        chosen=shared["chosen"] if is_chosen else AgencyChoice.NOT_STATED,
        listed_as=row.get("listed_as", ""),
        covers=row.get("covers", []),
        represented_through=Seat.objects.filter(key=row.get("represented_through", "")).first(),
        heading=row["group"],
        why=row.get("why", shared.get("why", "")),
        expected=row.get("expected", shared.get("expected", "")),
        from_on=load.day(row.get("from_days")),
        note=" ".join(each for each in (row.get("note", ""), told.get("note", "")) if each),
        source=words.cited(row),
    )


def _load_alias(load: Load, organisation: Organisation, alias: Row) -> None:
    load.ledger.once(
        "organisation_alias",
        f"{organisation.name}:{alias['name']}",
        partial(directory.add_alias, organisation=organisation, by=load.by, at=load.at, **alias),
        there=OrganisationAlias.objects.filter(
            organisation=organisation, name__iexact=alias["name"]
        ),
    )


def _load_predecessor(load: Load, organisation: Organisation, before: Row) -> None:
    def take_over() -> Organisation:
        predecessor = agencies.register_organisation(
            name=before["name"], kind=organisation.kind, by=load.by, at=load.at
        )
        return directory.succeed(
            organisation=predecessor,
            successor=organisation,
            ended_on=before["ended_on"],
            by=load.by,
            at=load.at,
        )

    load.ledger.once(
        "predecessor",
        f"{organisation.name}:{before['name']}",
        take_over,
        there=Organisation.objects.filter(name=before["name"], succeeded_by=organisation),
    )


def _area(name: str, kind: str) -> Area:
    return Area.objects.get_or_create(name=name, defaults={"kind": kind})[0]
