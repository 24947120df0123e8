"""The plan of a rapid review: copied from the partnership's template, then the case's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from governance.services.checks import clean
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.roles import Permission
from reviews.models import Incident, PlanStep, PlanTemplateStep
from reviews.plan_days import LATEST
from reviews.selectors.plan_template import Step, template
from reviews.services.held import hold_case


@dataclass(frozen=True, kw_only=True)
class StepFacts:
    """A step, on working days after the notification."""

    title: str
    from_day: int
    to_day: int


def copy_template(*, incident: Incident, by: User, at: datetime) -> int:
    """Give a rapid review that opens the steps of the template; return how many.

    A part of the notification, which has asked for the permission.
    """
    steps = [
        PlanStep(incident=incident, order=place, **_columns(step))
        for place, step in enumerate(template().steps, 1)
    ]
    PlanStep.objects.bulk_create(steps)
    return len(steps)


@transaction.atomic
def add_step(*, incident: Incident, facts: StepFacts, by: User, at: datetime) -> PlanStep:
    """Add a step to one case's plan. Refuses days out of order or absurdly far."""
    held = hold_case(incident=incident, by=by, at=at)
    row = PlanStep(incident=held, order=held.plan_steps.count() + 1, **vars(facts))
    _check(row)
    row.save(force_insert=True)
    _record(AuditVerb.CREATED, row, by=by, at=at)
    return row


@transaction.atomic
def tick_step(*, step: PlanStep, done_on: date, by: User, at: datetime) -> PlanStep:
    """Note that a step was done on a day. Refuses a day to come, and a step that is over."""
    row = _held(step, by=by, at=at)
    if row.done_on is not None or row.left_out_because:
        raise DomainError("This step is over already.", code="over")
    if done_on > local_day(at):
        raise DomainError("The day cannot be in the future.", code="future", field="done_on")
    row.done_on, row.done_at, row.done_by = done_on, at, by
    row.save(update_fields=["done_on", "done_at", "done_by"])
    _record(AuditVerb.COMPLETED, row, by=by, at=at)
    return row


@transaction.atomic
def leave_step_out(*, step: PlanStep, reason: str, by: User, at: datetime) -> PlanStep:
    """Note why a step is not taken on this case. Refuses no reason, and a step that is over."""
    row = _held(step, by=by, at=at)
    if row.done_on is not None or row.left_out_because:
        raise DomainError("This step is over already.", code="over")
    if not reason.strip():
        raise DomainError("Say why it is left out.", code="reason-needed", field="reason")
    row.left_out_because = reason.strip()
    row.save(update_fields=["left_out_because"])
    _record(AuditVerb.ENDED, row, by=by, at=at)
    return row


@transaction.atomic
def open_step_again(*, step: PlanStep, by: User, at: datetime) -> PlanStep:
    """Put a step back that was ticked or left out by mistake. Refuses one that is not over."""
    row = _held(step, by=by, at=at)
    if row.done_on is None and not row.left_out_because:
        raise DomainError("This step is not over.", code="not-over")
    row.done_on, row.done_at, row.done_by, row.left_out_because = None, None, None, ""
    row.save(update_fields=["done_on", "done_at", "done_by", "left_out_because"])
    _record(AuditVerb.OPENED, row, by=by, at=at)
    return row


@transaction.atomic
def adopt_template(*, by: User, at: datetime) -> int:
    """Make the steps that stand ready the partnership's own, to be edited; return how many.

    Refuses a partnership that has its own already.
    """
    _require_template(by, at=at)
    ready = template()
    if ready.is_own:
        raise DomainError("The partnership has its own steps already.", code="own-already")
    return store_template(steps=ready.steps, source=ready.source, by=by, at=at)


def store_template(*, steps: Iterable[Step], source: str, by: User, at: datetime) -> int:
    """Store steps as the partnership's template. A part of `adopt_template` and of an example."""
    rows = [
        PlanTemplateStep(order=place, source=source[:200], **_columns(step))
        for place, step in enumerate(steps, 1)
    ]
    PlanTemplateStep.objects.bulk_create(rows)
    entries = [audit.Entry(row, row.title[:120], {}) for row in rows]
    audit.record_each(verb=AuditVerb.CREATED, done=entries, by=by, at=at)
    return len(rows)


@transaction.atomic
def add_template_step(*, facts: StepFacts, by: User, at: datetime) -> PlanTemplateStep:
    """Add a step to the template, for rapid reviews that open from now on."""
    _require_template(by, at=at)
    row = PlanTemplateStep(order=PlanTemplateStep.objects.count() + 1, **vars(facts))
    _check(row)
    row.save(force_insert=True)
    audit.record(verb=AuditVerb.CREATED, on=row, by=by, at=at, reference=row.title[:120])
    return row


@transaction.atomic
def change_template_step(
    *, step: PlanTemplateStep, facts: StepFacts, by: User, at: datetime
) -> PlanTemplateStep:
    """Change a step of the template. Plans copied before stay as they are."""
    _require_template(by, at=at)
    row = PlanTemplateStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    for name, value in vars(facts).items():
        setattr(row, name, value)
    _check(row)
    row.save(update_fields=list(vars(facts)))
    audit.record(verb=AuditVerb.CHANGED, on=row, by=by, at=at, reference=row.title[:120])
    return row


@transaction.atomic
def end_template_step(*, step: PlanTemplateStep, by: User, at: datetime) -> PlanTemplateStep:
    """Take a step off the template; it stays in the record. Refuses a second end."""
    _require_template(by, at=at)
    row = PlanTemplateStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if row.ended_on is not None:
        raise DomainError("This step has been taken off already.", code="ended")
    row.ended_on = local_day(at)
    row.save(update_fields=["ended_on"])
    audit.record(verb=AuditVerb.ENDED, on=row, by=by, at=at, reference=row.title[:120])
    return row


def _columns(step: Step) -> dict[str, Any]:
    return {"title": step.title, "from_day": step.from_day, "to_day": step.to_day}


def _check(row: PlanStep | PlanTemplateStep) -> None:
    if row.to_day < row.from_day:
        raise DomainError(
            "The last day cannot come before the first.", code="order", field="to_day"
        )
    if row.to_day > LATEST:
        raise DomainError(f"Name at most day {LATEST}.", code="far", field="to_day")
    clean(row)


def _held(step: PlanStep, *, by: User, at: datetime) -> PlanStep:
    hold_case(incident=step.incident, by=by, at=at)
    rows = PlanStep.objects.select_for_update(of=("self",)).select_related("incident")
    return rows.get(pk=step.pk)


def _require_template(by: User, *, at: datetime) -> None:
    access.standing(by, on=local_day(at)).can(Permission.CASE_EDIT).or_raise()


def _record(verb: AuditVerb, row: PlanStep, *, by: User, at: datetime) -> None:
    said = {"from_day": row.from_day, "to_day": row.to_day}
    case = row.incident.reference
    audit.record(verb=verb, on=row, by=by, at=at, reference=case, facts=said)
