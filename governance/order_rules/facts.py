"""What the rules of order of groups are asked about: plain values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from governance.enums import Chairing
from partnerships.enums import RuleKind, RuleStance
from partnerships.order_rules.facts import Record, RuleFacts, SeatFacts
from partnerships.order_rules.terms import Check, Ruling, Source

HEADING: Final = "Groups"
LEADING: Final = frozenset({Chairing.CHAIR.value, Chairing.CO_CHAIR.value})


@dataclass(frozen=True)
class PlaceFacts:
    """One seat's place on a group, while it lasts."""

    seat: SeatFacts
    chairing: str = ""
    votes: bool = False


@dataclass(frozen=True)
class TermsFacts:
    """A group's terms of reference in force: who approved them, and when they are looked at."""

    number: int
    approver: str
    review_on: date | None = None


@dataclass(frozen=True)
class GroupFacts:
    """A group with the seats that sit on it; `quorum` is its rule in words, "" where none is kept.

    `quorum_stated` is None where nothing is recorded of it.
    """

    key: str
    name: str
    kind: str
    path: str
    quorum: str = ""
    quorum_stated: bool | None = None
    quorum_source: str = ""
    sunset_on: date | None = None
    themed: bool = False
    agreed_by: str = ""
    agreed_on: date | None = None
    terms: TermsFacts | None = None
    places: tuple[PlaceFacts, ...] = ()

    @property
    def leads(self) -> list[SeatFacts]:
        """Return the seats that chair it."""
        return [each.seat for each in self.places if each.chairing in LEADING]


@dataclass(frozen=True)
class GroupRecord:
    """The groups of the open partnership beside the rest of its record."""

    record: Record
    groups: tuple[GroupFacts, ...] = ()

    def under(self, rule: RuleFacts) -> list[GroupFacts]:
        """Return the groups that a rule is about."""
        return [each for each in self.groups if each.key in rule.applies_to]


def group_check(
    key: str,
    title: str,
    source: Source,
    run: Callable[[GroupRecord], list[Ruling]],
    *kinds: RuleKind,
) -> Check:
    """Return a check of groups, which warns unless the partnership's own rule says otherwise."""
    return Check(key, HEADING, title, source, RuleStance.WARN, run, frozenset(kinds))
