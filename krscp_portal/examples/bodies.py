"""Loads the partnership itself, its areas, its agencies and its seats."""

from functools import partial

from krscp_portal.examples import words
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import (
    AgencyMembership,
    Area,
    ChairRule,
    Delegation,
    Organisation,
    OrganisationAlias,
    Partnership,
    PartnershipArea,
    Seat,
)
from partnerships.services import agencies, delegations, details, seats


def partnership_of(facts: Row) -> tuple[Partnership, bool]:
    """Return the partnership of a file, made where it is missing, and whether it was."""
    row = facts["partnership"]
    names = {each["key"]: each["name"] for each in facts["organisation"]}
    controller = [names.get(row.get("data_controller", ""), ""), row.get("data_controller_note")]
    return Partnership.objects.get_or_create(
        slug=row["slug"],
        defaults={
            "name": row["name"],
            "short_name": row["short_name"],
            "kind": row["kind"],
            "edition": row["edition"],
            "host": names.get(row.get("host", ""), ""),
            "data_controller": ". ".join(each for each in controller if each),
            "priorities_years": row.get("priorities_years"),
            "fictional": row["fictional"],
            "sources": _sources(row),
        },
    )


def load_partnership(load: Load, partnership: Partnership, *, is_new: bool) -> None:
    """Note in the audit that the partnership was added, if it was."""
    if is_new:
        audit.record(
            verb=AuditVerb.CREATED,
            on=partnership,
            by=load.by,
            at=load.at,
            reference=partnership.short_name,
            facts={"example": True},
        )


def load_areas(load: Load) -> None:
    """Load the areas, shared by name, and that the partnership covers them."""
    for row in load.rows("area"):
        area, _ = Area.objects.get_or_create(
            name=row["name"], defaults={"kind": row["kind"], "gss_code": row.get("gss", "")}
        )
        load.areas[row["key"]] = area
        load.ledger.once(
            "area",
            row["key"],
            partial(
                details.add_area,
                area=area,
                by=load.by,
                at=load.at,
                source=words.cited(row, row.get("note", "")),
            ),
            there=PartnershipArea.objects.filter(area=area),
        )


def load_organisations(load: Load) -> None:
    """Load the organisations, shared by name between partnerships, with the names they had."""
    for row in load.rows("organisation"):
        organisation = agencies.register_organisation(
            name=row["name"], kind=row["kind"], by=load.by, at=load.at
        )
        load.organisations[row["key"]] = organisation
        load.ledger.once(
            "organisation",
            row["key"],
            partial(_with_aliases, organisation, row),
        )


def load_agencies(load: Load) -> None:
    """Load who takes part, on what basis, why, and what is expected."""
    shared = load.facts["agency_defaults"]
    told = {row["key"]: row for row in load.rows("organisation")}
    for row in load.rows("agency"):
        organisation = load.organisations[row["organisation"]]
        defaults = {} if row["basis"] == "statutory_partner" else shared
        facts = agencies.AgencyFacts(
            organisation=organisation,
            basis=row["basis"],
            heading=row["group"],
            why=row.get("why", defaults.get("why", "")),
            expected=row.get("expected", defaults.get("expected", "")),
            source=words.cited(row, *words.agency_remarks(row, told[row["organisation"]])),
        )
        load.ledger.once(
            "agency",
            f"{row['organisation']}:{row['basis']}",
            partial(agencies.add_agency, facts=facts, by=load.by, at=load.at),
            there=AgencyMembership.objects.filter(
                organisation=organisation, basis=row["basis"], to_on__isnull=True
            ),
        )


def load_seats(load: Load) -> None:
    """Load the seats by post, and what lead partners delegate to others."""
    groups = {row["key"]: row["name"] for row in load.rows("group")}
    organisations = {key: each.name for key, each in load.organisations.items()}
    for row in load.rows("seat"):
        facts = seats.SeatFacts(
            role=row["role"],
            title=row["title"],
            organisation=load.organisations.get(row.get("organisation", "")),
            speaks_for=row.get("speaks_for", ""),
            area=load.areas.get(row.get("area", "")),
            votes=row["votes"],
            note=words.seat_note(row, groups=groups, organisations=organisations),
            source=words.cited(row),
        )
        load.ledger.once(
            "seat",
            row["key"],
            partial(seats.create_seat, facts=facts, by=load.by, at=load.at, key=row["key"]),
            there=Seat.objects.filter(key=row["key"]),
        )


def load_delegations(load: Load) -> None:
    """Load what lead partners hand to delegated ones and what they keep, a line for each."""
    for row in load.rows("delegation"):
        giver = Seat.objects.filter(key=row["from_seat"]).first()
        taker = Seat.objects.filter(key=row["to_seat"]).first()
        if giver is None or taker is None:  # somebody has given the seat another key
            continue
        facts = delegations.DelegationFacts(
            from_seat=giver,
            to_seat=taker,
            functions="\n".join(row["functions"]),
            retained="\n".join(row["retained"]),
            source=words.cited(row, row.get("note", "")),
        )
        load.ledger.once(
            "delegation",
            f"{row['from_seat']}:{row['to_seat']}",
            partial(delegations.delegate, facts=facts, by=load.by, at=load.at),
            there=Delegation.objects.filter(from_seat=giver, to_seat=taker, to_on__isnull=True),
        )


def load_chair_rule(load: Load) -> None:
    """Load how the body that leads the partnership gets its chair."""
    row = load.facts["chair_rule"]
    body = next(each["name"] for each in load.rows("group") if each["key"] == row["body"])
    facts = details.ChairRuleFacts(
        body=body,
        chosen_from=words.chosen_from(row),
        minimum_months=row.get("minimum_months"),
        review=words.REVIEWED.get(row.get("review", ""), ""),
        note=row["note"],
        source=row["source"],
    )
    load.ledger.once(
        "chair_rule",
        row["body"],
        partial(details.add_chair_rule, facts=facts, by=load.by, at=load.at),
        there=ChairRule.objects.filter(body=body),
    )


def _sources(row: Row) -> dict[str, str]:
    """Return what the file says of the document itself, for `Partnership.sources`."""
    kept = (
        *("arrangements_title", "published_precision", "chair_model", "edition_note", "source"),
    )
    return {name: row[name] for name in kept} | {"published_on": row["published_on"].isoformat()}


def _with_aliases(organisation: Organisation, row: Row) -> Organisation:
    for alias in row.get("aliases", []):
        OrganisationAlias.objects.get_or_create(
            organisation=organisation, name=alias["name"], defaults={"reason": alias["reason"]}
        )
    return organisation
