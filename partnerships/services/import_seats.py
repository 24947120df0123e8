"""Seats from a spreadsheet: posts, whoever holds them."""

from datetime import date, datetime
from typing import Any

from django.db.models import Model

from partnerships.enums import DeputyRule, MembershipCode, PartnerKind, SeatRole
from partnerships.likeness import plain
from partnerships.models import Organisation, Seat, User
from partnerships.selectors.bodies import Bodies
from partnerships.services import seats
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
    labels,
    text,
    yes_no,
)

FIELDS = (
    Field(
        "title",
        "Post",
        text(160),
        required=True,
        also=("title", "seat", "post title", "job title"),
        help="The post that fills the seat, not a person’s name.",
        example="Director of children’s services",
    ),
    Field(
        "role",
        "Role",
        choice(SeatRole),
        required=True,
        allowed=labels(SeatRole),
        also=("kind", "seat role", "type"),
        example="Member",
    ),
    Field(
        "organisation",
        "Organisation",
        text(160),
        also=("agency", "body", "employer"),
        help="As the directory has it. Import the agencies first.",
    ),
    Field(
        "speaks_for",
        "Safeguarding partner",
        choice(PartnerKind),
        allowed=labels(PartnerKind),
        also=("partner", "speaks for", "statutory partner"),
        help="Which of the three partners the seat speaks for.",
    ),
    Field("area", "Area", text(120), also=("borough", "county")),
    Field(
        "votes", "Has a vote", yes_no, also=("votes", "vote", "voting"), blank=False, example="No"
    ),
    Field(
        "membership_code",
        "Membership code",
        choice(MembershipCode),
        allowed=labels(MembershipCode),
        also=("code", "membership"),
    ),
    Field(
        "deputies",
        "Deputies",
        choice(DeputyRule),
        allowed=labels(DeputyRule),
        also=("deputy", "deputy rule"),
        blank=DeputyRule.NOT_STATED.value,
    ),
    Field(
        "speaks_for_sector",
        "Speaks for a sector",
        yes_no,
        also=("sector", "sector representative"),
        blank=False,
    ),
    Field("appointer", "Appointed by", text(200), also=("appointer", "who appoints")),
    Field("note", "Note", text(2000), also=("notes", "comment", "comments")),
    Field("source", "Source", text(200), also=("reference",)),
    Field(
        "key",
        "Key",
        text(80),
        also=("seat key", "code of the seat"),
        help="A short name in small letters and hyphens. Made from the post where it is empty.",
    ),
)


class SeatWork:
    """One run over a file of seats. Four queries to begin with, none for a row."""

    def __init__(self, on: date) -> None:
        self.bodies = Bodies()
        self.areas = covered_areas()
        self.keys: set[str] = set()
        self.there: dict[tuple[object, ...], int] = {}
        for seat in Seat.objects.all():
            self.keys.add(seat.key)
            if seat.closed_on is None:
                self.there[_sameness(seat.title, seat.role, seat.organisation_id, seat.area_id)] = 0

    def look(self, number: int, values: dict[str, Any]) -> Look:
        """Say which seat would be added."""
        faults = Faults()
        facts = self._facts(values, faults)
        if not faults.found:
            faults.refused_by(lambda: seats.check_seat(facts))
        body, area = facts.organisation, facts.area
        same = _sameness(
            facts.title, facts.role, body.pk if body else None, area.pk if area else None
        )
        first = self.there.setdefault(same, number)
        if first == 0:
            faults.add("title", "There is such a seat already: same post, role and organisation.")
        elif first != number:
            faults.add("title", f"Row {first} has the same seat.")
        self._key(values["key"], faults)
        at = f" at {body.name}" if body else ""
        return Look(f"{facts.title}{at}: {SeatRole(facts.role).label}", tuple(faults.found))

    def make(self, rows: Rows, *, by: User, at: datetime) -> list[tuple[int, Model]]:
        """Add the seats."""
        wanted = [(self._facts(values, Faults()), values["key"]) for _number, values in rows]
        made = seats.create_seats(wanted=wanted, by=by, at=at)
        return [(number, seat) for (number, _values), seat in zip(rows, made, strict=True)]

    def _facts(self, values: dict[str, Any], faults: Faults) -> seats.SeatFacts:
        rest = {
            key: value
            for key, value in values.items()
            if key not in {"organisation", "area", "key"}
        }
        return seats.SeatFacts(
            organisation=self._body(values["organisation"], faults),
            area=area_called(self.areas, values["area"], key="area", faults=faults),
            **rest,
        )

    def _body(self, name: str, faults: Faults) -> Organisation | None:
        if not name:
            return None
        if not self.bodies.called(name):
            faults.add(
                "organisation", f"“{name}” is not in the directory. Add it as an agency first."
            )
        return body_called(self.bodies, name, faults)

    def _key(self, key: str, faults: Faults) -> None:
        if not key:
            return
        if not all(each in "abcdefghijklmnopqrstuvwxyz0123456789-" for each in key):
            faults.add("key", "A key has small letters, figures and hyphens alone.")
        elif key in self.keys:
            faults.add("key", f"The key {key} is in use already.")
        self.keys.add(key)


def _sameness(
    title: str, role: str, organisation: int | None, area: int | None
) -> tuple[object, ...]:
    return plain(title), role, organisation, area


IMPORTER = Importer(
    key="seats",
    label="Seats",
    one="seat",
    fields=FIELDS,
    begin=SeatWork,
    help="Places on the partnership that a post fills, without the people in them.",
)
