"""Agencies from a spreadsheet: bodies of the directory, or new to it, with their part here."""

from datetime import date, datetime
from typing import Any

from django.db.models import Model

from krscp_portal.foundation.several import among
from partnerships.enums import (
    AgencyBasis,
    AgencyChoice,
    Coverage,
    OrganisationKind,
    PartnerKind,
)
from partnerships.likeness import plain
from partnerships.models import AgencyMembership, Area, Organisation, User
from partnerships.selectors.bodies import Bodies
from partnerships.services import agencies, directory
from partnerships.services.importing import (
    Faults,
    Field,
    Importer,
    Look,
    Rows,
    area_called,
    body_called,
    choice,
    covered_areas,
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
        self.bodies = Bodies()
        rows = AgencyMembership.objects.filter(to_on__isnull=True)
        self.open = set(rows.values_list("organisation_id", "basis"))
        self.areas = covered_areas()
        self.new: dict[str, tuple[int, str]] = {}  # plain name -> its first row, its kind
        self.seen: dict[tuple[str, str], int] = {}  # who and on what basis -> row

    def look(self, number: int, values: dict[str, Any]) -> Look:
        """Say which organisation would take part, and on what basis."""
        faults, remarks = Faults(), []
        body = body_called(self.bodies, values["organisation"], faults)
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

    def make(self, rows: Rows, *, by: User, at: datetime) -> list[tuple[int, Model]]:
        """Add the organisations that the directory does not hold, then the agencies."""
        new = self._register(rows, by=by, at=at)
        wanted = [self._wanted(values) for _number, values in rows]
        made = agencies.add_agencies(wanted=wanted, by=by, at=at)
        parts = ((number, each) for (number, _values), each in zip(rows, made, strict=True))
        return [*new, *parts]

    def _register(self, rows: Rows, *, by: User, at: datetime) -> list[tuple[int, Model]]:
        """Register each new organisation, once, as its first row has it."""
        first: dict[str, int] = {}
        for place, (_number, values) in enumerate(rows):
            if not self.bodies.called(values["organisation"]):
                first.setdefault(plain(values["organisation"]), place)
        places = list(first.values())
        with among(places):
            made = directory.register_each(
                wanted=[_new_body(rows[place][1]) for place in places], by=by, at=at
            )
        for body in made:
            self.bodies.add(body)
        return [(rows[place][0], body) for place, body in zip(places, made, strict=True)]

    def _wanted(self, values: dict[str, Any]) -> tuple[agencies.AgencyFacts, list[Area]]:
        body = body_called(self.bodies, values["organisation"], Faults())
        assert body is not None  # noqa: S101 -- looked at, and registered, before
        facts = {
            key: value
            for key, value in values.items()
            if key not in {"kind", "areas", "organisation", "is_sector"}
        }
        areas = [self.areas[plain(name)] for name in values["areas"]]
        return agencies.AgencyFacts(organisation=body, **facts), areas

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
            area_called(self.areas, name, key="areas", faults=faults)


def _new_body(values: dict[str, Any]) -> directory.OrganisationFacts:
    return directory.OrganisationFacts(
        values["organisation"], values["kind"], is_sector=values["is_sector"]
    )


IMPORTER = Importer(
    key="agencies",
    label="Agencies",
    one="agency",
    fields=FIELDS,
    begin=AgencyWork,
    help="Organisations that take part, on what basis, and what is expected of them.",
)
