"""From a stored deadline back to the pure rules, and from their answer to its columns."""

from datetime import datetime

from deadlines.clock import compute
from deadlines.enums import Standing
from deadlines.models import Deadline
from deadlines.selectors.rules import notes_of_time
from deadlines.steps import Escalation, Plan, attention
from deadlines.terms import Bound, Calendar, Rule
from krscp_portal.foundation.moment import local_day

DATED = ("due_on", "explanation", "beyond_known_holidays", "next_attention_on")
"""The columns that follow from the trigger, the terms and the calendar."""


def rule_of(deadline: Deadline) -> Rule:
    """Return the arithmetic that the deadline was opened with."""
    return Rule(key=deadline.rule_key, **deadline.values_of_terms())


def plan_of(deadline: Deadline) -> Plan:
    """Return who is told when.

    Only a binding date is escalated: a target or an outer limit stands beside a binding one that
    already is, so its owner is warned and nobody is troubled twice.
    """
    rungs = deadline.terms["escalate"] if deadline.standing == Standing.BINDING else ()
    return Plan(
        warn_offsets=deadline.terms["warn"],
        escalations=[Escalation(**each) for each in rungs],
        bound=Bound(deadline.bound),
        opened_on=local_day(deadline.opened_at),
    )


def put_date(deadline: Deadline, *, trigger_at: datetime, calendar: Calendar) -> None:
    """Fill the dated columns of an unsaved change; saves nothing.

    What has to be told begins afresh for a new date; for the same date it goes on.
    """
    due = compute(rule_of(deadline), trigger_at, calendar)
    moved = deadline.due_on != due.due or deadline.pk is None
    deadline.trigger_at = trigger_at
    deadline.due_on = due.due
    deadline.explanation = [
        *due.explanation,
        *deadline.terms["notes"],
        *notes_of_time(deadline.rule, due.trigger_on),
    ]
    deadline.beyond_known_holidays = due.beyond_known_holidays
    if moved:
        deadline.next_attention_on = (
            None
            if deadline.met_at is not None
            else attention(due.due, plan_of(deadline), calendar=calendar)
        )
