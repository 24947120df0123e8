"""Loads the partnership itself, its areas, its seats and what is delegated."""

from datetime import datetime
from functools import partial

from krscp_portal.examples import words
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from partnerships import audit
from partnerships.enums import AuditVerb, DeputyRule
from partnerships.models import Area, ChairRule, Delegation, Partnership, PartnershipArea, Seat
from partnerships.services import delegations, details, seats


def partnership_of(facts: Row) -> tuple[Partnership, bool]:
    """Return the partnership of a file, made where it is missing, and whether it was."""
    row = facts["partnership"]
    names = {each["key"]: each["name"] for each in facts.get("organisation", [])}
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


def load_seats(load: Load) -> None:
    """Load the seats by post: what each is for, whom it speaks for, who may stand in for it."""
    organisations = {key: each.name for key, each in load.organisations.items()}
    for row in load.rows("seat"):
        is_sector = "sector" in row
        facts = seats.SeatFacts(
            role=row["role"],
            title=row["title"],
            organisation=load.organisations.get(row.get("organisation", "")),
            speaks_for=row.get("speaks_for", ""),
            area=load.areas.get(row.get("area", "")),
            votes=row["votes"],
            note=words.seat_note(row, organisations=organisations),
            source=words.cited(row),
            membership_code=row.get("membership_code", ""),
            deputies=row.get("deputy", DeputyRule.NOT_STATED),
            speaks_for_sector=is_sector,
            appointer=row.get("appointer", ""),
            on_behalf_of=load.participations.get(row.get("on_behalf_of", "")),
            contact_email=row.get("contact_email", ""),
        )
        load.ledger.once(
            "seat",
            row["key"],
            partial(seats.create_seat, facts=facts, by=load.by, at=load.at, key=row["key"]),
            there=Seat.objects.filter(key=row["key"]),
        )


def load_delegations(load: Load) -> None:
    """Put in what lead partners hand to delegated ones and keep, a line for each, as it began."""
    for row in load.rows("delegation"):
        load.timeline.add(load.morning(row.get("from_days")), partial(_delegate, load, row))


def load_chair_rule(load: Load) -> None:
    """Load how the body that leads the partnership gets its chair."""
    row = load.facts.get("chair_rule")
    if row is None:
        return
    body = next(each["name"] for each in load.rows("group") if each["key"] == row["body"])
    facts = details.ChairRuleFacts(
        body=body,
        chosen_from=words.chosen_from(row),
        minimum_months=row.get("minimum_months"),
        review=words.REVIEWED.get(row.get("review", ""), ""),
        review_months=words.REVIEW_MONTHS.get(row.get("review", "")),
        from_roles=tuple(row["chosen_from"]),
        method=row["how"],
        group_key=row["body"],
        seat=Seat.objects.filter(key=row.get("seat", "")).first(),
        note=row["note"],
        source=row["source"],
    )
    load.ledger.once(
        "chair_rule",
        row["body"],
        partial(details.add_chair_rule, facts=facts, by=load.by, at=load.at),
        there=ChairRule.objects.filter(body=body),
    )


def _delegate(load: Load, row: Row, *, at: datetime) -> None:
    giver = Seat.objects.filter(key=row["from_seat"]).first()
    taker = Seat.objects.filter(key=row["to_seat"]).first()
    if giver is None or taker is None:  # somebody has given the seat another key
        return
    facts = delegations.DelegationFacts(
        from_seat=giver,
        to_seat=taker,
        functions="\n".join(row["functions"]),
        retained="\n".join(row["retained"]),
        from_on=load.day(row.get("from_days")),
        signed_on=load.day(row.get("from_days")),
        review_on=load.day(row.get("review_days")),
        note=row.get("note", ""),
        source=words.cited(row),
    )
    load.ledger.once(
        "delegation",
        f"{row['from_seat']}:{row['to_seat']}",
        partial(delegations.delegate, facts=facts, by=load.by, at=at),
        there=Delegation.objects.filter(from_seat=giver, to_seat=taker, to_on__isnull=True),
    )


def _sources(row: Row) -> dict[str, str]:
    """Return what the file says of the document itself, for `Partnership.sources`."""
    kept = (
        *("arrangements_title", "published_precision", "chair_model", "edition_note", "source"),
    )
    told = {name: row[name] for name in kept if name in row}
    if "published_on" in row:
        told["published_on"] = row["published_on"].isoformat()
    return told
