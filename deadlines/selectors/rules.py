"""Which rule holds, with which partnership's reading of it, and what it gives."""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from deadlines import rulebook
from deadlines.clock import compute, london_day
from deadlines.enums import TriggerEvent
from deadlines.models import RapidReviewTrigger, RecipientList, RuleOverride, StatutoryRule
from deadlines.selectors.calendars import calendar
from deadlines.terms import Calendar, Due, Rule, Unit
from krscp_portal.foundation.context import current_partnership_id, tenant
from krscp_portal.foundation.errors import DomainError
from partnerships.models import Partnership


@dataclass(frozen=True)
class Terms:
    """A rule's version with the partnership's override laid over it: what a clock runs on."""

    rule: StatutoryRule
    override: RuleOverride | None
    arithmetic: Rule
    warn: tuple[int, ...]
    escalate: tuple[dict[str, Any], ...]

    @property
    def notes(self) -> tuple[str, ...]:
        """Return how the partnership's own text reads the rule, where it has one."""
        own = self.override.note if self.override else ""
        return (f"This partnership’s own text: {own}",) if own else ()

    def stored(self) -> dict[str, Any]:
        """Return the terms as a deadline keeps them."""
        values = {name: getattr(self.arithmetic, name) for name in rulebook.ARITHMETIC}
        kept = {name: value for name, value in values.items() if value is not None}
        return {
            **kept,
            "warn": list(self.warn),
            "escalate": list(self.escalate),
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class Answer:
    """What a rule gives for one trigger, ready for the calculator and the command."""

    terms: Terms
    trigger: datetime | date
    due: Due
    calendar: Calendar

    @property
    def lines(self) -> tuple[str, ...]:
        """Return the working in plain words, the partnership's own reading last."""
        timely = notes_of_time(self.terms.rule, self.due.trigger_on)
        return (*self.due.explanation, *self.terms.notes, *timely)

    def as_json(self) -> dict[str, Any]:
        """Return the answer for programs."""
        return {
            "rule": self.terms.rule.key,
            "trigger": self.trigger.isoformat(),
            "due": self.due.due.isoformat() if self.due.due else None,
            "unit": self.due.unit.value,
            "length": self.due.length,
            "skipped": [
                {"day": each.day.isoformat(), "why": each.why} for each in self.due.skipped
            ],
            "source": self.terms.rule.citation,
            "confidence": self.terms.rule.confidence,
            "beyond_known_holidays": self.due.beyond_known_holidays,
        }


def rule_in_force(rule_key: str, on: date) -> StatutoryRule:
    """Return the version of the rule that governs a trigger on the day.

    The newest version in force on the day; for a day that no version covers, the nearest: the
    first for an earlier day, the newest for a later one. Refuses a key that no rule has.
    """
    versions = list(
        StatutoryRule.objects.filter(key=rule_key).select_related("edition").order_by("-version")
    )
    if not versions:
        known = StatutoryRule.objects.filter(superseded_at__isnull=True).order_by("key")
        raise DomainError(
            f"There is no rule called {rule_key}. The rules are: "
            f"{', '.join(known.values_list('key', flat=True)) or 'none loaded yet'}.",
            code="unknown-rule",
            field="rule",
        )
    covering = (
        each
        for each in versions
        if each.effective_from <= on and (each.effective_to is None or on <= each.effective_to)
    )
    later = all(on < each.effective_from for each in versions)
    return next(covering, min(versions, key=_start) if later else versions[0])


def terms_for(rule_key: str, on: date) -> Terms:
    """Return the rule in force on the day with the open partnership's override, if one is open.

    Refuses an unknown key, and another partnership's local rule.
    """
    rule = rule_in_force(rule_key, on)
    opened = current_partnership_id()
    if opened is None:
        return _laid_over(rule, None)
    if rule.only_for and not Partnership.objects.filter(pk=opened, slug__in=rule.only_for).exists():
        raise DomainError(
            f"“{rule.title}” is a rule of another partnership.",
            code="rule-of-another-partnership",
            field="rule",
        )
    return _laid_over(rule, RuleOverride.objects.filter(rule_key=rule_key).first())


def compute_for(
    rule_key: str, trigger: datetime | date, partnership: Partnership | None = None
) -> Answer:
    """Work out when a rule falls due after the trigger, as the partnership reads it.

    Changes nothing. Refuses an unknown rule, a local rule of another partnership, a moment
    without a time zone and a date that leaves the calendar.
    """
    with _opened(partnership):
        terms = terms_for(rule_key, london_day(trigger))
        table = calendar()
    due = compute(terms.arithmetic, trigger, table)
    return Answer(terms=terms, trigger=trigger, due=due, calendar=table)


def rapid_review_trigger() -> str:
    """Return from which event the open partnership counts a rapid review: awareness unless told.

    Sources split between the two; awareness is the earlier and so the safe one.
    """
    row = RapidReviewTrigger.objects.values_list("event", flat=True).first()
    return str(row or TriggerEvent.AWARENESS)


def recipients_of(rule: StatutoryRule) -> list[str]:
    """Return to whom the open partnership sends what the rule asks for, in order."""
    own = RecipientList.objects.filter(rule_key=rule.key).first()
    return list(own.recipients if own else rule.recipients)


def notes_of_time(rule: StatutoryRule, trigger_on: date) -> tuple[str, ...]:
    """Return what a reader must know where the rule did not yet, or no longer, hold on the day."""
    notes = []
    if trigger_on < rule.effective_from:
        notes.append("The date is before this rule took effect; it is counted as the rule is now.")
    if rule.effective_to is not None and trigger_on > rule.effective_to:
        notes.append("The date is after this rule ended; it is counted as the rule last stood.")
    return tuple(notes)


def _opened(partnership: Partnership | None) -> Any:
    if partnership is None or current_partnership_id() == partnership.pk:
        return nullcontext()
    return tenant(partnership.pk)


def _start(rule: StatutoryRule) -> tuple[date, int]:
    return rule.effective_from, -rule.version


def _laid_over(rule: StatutoryRule, override: RuleOverride | None) -> Terms:
    values = {name: getattr(rule, name) for name in rulebook.ARITHMETIC}
    if override is not None:
        own = {name: getattr(override, name) for name in ("length", "unit", "trigger_event")}
        values |= {name: value for name, value in own.items() if value not in (None, "")}
    if values["unit"] in (Unit.NONE, Unit.FIXED_DATE):
        values["length"] = None
    warn = override.warn if override and override.warn is not None else rule.warn
    escalate = override.escalate if override and override.escalate is not None else rule.escalate
    return Terms(
        rule=rule,
        override=override,
        arithmetic=Rule(key=rule.key, **values),
        warn=tuple(warn),
        escalate=tuple(escalate),
    )
