"""Are we in order? Every app says what it checks, and this asks them all.

An app registers a part at `ready()`: its checks, and how it reads what they are asked about in a
fixed number of queries. A rule of the partnership's own that no check reads is shown as recorded,
because the portal holds nothing yet that could break it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from partnerships import order_rules
from partnerships.enums import RuleKind, RuleStance
from partnerships.order_rules.facts import Record, RuleFacts
from partnerships.order_rules.terms import (
    CONFIDENCE_WORDS,
    STANCE_WORDS,
    STATE_WORDS,
    Check,
    Ruling,
    State,
    no_matter,
)
from partnerships.selectors.order import record as read_record

RECORDED: Final = "Recorded rules"
NO_RULE: Final = "No rule of this partnership asks for it."
OF_EACH: Final = "This is a joint body: the duty is of each partnership that shares it."
STANCES: Final = (RuleStance.REFUSE.value, RuleStance.WARN.value, RuleStance.RECORD.value)
STATES: Final = (
    *(State.CANNOT_TELL, State.KEPT, State.NOT_STATED),
    *(State.RECORDED, State.DOES_NOT_APPLY),
)
# The heading, what it means, the colour of its tag, and whether it lies open.
SHELVES: Final = (
    (
        "Not in order",
        "The law, the guidance or the partnership’s own rule requires it.",
        "red",
        True,
    ),
    (
        "To look at",
        "Expected by the guidance or the partnership’s own rule, and not so today.",
        "orange",
        True,
    ),
    (
        "Practice that differs",
        "Recorded only: nothing in force says that it must be so.",
        "grey",
        True,
    ),
    ("Cannot tell", "The record does not hold enough to say.", "yellow", True),
    ("In order", "What the record shows to be kept.", "green", False),
    (
        "Not stated",
        "The arrangements say nothing of it, or nothing is recorded. That is no fault.",
        "grey",
        False,
    ),
    (
        "Recorded rules",
        "Rules of the partnership’s own that nothing in the portal can be held against yet.",
        "blue",
        False,
    ),
    ("Does not apply", "Asked of other partnerships, or under another edition.", "grey", False),
)
KIND_WORDS: Final = dict(RuleKind.choices)


@dataclass(frozen=True)
class Finding:
    """One rule as it stands on the day, as the page shows it."""

    key: str
    heading: str
    title: str
    state: State
    why: str
    do: str
    path: str  # inside the partnership, without its slug
    source: str
    confidence: str
    stance: str

    @property
    def is_required(self) -> bool:
        """Say whether it must be so, by the law, the guidance or the partnership's own rule."""
        return self.stance == RuleStance.REFUSE

    @property
    def is_broken(self) -> bool:
        return self.state == State.NOT_KEPT

    @property
    def state_words(self) -> str:
        return STATE_WORDS[self.state]

    @property
    def stance_words(self) -> str:
        return STANCE_WORDS[self.stance]

    @property
    def checked(self) -> str:
        """Say how far the source was checked; nothing where there is nothing to check."""
        return CONFIDENCE_WORDS.get(self.confidence, "")


@dataclass(frozen=True)
class Shelf:
    """Findings that belong together on the page; what asks for nothing lies closed."""

    heading: str
    lead: str
    tone: str
    findings: tuple[Finding, ...]
    is_open: bool


@dataclass(frozen=True)
class Part:
    """What one app checks: its checks, and what they are asked about."""

    checks: tuple[Check, ...]
    facts: Callable[[Record], Any]


_parts: list[Part] = []


def register(part: Part) -> None:
    """Add a part; apps call this once, at `ready()`."""
    _parts.append(part)


def own_part() -> Part:
    """Return what this app checks."""
    return Part(order_rules.CHECKS, lambda record: record)


def catalogue() -> list[Check]:
    """Return every check of every app, in the order of the page."""
    return [check for part in _parts for check in part.checks]


def findings(*, on: date) -> list[Finding]:
    """Return how every rule stands in the open partnership on the day."""
    record = read_record(on=on)
    found = [
        _finding(check, ruling)
        for part in _parts
        for facts in [part.facts(record)]
        for check in part.checks
        for ruling in _rulings(check, facts, record)
    ]
    checked = {kind for check in catalogue() for kind in check.kinds}
    return [*found, *(_recorded(rule) for rule in record.rules if rule.kind not in checked)]


def shelves(found: list[Finding]) -> list[Shelf]:
    """Return the findings as the page lays them out: what is to be done first, the rest closed."""
    laid = [
        Shelf(heading, lead, tone, tuple(each for each in found if _place(each) == place), is_open)
        for place, (heading, lead, tone, is_open) in enumerate(SHELVES)
    ]
    return [shelf for shelf in laid if shelf.findings]


def _rulings(check: Check, facts: Any, record: Record) -> list[Ruling]:
    """Ask one check; what the law or the guidance asks of partnerships binds no joint body."""
    if record.is_joint and check.source.confidence:
        return [no_matter(OF_EACH)]
    return check.run(facts) or [no_matter(NO_RULE)]


def _place(finding: Finding) -> int:
    """Return the number of the shelf that a finding lies on."""
    if finding.is_broken:
        return STANCES.index(finding.stance)
    return STATES.index(finding.state) + len(STANCES)


def _finding(check: Check, ruling: Ruling) -> Finding:
    source = ruling.source or check.source
    return Finding(
        key=check.key,
        heading=check.heading,
        title=f"{check.title}: {ruling.about}" if ruling.about else check.title,
        state=ruling.state,
        why=ruling.why,
        do=ruling.do,
        path=ruling.path,
        source=source.cites,
        confidence=source.confidence,
        stance=str(ruling.stance or check.stance.value),
    )


def _recorded(rule: RuleFacts) -> Finding:
    return Finding(
        key=rule.kind,
        heading=RECORDED,
        title=str(KIND_WORDS[rule.kind]),
        state=State.RECORDED,
        why=rule.text,
        do="",
        path=rule.path,
        source=rule.source.cites,
        confidence=rule.source.confidence,
        stance=rule.stance,
    )
