"""People and their appointments from a spreadsheet: who sits in which seat, from when to when.

No column holds a way to reach anybody: people are reached through their accounts. The row of a
young scrutineer may hold no such thing in any other column either (statutory.md §9.1, 40 and 44).
"""

import re
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from partnerships import holding
from partnerships.enums import AppointmentKind, SeatRole
from partnerships.likeness import plain
from partnerships.models import Appointment, Person, Seat, User
from partnerships.services import seats
from partnerships.services.importing import (
    Faults,
    Field,
    Importer,
    Look,
    Rows,
    choice,
    day,
    labels,
    text,
    yes_no,
)
from partnerships.services.people import NewPerson, refuse_published_name_of_young
from partnerships.services.terms import FIELDS as FIELDS_OF_RULES
from partnerships.services.terms import AppointmentFacts, check_facts

REACHES_SOMEBODY = re.compile(r"\S@\S|(?:\d[\s-]?){9,}")
YOUNG_IS_NOT_REACHED = (
    "This seat is a young scrutineer’s, so the row may hold no email address or telephone number."
)

FIELDS = (
    Field(
        "seat",
        "Seat",
        text(160),
        required=True,
        also=("post", "seat title", "title", "seat key", "role"),
        help="The post as the list of seats has it, or the seat’s key.",
        example="Director of children’s services",
    ),
    Field(
        "person",
        "Person",
        text(120),
        required=True,
        also=("name", "full name", "member", "holder", "appointee"),
        help="Their full name. The same name in several rows is one person.",
        example="Alex Example",
    ),
    Field(
        "starts_on",
        "First day",
        day,
        required=True,
        also=("from", "start", "start date", "starts", "appointed on"),
        blank=None,
        example="1 April 2026",
    ),
    Field(
        "ends_on",
        "Last day",
        day,
        also=("to", "until", "end", "end date", "ends"),
        help="Empty while it lasts.",
        blank=None,
    ),
    Field(
        "kind",
        "Appointment",
        choice(AppointmentKind),
        allowed=labels(AppointmentKind),
        also=("kind", "kind of appointment", "type"),
        blank=AppointmentKind.SUBSTANTIVE.value,
        example="Substantive",
    ),
    Field("appointed_by", "Appointed by", text(160), also=("appointer",)),
    Field(
        "name_published",
        "Name may be published",
        yes_no,
        also=("publish name", "name published", "consent to publish"),
        help="Yes where the person agreed; for somebody new.",
        blank=False,
        example="No",
    ),
    Field("mandate", "Mandate of a deputy", text(2000), also=("mandate",)),
    Field("briefed_on", "Deputy briefed on", day, also=("briefed", "briefed on"), blank=None),
    Field("note", "Note", text(200), also=("notes", "comment", "comments")),
)


class AppointmentWork:
    """One run over a file of appointments. Two queries to begin with, none for a row."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.by_key: dict[str, Seat] = {}
        self.by_title: defaultdict[str, list[Seat]] = defaultdict(list)
        for seat in Seat.objects.order_by("pk"):
            self.by_key[seat.key] = seat
            if seat.closed_on is None:
                self.by_title[plain(seat.title)].append(seat)
        self.terms: defaultdict[int, list[holding.Term]] = defaultdict(list)
        self.people: defaultdict[str, dict[int, Person]] = defaultdict(dict)
        for each in Appointment.objects.select_related("person").order_by("pk"):
            self.terms[each.seat_id].append(each.as_term())
            self.people[plain(each.person.name)][each.person_id] = each.person
        self.new: dict[str, int] = {}  # plain name -> a number below zero, until they are on record

    def look(self, number: int, values: dict[str, Any]) -> Look:
        """Say who would sit where, and whether they are known here."""
        faults = Faults()
        seat = self._seat(values["seat"], faults)
        known = self._known(values["person"], faults)
        if not plain(values["person"]):
            faults.add("person", f"“{values['person']}” is not a name.")
        if seat:
            self._rules(seat, known, values, faults)
        remarks = []
        if known and values["name_published"] != known.name_published:
            remarks.append("Whether the name may be published stays as it is recorded already.")
        who = values["person"] if known else f"{values['person']}, new here,"
        kind = AppointmentKind(values["kind"]).label.lower()
        where = seat.title if seat else values["seat"]
        return Look(f"{who} sits as {where} ({kind})", tuple(faults.found), tuple(remarks))

    def make(self, rows: Rows, *, by: User, at: datetime) -> list[tuple[int, Model]]:
        """Appoint the people; whoever nobody here knows is put on record, once for each name."""
        new: dict[str, NewPerson] = {}
        wanted = [self._wanted(values, new) for _number, values in rows]
        made = seats.appoint_each(wanted=wanted, by=by, at=at)
        people: dict[int, tuple[int, Model]] = {}
        for (number, _values), (_seat, facts), row in zip(rows, wanted, made, strict=True):
            if isinstance(facts.person, NewPerson):
                people.setdefault(row.person_id, (number, row.person))
        parts = ((number, row) for (number, _values), row in zip(rows, made, strict=True))
        return [*people.values(), *parts]

    def _wanted(
        self, values: dict[str, Any], new: dict[str, NewPerson]
    ) -> tuple[Seat, AppointmentFacts]:
        seat = self._seat(values["seat"], Faults())
        assert seat is not None  # noqa: S101 -- looked at before
        facts = _facts(values, self._known(values["person"], Faults()))
        if isinstance(facts.person, NewPerson):
            same = new.setdefault(plain(facts.person.name), facts.person)
            facts = replace(facts, person=same)
        return seat, facts

    def _seat(self, name: str, faults: Faults) -> Seat | None:
        found = self.by_title.get(plain(name), [])
        if (seat := self.by_key.get(name)) and seat not in found:
            found = [*found, seat]
        if not found:
            faults.add("seat", f"There is no seat “{name}”. Import or add the seats first.")
        elif len(found) > 1:
            keys = "; ".join(each.key for each in found)
            faults.add("seat", f"{len(found)} seats have this post. Write the key of one: {keys}.")
        return found[0] if len(found) == 1 else None

    def _known(self, name: str, faults: Faults) -> Person | None:
        found = self.people.get(plain(name), {})
        if len(found) > 1:
            faults.add(
                "person",
                f"{len(found)} people of this name are known here. Appoint them on the seat’s page.",
            )
        return next(iter(found.values())) if len(found) == 1 else None

    def _rules(
        self, seat: Seat, known: Person | None, values: dict[str, Any], faults: Faults
    ) -> None:
        facts = _facts(values, known)
        names = {"who": "person", "new_name": "person"}
        faults.refused_by(lambda: check_facts(seat, facts, on=self.on), **names)
        faults.refused_by(
            lambda: refuse_published_name_of_young(facts.person, role=seat.role), **names
        )
        if seat.role == SeatRole.YOUNG_SCRUTINEER:
            for key, value in values.items():
                if isinstance(value, str) and REACHES_SOMEBODY.search(value):
                    faults.add(key, YOUNG_IS_NOT_REACHED)
        if faults.found:
            return
        number = (
            known.pk if known else self.new.setdefault(plain(values["person"]), -1 - len(self.new))
        )
        term = holding.Term(number, values["person"], facts.kind, facts.starts_on, facts.ends_on)
        verdict = holding.may_hold(term, self.terms[seat.pk])
        if not verdict:
            key = FIELDS_OF_RULES.get(verdict.code, "starts_on")
            faults.add(names.get(key, key), verdict.reason)
        self.terms[seat.pk].append(term)


def _facts(values: dict[str, Any], known: Person | None) -> AppointmentFacts:
    rest = {
        key: value
        for key, value in values.items()
        if key not in {"seat", "person", "name_published"}
    }
    new = NewPerson(values["person"], name_published=values["name_published"])
    return AppointmentFacts(person=known or new, **rest)


IMPORTER = Importer(
    key="appointments",
    label="People with their appointments",
    one="appointment",
    fields=FIELDS,
    begin=AppointmentWork,
    help="Who sits in which seat, from when to when. The seats must be there already.",
)
