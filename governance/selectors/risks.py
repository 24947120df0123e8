"""The risk register as a page shows it: the highest first, what is to be looked at again named."""

from dataclasses import dataclass
from datetime import date

from governance.models import Risk
from governance.risk_words import Score, highest_first
from partnerships.access import Standing
from partnerships.roles import Permission


@dataclass(frozen=True)
class RiskLine:
    """One risk with what its figures mean."""

    risk: Risk
    score: Score
    review_passed: bool
    may_edit: bool = False


def risk_lines(standing: Standing, *, on: date, closed: bool = False) -> list[RiskLine]:
    """Return the risks that are open, or those that were closed, the highest first; one query."""
    rows = Risk.objects.filter(ended_on__isnull=not closed)
    loaded = rows.select_related("group", "organisation", "owner").order_by("pk")
    lines = [_line(each, standing, on=on) for each in loaded]
    return sorted(lines, key=lambda line: highest_first(line.score))


def _line(risk: Risk, standing: Standing, *, on: date) -> RiskLine:
    passed = risk.ended_on is None and risk.review_on < on
    key = risk.group.key if risk.group else ""
    may_edit = bool(standing.can(Permission.GOVERNANCE_EDIT, group_key=key))
    return RiskLine(risk, Score(risk.likelihood, risk.impact), passed, may_edit)
