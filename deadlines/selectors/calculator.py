"""The calculator: one date with its working, and the other reading of a disputed trigger."""

from dataclasses import dataclass
from datetime import date, datetime

from deadlines.enums import Confidence
from deadlines.models import StatutoryRule
from deadlines.selectors.rules import Answer, compute_for
from deadlines.tally import Counted, day_by_day
from deadlines.terms import Bound, Direction
from deadlines.wording import in_words
from partnerships.models import Partnership

LAST_NOTIFICATION = "notify_panel"
"""The rule whose last day is the latest moment from which the other reading could count."""


@dataclass(frozen=True)
class Working:
    """One answer as the page shows it; the whole count in lines, and day by day where short."""

    title: str
    lead: str
    due: str
    lines: tuple[str, ...]
    days: tuple[Counted, ...]
    source: str
    confidence: str
    is_unchecked: bool
    beyond_known_holidays: bool
    dispute: str


def worked_out(
    rule_key: str, trigger: date | datetime, partnership: Partnership
) -> tuple[Working, ...]:
    """Return the answer and, where a rapid review counts from awareness, the outer limit too.

    The outer limit counts from a notification on the last day in time. Refuses what `compute_for`
    refuses.
    """
    main = compute_for(rule_key, trigger, partnership)
    other = main.terms.rule.other_reading
    if not other or main.terms.rule.trigger_event != "awareness":
        return (_shown(main),)
    notified = compute_for(LAST_NOTIFICATION, trigger, partnership).due.due
    if notified is None:
        return (_shown(main),)
    beside = compute_for(other, notified, partnership)
    heading = f"If counted from a notification on {in_words(notified)}, its last day in time"
    return (_shown(main), _shown(beside, title=heading))


def _shown(answer: Answer, *, title: str = "") -> Working:
    rule = answer.terms.rule
    return Working(
        title=title or rule.title,
        lead=_lead(rule, answer),
        due=in_words(answer.due.due) if answer.due.due else "No set date",
        lines=answer.lines,
        days=day_by_day(answer.due),
        source=f"{rule.citation}. Edition: {rule.edition.title}",
        confidence=Confidence(rule.confidence).label,
        is_unchecked=rule.confidence in (Confidence.GENERAL, Confidence.WEAK),
        beyond_known_holidays=answer.due.beyond_known_holidays,
        dispute="" if title else rule.dispute,
    )


def _lead(rule: StatutoryRule, answer: Answer) -> str:
    if answer.due.due is None:
        return f"To be done {rule.no_figure_words or 'as soon as it can be'}"
    if rule.bound == Bound.NO_EARLIER_THAN:
        return "Not before"
    return "At the latest, before the planned day" if rule.direction == Direction.BEFORE else "By"
