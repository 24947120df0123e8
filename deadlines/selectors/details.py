"""One clock's page: its facts, and everything that happened to it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from deadlines import subjects
from deadlines.enums import Confidence, Standing
from deadlines.models import Deadline
from deadlines.steps import CHAIR, OWNER
from krscp_portal.foundation.components import Event, Row
from krscp_portal.foundation.templatetags.portal import day, moment
from partnerships.enums import AuditVerb
from partnerships.models import AuditEvent
from partnerships.roles import ROLES

Facts = dict[str, Any]


def facts_of(deadline: Deadline) -> list[Row]:
    """Return the facts of one clock; rule, edition, owner and the two people come with it."""
    rule = deadline.rule
    rows = [
        Row("The duty", rule.duty),
        Row("Owed by", spoken(rule.owed_by)),
        Row("In charge here", in_charge(deadline)),
        Row("What starts the clock", capital(rule.trigger_words)),
        Row("When that was", moment(deadline.trigger_at)),
        Row("Standing", Standing(deadline.standing).label),
        Row("Force", rule.get_force_display()),
        Row("Source", rule.citation),
        Row("Edition", rule.edition.title),
        Row("How far checked", Confidence(rule.confidence).label),
        Row("Version of the rule", f"{rule.key}, version {deadline.rule_version}"),
    ]
    if deadline.met_at is not None and deadline.met_by is not None:
        rows.append(Row("Done", f"{moment(deadline.met_at)}, {deadline.met_by.display_name}"))
    if deadline.late_reason:
        rows.append(Row("Why it was late", deadline.late_reason))
    if deadline.extension_authority:
        rows.append(Row("Who agreed", deadline.extension_authority))
    if deadline.cancelled_by is not None:
        who = deadline.cancelled_by.display_name
        rows.append(Row("Cancelled", f"{moment(deadline.cancelled_at)}, {who}"))
        rows.append(Row("Why", deadline.cancelled_reason))
    return rows


def history_of(deadline: Deadline) -> list[Event]:
    """Return everything that the audit holds of the clock, newest first, in two queries."""
    reasons = {str(each.public_id): each.reason for each in deadline.corrections.all()}
    rows = AuditEvent.objects.filter(
        object_type=Deadline._meta.label_lower, object_id=str(deadline.public_id)
    ).order_by("-number")
    return [
        Event(
            title=_title(each.verb, each.facts),
            at=moment(each.at),
            by=each.by_name,
            datetime=each.at.isoformat(),
            body=reasons.get(each.facts.get("correction", ""), ""),
        )
        for each in rows
    ]


def spoken(code: str) -> str:
    """Write a code as words: "lead_safeguarding_partners" as "Lead safeguarding partners"."""
    return code.replace("_", " ").capitalize()


def capital(text: str) -> str:
    """Begin a sentence with a capital letter and leave the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


def audience(code: str) -> str:
    """Name who is told at a rung of the ladder."""
    named = {OWNER: "whoever is in charge", CHAIR: "the group’s chair"}
    return named.get(code) or f"the {ROLES[code].name.lower()}"


def in_charge(deadline: Deadline) -> str:
    """Name who is in charge of a clock; where its subject belongs to a seat, say so."""
    if deadline.owner is not None:
        return deadline.owner.display_name
    seats = deadline.subject_kind in subjects.owned_by_seats()
    return "Whoever holds its seat" if seats else "Nobody yet"


def _title(verb: str, facts: Facts) -> str:
    write = TITLES.get(verb)
    return write(facts) if write else AuditVerb(verb).label.capitalize()


def _opened(facts: Facts) -> str:
    return f"Clock started, due {_day(facts['due'])}" if facts.get("due") else "Clock started"


def _moved(facts: Facts) -> str:
    why = "a bank holiday" if facts.get("because") == "holidays" else "a corrected moment"
    if facts.get("from") == facts.get("to"):
        return "Counted again after a corrected moment, with the same date"
    return f"Moved from {_day(facts['from'])} to {_day(facts['to'])} by {why}"


def _met(facts: Facts) -> str:
    if facts.get("early"):
        return "Ended too early"
    return "Done late" if facts.get("late") else "Done in time"


def _told(facts: Facts) -> str:
    number, who = facts.get("told", 0), audience(facts.get("heard", OWNER))
    if not number:
        return f"A message for {who} reached nobody"
    return f"Told {who}" if number == 1 else f"Told {who} ({number} people)"


def _corrected(_facts: Facts) -> str:
    return "Reason for lateness recorded"


TITLES: dict[str, Callable[[Facts], str]] = {
    AuditVerb.DEADLINE_OPENED: _opened,
    AuditVerb.DEADLINE_MOVED: _moved,
    AuditVerb.DEADLINE_MET: _met,
    AuditVerb.WARNED: _told,
    AuditVerb.ESCALATED: _told,
    AuditVerb.CORRECTED: _corrected,
}


def _day(text: str | None) -> str:
    return day(date.fromisoformat(text)) if text else "no date"
