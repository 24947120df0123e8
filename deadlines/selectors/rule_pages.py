"""The rules as a partnership reads them, and the table of holidays, for their pages."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from deadlines.enums import Confidence
from deadlines.models import GuidanceEdition, Holiday, RuleOverride, StatutoryRule
from deadlines.selectors.details import audience, capital, spoken
from deadlines.selectors.rules import recipients_of, terms_for
from deadlines.terms import Bound, Direction, Unit
from deadlines.wording import MONTHS, UNITS, plural
from krscp_portal.foundation.components import Row
from partnerships.models import Partnership

CHECKED_TONES = {
    Confidence.READ: "green",
    Confidence.RESTATED: "teal",
    Confidence.GENERAL: "yellow",
    Confidence.WEAK: "orange",
}
CHECKED_WORDS = {
    Confidence.READ: "Checked",
    Confidence.RESTATED: "Second-hand",
    Confidence.GENERAL: "Not checked against the law",
    Confidence.WEAK: "Not checked, uncertain",
}


@dataclass(frozen=True)
class RuleLine:
    """One rule in the list."""

    key: str
    title: str
    how_long: str
    owed_by: str
    edition: str
    force: str
    checked: str
    tone: str
    own_text: str


@dataclass(frozen=True)
class RulePage:
    """One rule with everything that is known of it."""

    title: str
    duty: str
    key: str
    rows: tuple[Row, ...]
    dispute: str
    own_text: str
    own_source: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class HolidayLine:
    """One day that is no working day."""

    day: date
    name: str
    source: str
    provisional: bool


def current_rules(partnership: Partnership) -> list[StatutoryRule]:
    """Return the rules that hold for the partnership, in the order of the guidance's own list."""
    rows = StatutoryRule.objects.filter(superseded_at__isnull=True).select_related("edition")
    mine = [each for each in rows if not each.only_for or partnership.slug in each.only_for]
    return sorted(mine, key=lambda rule: (int(rule.ref.strip("Dabcd") or 0), rule.ref, rule.pk))


def rule_lines(partnership: Partnership) -> list[RuleLine]:
    """Return every rule for the list page, with this partnership's own text; two queries."""
    own = {each.rule_key: each for each in RuleOverride.objects.all()}
    return [
        RuleLine(
            key=rule.key,
            title=rule.title,
            how_long=how_long(rule, own.get(rule.key)),
            owed_by=spoken(rule.owed_by),
            edition=rule.edition.title,
            force=rule.get_force_display(),
            checked=CHECKED_WORDS[Confidence(rule.confidence)],
            tone=CHECKED_TONES[Confidence(rule.confidence)],
            own_text=own[rule.key].note if rule.key in own else "",
        )
        for rule in current_rules(partnership)
    ]


def rule_page(rule_key: str, partnership: Partnership, *, on: date) -> RulePage:
    """Return one rule's page. Refuses (DomainError) an unknown rule and another partnership's."""
    terms = terms_for(rule_key, on)
    rule, own = terms.rule, terms.override
    later = GuidanceEdition.objects.filter(key__in=rule.carried_into).order_by("published_on")
    rows = [
        Row("How long", how_long(rule, own)),
        Row("What starts the clock", capital(rule.trigger_words)),
        Row("Owed by", spoken(rule.owed_by)),
        Row("Sent through", own.via if own else ""),
        Row("Force", rule.get_force_display()),
        Row("Source", rule.citation),
        Row("Edition", rule.edition.title),
        Row("No change seen in", ", ".join(each.title for each in later)),
        Row("How far checked", Confidence(rule.confidence).label),
        Row("Note", readable(rule.source_note)),
        Row("Warnings", warnings_in_words(terms.warn)),
        Row("If it is late", ladder_in_words(terms.escalate)),
        Row("Version", f"{rule.version}, in force from {rule.effective_from:%-d %B %Y}"),
    ]
    return RulePage(
        title=rule.title,
        duty=rule.duty,
        key=rule.key,
        rows=tuple(row for row in rows if row.value),
        dispute=rule.dispute,
        own_text=own.note if own else "",
        own_source=readable(own.source) if own else "",
        recipients=tuple(recipients_of(rule)),
    )


def how_long(rule: StatutoryRule, own: RuleOverride | None = None) -> str:
    """Say how long a rule runs and from when: "Within 5 working days after the …"."""
    unit = Unit(own.unit if own and own.unit else rule.unit)
    length = own.length if own and own.length is not None else rule.length
    if unit is Unit.NONE:
        return f"{(rule.no_figure_words or 'as soon as it can be').capitalize()}: no number of days"
    if unit is Unit.FIXED_DATE:
        return f"By {rule.day} {MONTHS[(rule.month or 1) - 1]} after {rule.trigger_words}"
    if not length:
        return f"The same day: {rule.trigger_words}"
    span = plural(length, UNITS[unit])
    if rule.direction == Direction.BEFORE:
        return f"At least {span} before {rule.trigger_words}"
    if rule.bound == Bound.NO_EARLIER_THAN:
        return f"For at least {span} after {rule.trigger_words}"
    return f"Within {span} after {rule.trigger_words}"


def warnings_in_words(warn: tuple[int, ...]) -> str:
    """Say on which days whoever is in charge is warned."""
    if not warn:
        return "None"
    return _listed([_offset(each) for each in sorted(set(warn))]).capitalize()


def ladder_in_words(escalate: tuple[dict[str, Any], ...]) -> str:
    """Say who hears of a late duty, and when."""
    steps = sorted(escalate, key=lambda each: int(each["after_working_days"]))
    said = [
        f"{audience(each['to'])} after {plural(each['after_working_days'], 'working day')}"
        for each in steps
    ]
    return capital(_listed(said)) or "Nobody else is told"


def holiday_lines(*, on: date) -> list[HolidayLine]:
    """Return the holidays from the start of last year on, in order."""
    rows = Holiday.objects.filter(day__gte=date(on.year - 1, 1, 1)).order_by("day")
    return [HolidayLine(each.day, each.name, each.source, each.provisional) for each in rows]


def readable(source: str) -> str:
    """Write a citation of the data file for a reader, who has the document and not our copy."""
    named = re.sub(r"\b[0-9]{3}_[0-9a-f]{16}\.txt\b", "The document it was read in,", source)
    return re.sub(r"\bL([0-9]+)\b", r"line \1", named)


def _offset(days: int) -> str:
    if days == 0:
        return "on the day"
    side = "before" if days < 0 else "after"
    return f"{plural(abs(days), 'working day')} {side}"


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
