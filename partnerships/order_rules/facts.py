"""What the rules of order are asked about: a partnership's record on one day, as plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from partnerships.enums import AgencyBasis, AppointmentKind, SeatRole
from partnerships.order_rules.terms import OWN_RULE, Source
from partnerships.support import Support

PRINCIPAL = frozenset({AppointmentKind.SUBSTANTIVE.value, AppointmentKind.ACTING.value})


@dataclass(frozen=True)
class Tenure:
    """One person in one seat: `ends` is the last day, None while it lasts."""

    person: int
    starts: date
    ends: date | None = None
    kind: str = AppointmentKind.SUBSTANTIVE.value
    briefed_on: date | None = None
    support: Support | None = None

    @property
    def is_principal(self) -> bool:
        """Say whether it fills the seat; a deputy's stands in for it."""
        return self.kind in PRINCIPAL

    def lasts(self, on: date) -> bool:
        """Say whether the day is one of its days."""
        return self.starts <= on and (self.ends is None or on <= self.ends)


@dataclass(frozen=True)
class SeatFacts:
    """One open seat with everybody who was ever appointed to it."""

    id: int
    role: str
    title: str
    organisation: int | None = None
    organisation_name: str = ""
    speaks_for: str = ""
    votes: bool = False
    deputies: str = ""
    for_sector: bool = False
    path: str = ""
    tenures: tuple[Tenure, ...] = ()

    def holders(self, on: date) -> list[Tenure]:
        """Return who fills the seat on the day, substantively or acting."""
        return [each for each in self.tenures if each.is_principal and each.lasts(on)]

    def deputised(self, on: date) -> list[Tenure]:
        """Return the standing deputies of the day."""
        return [each for each in self.tenures if not each.is_principal and each.lasts(on)]

    @property
    def was_held(self) -> bool:
        """Say whether anybody was ever recorded as filling it."""
        return any(each.is_principal for each in self.tenures)

    def terms(self) -> list[tuple[int, date, date | None]]:
        """Return who filled it from when to when; a person's terms end to end are one."""
        found: list[tuple[int, date, date | None]] = []
        for each in sorted((t for t in self.tenures if t.is_principal), key=lambda t: t.starts):
            if found and _goes_on(found[-1], each):
                person, starts, ends = found.pop()
                until = max(ends or date.max, each.ends or date.max)
                found.append((person, starts, None if until == date.max else until))
            else:
                found.append((each.person, each.starts, each.ends))
        return found


@dataclass(frozen=True)
class AgencyFacts:
    """An organisation's part in the partnership."""

    organisation: int
    name: str
    basis: str
    partner_kind: str = ""
    why: str = ""
    expected: str = ""
    by_law: bool = False
    from_on: date | None = None
    path: str = "agencies/"


@dataclass(frozen=True)
class DelegationFacts:
    """What a lead partner's seat has handed to another, while that lasts."""

    giver: int
    taker: int
    review_on: date | None = None
    path: str = "delegations/"


@dataclass(frozen=True)
class ChairLook:
    """One review of who chairs."""

    on: date
    continues: bool
    reason: str = ""


@dataclass(frozen=True)
class ChairFacts:
    """How one body gets its chair, and when that was looked at."""

    body: str
    seat: int | None = None
    from_roles: frozenset[str] = frozenset()
    method: str = ""
    minimum_months: int | None = None
    review_months: int | None = None
    source: Source = OWN_RULE
    path: str = "details/"
    looks: tuple[ChairLook, ...] = ()


@dataclass(frozen=True)
class RuleFacts:
    """One rule that the partnership wrote for itself."""

    kind: str
    stance: str
    text: str = ""
    number: int | None = None
    applies_to: tuple[str, ...] = ()
    confirmed: bool = True
    source: Source = OWN_RULE
    path: str = "local-rules/"


def said_by(rule: RuleFacts | None) -> dict[str, Any]:
    """Return what a ruling cites when it follows the rule: its source, and how it is taken."""
    return {"source": rule.source, "stance": rule.stance} if rule else {}


@dataclass(frozen=True)
class DeclarationFacts:
    """An interest that stands declared, or that there is none."""

    person: int
    kind: str
    renew_on: date


@dataclass(frozen=True)
class Record:
    """The open partnership's record on one day."""

    on: date
    edition: str = ""
    is_joint: bool = False  # a body that several partnerships share
    host: str = ""
    data_controller: str = ""
    seats: tuple[SeatFacts, ...] = ()
    agencies: tuple[AgencyFacts, ...] = ()
    delegations: tuple[DelegationFacts, ...] = ()
    chair_rules: tuple[ChairFacts, ...] = ()
    rules: tuple[RuleFacts, ...] = ()
    declarations: tuple[DeclarationFacts, ...] = ()
    responsibilities: int = 0
    responsibilities_due: date | None = None  # when the table is to be looked at again

    def of(self, *roles: SeatRole) -> list[SeatFacts]:
        """Return the seats of these roles, in the order of their titles."""
        return sorted((each for each in self.seats if each.role in roles), key=lambda s: s.title)

    def seat(self, seat_id: int | None) -> SeatFacts | None:
        """Return the open seat of that id, if there is one."""
        return next((each for each in self.seats if each.id == seat_id), None)

    def rule(self, kind: str) -> RuleFacts | None:
        """Return the partnership's own rule of the kind, if it has one."""
        return next((each for each in self.rules if each.kind == kind), None)

    @property
    def partners(self) -> list[AgencyFacts]:
        """Return the organisations that are safeguarding partners on the day."""
        return [each for each in self.agencies if each.basis == AgencyBasis.STATUTORY_PARTNER]


def vacated(seats: Iterable[SeatFacts], on: date) -> list[SeatFacts]:
    """Return the seats that somebody held once and nobody holds on the day."""
    return [each for each in seats if each.was_held and not each.holders(on)]


def unrecorded(seats: Iterable[SeatFacts]) -> list[SeatFacts]:
    """Return the seats of which no holder was ever recorded."""
    return [each for each in seats if not each.was_held]


def _goes_on(before: tuple[int, date, date | None], after: Tenure) -> bool:
    person, _, ends = before
    return person == after.person and (
        ends is None or after.starts <= min(ends, date.max - timedelta(days=1)) + timedelta(days=1)
    )
