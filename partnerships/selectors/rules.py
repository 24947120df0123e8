"""The partnership's own rules and the rules of its chairs, as pages show them."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from partnerships import group_names
from partnerships.enums import RuleStance
from partnerships.models import ChairReview, ChairRule, LocalRule
from partnerships.order_rules.chair import review_due
from partnerships.order_rules.terms import CONFIDENCE_WORDS
from partnerships.selectors.order import chair_facts, seat_facts

TONES = {RuleStance.REFUSE: "red", RuleStance.WARN: "orange", RuleStance.RECORD: "grey"}
STATED, PRACTICE = "In the arrangements", "Practice only"


@dataclass(frozen=True)
class RuleLine:
    """One rule in the list."""

    public_id: UUID
    kind: str
    about: str
    text: str
    number: int | None
    stance: str
    tone: str
    groups: str
    standing: str
    source: str
    checked: str
    note: str
    ended_on: date | None


@dataclass(frozen=True)
class ChairPage:
    """A rule of a chair with every look at it, the last one first."""

    rule: ChairRule
    due_on: date | None
    is_late: bool
    reviews: tuple[ChairReview, ...]


def local_rules(*, on: date) -> tuple[list[RuleLine], list[RuleLine]]:
    """Return the rules that hold on the day, and those that have ended; two queries."""
    groups = group_names.current_groups()
    rows = sorted(LocalRule.objects.all(), key=lambda each: (each.get_kind_display(), each.pk))
    lines = [_line(each, groups) for each in rows]
    holds = [line for line in lines if line.ended_on is None or line.ended_on > on]
    return holds, [line for line in lines if line not in holds]


def chair_page(*, rule: ChairRule, on: date) -> ChairPage:
    """Return a rule of a chair with its reviews and the day of the next one."""
    seats = {seat.id: seat for seat in seat_facts(on=on)}
    facts = next(each for each in chair_facts() if each.path.endswith(f"{rule.public_id}/"))
    due = review_due(facts, seats.get(facts.seat or 0), on=on)
    reviews = rule.reviews.select_related("next_seat", "recorded_by")
    return ChairPage(
        rule, due, bool(due and due < on), tuple(reviews.order_by("-reviewed_on", "-pk"))
    )


def chairs_due(*, on: date, within: timedelta) -> list[tuple[UUID, str, date]]:
    """Return each chair's rule whose review is due by then, the body and the day; six queries."""
    seats = {seat.id: seat for seat in seat_facts(on=on)}
    rules = {rule.body: rule.public_id for rule in ChairRule.objects.all()}
    found = [
        (rules[facts.body], facts.body, due)
        for facts in chair_facts()
        if (due := review_due(facts, seats.get(facts.seat or 0), on=on)) and due <= on + within
    ]
    return sorted(found, key=lambda each: (each[2], each[1]))


def _line(rule: LocalRule, groups: dict[str, str]) -> RuleLine:
    return RuleLine(
        public_id=rule.public_id,
        kind=rule.kind,
        about=rule.get_kind_display(),
        text=rule.text,
        number=rule.number,
        stance=rule.get_stance_display(),
        tone=TONES[RuleStance(rule.stance)],
        groups=", ".join(groups.get(key, key) for key in rule.applies_to),
        standing=STATED if rule.confirmed else PRACTICE,
        source=rule.source,
        checked=CONFIDENCE_WORDS.get(rule.confidence, ""),
        note=rule.note,
        ended_on=rule.ended_on,
    )
