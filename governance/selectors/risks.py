"""The risk register as pages and files show it: the highest first, and what became of each risk."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.models import Group, Risk
from governance.risk_words import Score, highest_first
from krscp_portal.foundation.components import Event, Row
from krscp_portal.foundation.templatetags.portal import long_day, moment
from partnerships.access import Standing
from partnerships.enums import AuditVerb
from partnerships.models import AuditEvent
from partnerships.roles import Permission

OPEN, WAITING, CLOSED, ALL = "", "waiting", "closed", "all"
HAPPENED = {
    AuditVerb.CREATED: "Put on the register",
    AuditVerb.CHANGED: "Looked at again",
    AuditVerb.ENDED: "Closed",
}
FIELDS = {
    "title": "what may go wrong",
    "cause": "the cause",
    "mitigation": "what is done about it",
    "group": "the group",
    "organisation": "the agency",
    "owner": "who watches it",
    "review_on": "the day of review",
    "source": "the source",
}


@dataclass(frozen=True)
class RiskFilter:
    """What a person asked for; nothing said is what stands on the register."""

    state: str = OPEN
    level: str = ""
    group: Group | None = None


REGISTER = RiskFilter()


@dataclass(frozen=True)
class RiskLine:
    """One risk with what its figures mean."""

    risk: Risk
    score: Score
    review_passed: bool
    may_edit: bool = False

    @property
    def state(self) -> str:
        """Say how it stands: "On the register", "To be looked at again" or "Closed"."""
        if self.risk.ended_on is not None:
            return "Closed"
        return "To be looked at again" if self.review_passed else "On the register"


def risk_lines(standing: Standing, *, on: date, wanted: RiskFilter = REGISTER) -> list[RiskLine]:
    """Return the risks that were asked for, the highest first; one query."""
    rows = Risk.objects.select_related("group", "organisation", "owner").order_by("pk")
    if wanted.state != ALL:
        rows = rows.filter(ended_on__isnull=wanted.state != CLOSED)
    if wanted.state == WAITING:
        rows = rows.filter(review_on__lt=on)
    if wanted.group:
        rows = rows.filter(group=wanted.group)
    lines = [risk_line(each, standing, on=on) for each in rows]
    found = [line for line in lines if wanted.level in ("", line.score.word)]
    return sorted(found, key=lambda line: highest_first(line.score))


def risk_line(risk: Risk, standing: Standing, *, on: date) -> RiskLine:
    """Return one risk, loaded with its group, as pages show it."""
    passed = risk.ended_on is None and risk.review_on < on
    key = risk.group.key if risk.group else ""
    may_edit = bool(standing.can(Permission.GOVERNANCE_EDIT, group_key=key))
    return RiskLine(risk, Score(risk.likelihood, risk.impact), passed, may_edit)


def risk_rows(risk: Risk) -> tuple[Row, ...]:
    """Return the facts of one risk for its page."""
    review = "" if risk.ended_on else long_day(risk.review_on)
    rows = (
        Row("From what cause", risk.cause),
        Row("What is done about it", risk.mitigation or "Nothing is written down"),
        Row("Watched by", risk.owner.title if risk.owner else "Nobody yet"),
        Row("Group", risk.group.name if risk.group else ""),
        Row("Agency", risk.organisation.name if risk.organisation else ""),
        Row("On the register since", long_day(risk.raised_on)),
        Row("Looked at again on", review),
        Row("Closed on", long_day(risk.ended_on) if risk.ended_on else ""),
        Row("Note", risk.note),
        Row("Source", risk.source),
    )
    return tuple(row for row in rows if row.value)


def risk_history(risk: Risk) -> tuple[Event, ...]:
    """Return what became of a risk, from the audit, the last first; one query."""
    rows = AuditEvent.objects.filter(
        object_type="governance.risk", object_id=str(risk.public_id), verb__in=HAPPENED
    )
    return tuple(
        Event(
            title=HAPPENED[AuditVerb(each.verb)],
            at=moment(each.at),
            by=each.by_name,
            body=_said(each.facts),
            datetime=each.at.isoformat(),
        )
        for each in rows.order_by("-number")
    )


def _said(facts: dict[str, Any]) -> str:
    """Say which score it had before and has now, and what else was changed."""
    before, now = facts.get("from"), facts.get("to")
    said = []
    if now and before and before != now:
        said.append(f"From {_score(before)} to {_score(now)}.")
    elif now:
        said.append(f"{'Still at' if before else 'At'} {_score(now)}.")
    changed = [FIELDS[name] for name in facts.get("fields", ()) if name in FIELDS]
    if changed:
        said.append(f"Changed: {', '.join(changed)}.")
    return " ".join(said)


def _score(figures: list[int]) -> str:
    score = Score(*figures)
    return f"{score.value} ({score.word.lower()}: likelihood {figures[0]}, impact {figures[1]})"
