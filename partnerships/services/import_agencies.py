"""Agencies from a spreadsheet: bodies of the directory, or new to it, with their part here."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from partnerships.enums import (
    AgencyBasis,
    AgencyChoice,
    Coverage,
    OrganisationKind,
    PartnerKind,
)
from partnerships.likeness import plain
from partnerships.models import (
    AgencyMembership,
    Area,
    Organisation,
    OrganisationAlias,
    PartnershipArea,
    User,
)
from partnerships.services import agencies, directory
from partnerships.services.importing import (
    Faults,
    Field,
    Importer,
    Look,
    choice,
    day,
    divided,
    labels,
    several,
    text,
    yes_no,
)
from partnerships.services.permission import require_order

FIELDS = (
    Field(
        "organisation",
        "Organisation",
        text(160),
        required=True,
        also=("name", "agency", "organisation name", "agency name", "body"),
        help="Its name in the directory, or another name by which the directory knows it.",
        example="Anytown Youth Trust",
    ),
    Field(
        "kind",
        "Kind of organisation",
        choice(OrganisationKind),
        allowed=labels(OrganisationKind),
        also=("kind", "type", "organisation type", "category", "sector"),
        help="Needed for an organisation that the directory does not hold yet.",
        example="Voluntary and charity",
    ),
    Field(
        "basis",
        "Basis",
        choice(AgencyBasis),
        required=True,
        allowed=labels(AgencyBasis),
        also=("role", "status", "takes part as"),
        example="Relevant agency",
    ),
    Field(
        "partner_kind",
        "Which safeguarding partner",
        choice(PartnerKind),
        allowed=labels(PartnerKind),
        also=("partner", "safeguarding partner", "statutory partner"),
        help="For a safeguarding partner alone.",
    ),
    Field(
        "chosen",
        "How it came to take part",
        choice(AgencyChoice),
        allowed=labels(AgencyChoice),
        also=("chosen", "how chosen", "selection"),
        blank=AgencyChoice.NOT_STATED.value,
        example="Chosen by the partners",
    ),
    Field("listed_as", "Name in the published list", text(200), also=("listed as",)),
    Field(
        "heading",
        "Heading in the published list",
        text(80),
        also=("heading", "group"),
        example="Voluntary sector",
    ),
    Field(
        "covers",
        "Kinds of work",
        several(Coverage),
        allowed=labels(Coverage),
        also=("covers", "coverage", "speaks for"),
        help="Several are divided by semicolons.",
        blank=[],
        example="Voluntary sector; Sport and leisure",
    ),
    Field(
        "areas",
        "Areas",
        divided,
        also=("area", "borough", "boroughs"),
        help="Areas of this partnership, divided by semicolons; empty for all of them.",
        blank=[],
    ),
    Field("why", "Why it takes part", text(2000), also=("why", "reason", "reason for selection")),
    Field("expected", "What is expected of it", text(2000), also=("expected", "expectations")),
    Field("from_on", "First day", day, also=("from", "start", "start date", "since"), blank=None),
    Field("to_on", "Last day", day, also=("to", "until", "end", "end date"), blank=None),
    Field("is_sector", "Is a sector", yes_no, also=("sector body",), blank=False,
          help="Yes where one name stands for many small bodies."),
    Field("note", "Note", text(2000), also=("notes", "comment", "comments")),
    Field("source", "Source", text(200), also=("reference",)),
)  # fmt: skip


class AgencyWork:
    """One run over a file of agencies. Four queries to begin with, none for a row."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.known = {each.pk: each for each in Organisation.objects.select_related("succeeded_by")}
        self.by_name = {plain(each.name): each.pk for each in self.known.values()}
        self.by_alias: defaultdict[str, set[int]] = defaultdict(set)
        for pk, name in OrganisationAlias.objects.values_list("organisation_id", "name"):
            self.by_alias[plain(name)].add(pk)
        rows = AgencyMembership.objects.filter(to_on__isnull=True)
        self.open = set(rows.values_list("organisation_id", "basis"))
        covered = Area.objects.filter(pk__in=PartnershipArea.objects.values("area_id"))
        self.areas = {plain(each.name): each for each in covered.order_by("name")}
        self.new: dict[str, tuple[int, str]] = {}  # plain name -> its first row, its kind
        self.seen: dict[tuple[str, str], int] = {}  # who and on what basis -> row

    def look(self, number: int, values: dict[str, Any]) -> Look:
        """Say which organisation would take part, and on what basis."""
        faults, remarks = Faults(), []
        body = self._body(values["organisation"], faults)
        who = plain(body.name if body else values["organisation"])
        if body is None and not faults.found:
            self._new(number, values, faults)
        elif body:
            remarks = self._remarks(body, values)
        self._basis(number, who, body, values, faults)
        self._part(values, faults)
        name = body.name if body else f"{values['organisation']}, new to the directory,"
        basis = AgencyBasis(values["basis"]).label.lower()
        return Look(f"{name} takes part as {basis}", tuple(faults.found), tuple(remarks))

    def make(self, number: int, values: dict[str, Any], *, by: User, at: datetime) -> list[Model]:
        """Add the agency, and the organisation where the directory does not hold it."""
        facts = {
            key: value
            for key, value in values.items()
            if key not in {"kind", "areas", "organisation", "is_sector"}
        }
        areas = [self.areas[plain(name)] for name in values["areas"]]
        body = self._body(values["organisation"], Faults())
        made: list[Model] = []
        if body is None:
            new = directory.OrganisationFacts(
                values["organisation"], values["kind"], is_sector=values["is_sector"]
            )
            body = directory.register(facts=new, by=by, at=at, looked_through=True)
            self.known[body.pk] = body
            self.by_name[plain(body.name)] = body.pk
            made.append(body)
        wanted = agencies.AgencyFacts(organisation=body, **facts)
        return [*made, agencies.add_agency(facts=wanted, areas=areas, by=by, at=at)]

    def _body(self, name: str, faults: Faults) -> Organisation | None:
        """Return the body of this name, or that is also known by it."""
        spelled = plain(name)
        if (pk := self.by_name.get(spelled)) is not None:
            return self.known[pk]
        found = self.by_alias.get(spelled, set())
        if len(found) > 1:
            names = "; ".join(sorted(self.known[pk].name for pk in found))
            faults.add("organisation", f"“{name}” may be any of: {names}. Write its full name.")
        return self.known[next(iter(found))] if len(found) == 1 else None

    def _new(self, number: int, values: dict[str, Any], faults: Faults) -> None:
        name, kind = values["organisation"], values["kind"]
        if not plain(name):
            faults.add("organisation", f"“{name}” is not a name.")
            return
        first, before = self.new.setdefault(plain(name), (number, kind))
        if first != number and not kind:
            values["kind"] = before
        elif first != number and before != kind:
            faults.add("kind", f"Row {first} says another kind for the same organisation.")
        if not values["kind"]:
            faults.add(
                "kind",
                f"“{name}” is not in the directory. Say what kind of organisation it is: "
                f"{'; '.join(labels(OrganisationKind))}.",
            )

    def _remarks(self, body: Organisation, values: dict[str, Any]) -> list[str]:
        remarks = []
        if plain(values["organisation"]) != plain(body.name):
            remarks.append(f"“{values['organisation']}” is known in the directory as {body.name}.")
        if body.succeeded_by:
            remarks.append(f"{body.name} has been succeeded by {body.succeeded_by.name}.")
        if values["kind"] and values["kind"] != body.kind:
            remarks.append(f"The directory has it as {body.get_kind_display()}; that stays.")
        return remarks

    def _basis(
        self,
        number: int,
        who: str,
        body: Organisation | None,
        values: dict[str, Any],
        faults: Faults,
    ) -> None:
        basis = values["basis"]
        kind = body.kind if body else values["kind"]
        partner = values["partner_kind"] or (kind if kind in PartnerKind.values else "")
        if basis == AgencyBasis.STATUTORY_PARTNER and not partner:
            faults.add(
                "partner_kind",
                f"Say which of the three safeguarding partners it is: "
                f"{'; '.join(labels(PartnerKind))}.",
            )
        if basis != AgencyBasis.STATUTORY_PARTNER and values["partner_kind"]:
            faults.add("partner_kind", "Leave this empty: it is for a safeguarding partner alone.")
        if values["to_on"] is not None:
            return
        if body and (body.pk, basis) in self.open:
            faults.add("basis", f"{body.name} takes part on that basis already.")
        first = self.seen.setdefault((who, basis), number)
        if first != number:
            faults.add("organisation", f"Row {first} has it on the same basis.")

    def _part(self, values: dict[str, Any], faults: Faults) -> None:
        faults.refused_by(lambda: require_order(values["from_on"], values["to_on"]))
        if values["chosen"] == AgencyChoice.BY_LAW and values["basis"] not in agencies.BOUND_BY_LAW:
            faults.add("chosen", "The law binds safeguarding partners and relevant agencies alone.")
        for name in values["areas"]:
            if plain(name) not in self.areas:
                allowed = "; ".join(each.name for each in self.areas.values()) or "none"
                faults.add("areas", f"“{name}” is not an area of this partnership: {allowed}.")


IMPORTER = Importer(
    key="agencies",
    label="Agencies",
    one="agency",
    fields=FIELDS,
    begin=AgencyWork,
    help="Organisations that take part, on what basis, and what is expected of them.",
)
