"""Who is to be told about a deadline, and on which day: warnings and the ladder of escalation.

The rule: a step has a stable code and a day, both computed from the due date alone. All steps whose
day has come are returned each time, oldest first, so the caller sends those it has not sent and
a week of outage is caught up in one run. A deadline that is met has no steps. One that forbids
an act before a date has warnings up to that date and nothing after it: it cannot be overdue.

Authority: house practice, by rule data; each partnership may set its own.
Not decided here: whom an audience means by name, what was sent already, and the words sent.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from deadlines.terms import Bound, Calendar
from deadlines.working_days import add_working_days, subtract_working_days

OWNER: Final = "owner"
CHAIR: Final = "chair"
LADDER: Final = (OWNER, CHAIR, "manager", "dsp", "lsp")
"""Up the line: who owes it, who chairs the group that gave it where a group did, who runs the
partnership, delegated partner, lead partner."""

Place = tuple[int, int, str]
"""Where a step stands among those of its day."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """Tell `to` once the duty is `after_working_days` working days late."""

    after_working_days: int
    to: str


@dataclass(frozen=True, slots=True)
class Step:
    """One telling: a code unique within the deadline, the day it falls on, and who is told."""

    code: str
    due_on: date
    audience: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a rule says about telling: offsets in working days from the due date, and the ladder.

    `opened_on` is the day the deadline came to be known; a warning of a day before that is
    dropped, because nobody could have been warned. What falls on or after the due date stays.
    """

    warn_offsets: Sequence[int] = ()
    escalations: Sequence[Escalation] = ()
    bound: Bound = Bound.NO_LATER_THAN
    opened_on: date | None = None


def all_steps(due: date | None, plan: Plan, *, calendar: Calendar) -> tuple[Step, ...]:
    """List every step of a deadline in the order in which it is to be told.

    On one day warnings come before escalations and the ladder is climbed from the bottom.
    A duty without a date has none.
    """
    if due is None:
        return ()

    found = [*_warnings(due, plan, calendar), *_escalations(due, plan, calendar)]
    return tuple(step for _, step in sorted(found, key=lambda pair: (pair[1].due_on, pair[0])))


def steps_due(
    due: date | None,
    plan: Plan,
    *,
    on: date,
    calendar: Calendar,
    met_on: date | None = None,
) -> tuple[Step, ...]:
    """List the steps whose day is `on` or earlier, oldest first; none once the duty is met.

    Promises the same codes in the same order on every later day, with new ones only at the end, so
    a caller that remembers codes never tells twice and never misses one.
    """
    if met_on is not None:
        return ()
    return tuple(step for step in all_steps(due, plan, calendar=calendar) if step.due_on <= on)


def attention(
    due: date | None,
    plan: Plan,
    *,
    calendar: Calendar,
    met_on: date | None = None,
    after: date | None = None,
) -> date | None:
    """Return the next day with a step, strictly after `after` where that is given, else the first.

    None once the duty is met or nothing is left to tell: the sweep need not look again.
    """
    if met_on is not None:
        return None
    days = (step.due_on for step in all_steps(due, plan, calendar=calendar))
    return next((day for day in days if after is None or day > after), None)


def _warnings(due: date, plan: Plan, calendar: Calendar) -> Iterator[tuple[Place, Step]]:
    for offset in _offsets(plan):
        day = _shifted(due, offset, calendar)
        if offset < 0 and plan.opened_on is not None and day < plan.opened_on:
            continue
        code = f"warn{offset:+d}" if offset else "warn0"
        yield (0, offset, code), Step(code, day, OWNER)


def _offsets(plan: Plan) -> Iterable[int]:
    held = plan.bound is Bound.NO_EARLIER_THAN
    return sorted(offset for offset in set(plan.warn_offsets) if offset <= 0 or not held)


def _escalations(due: date, plan: Plan, calendar: Calendar) -> Iterator[tuple[Place, Step]]:
    if plan.bound is Bound.NO_EARLIER_THAN:
        return
    for rung in set(plan.escalations):
        day = _shifted(due, rung.after_working_days, calendar)
        code = f"escalate{rung.after_working_days:+d}:{rung.to}"
        yield (1, _height(rung.to), code), Step(code, day, rung.to)


def _height(audience: str) -> int:
    return LADDER.index(audience) if audience in LADDER else len(LADDER)


def _shifted(due: date, offset: int, calendar: Calendar) -> date:
    if offset < 0:
        return subtract_working_days(due, -offset, calendar.closed)
    return add_working_days(due, offset, calendar.closed)
