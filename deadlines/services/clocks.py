"""The life of one clock: opened, met or cancelled, its trigger corrected.

The app that owns the subject calls these inside its own act and has asked for that act's
permission: an agency contact who logs an incident starts its clocks without any right over
deadlines. What a person does to a deadline itself is in `corrections.py`.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from deadlines import subjects
from deadlines.clock import london_day, state
from deadlines.enums import Standing
from deadlines.models import Deadline, TriggerCorrection
from deadlines.selectors.calendars import calendar
from deadlines.selectors.rules import terms_for
from deadlines.services.arithmetic import DATED, put_date
from deadlines.services.record import moved_facts, record_change
from deadlines.services.telling import tell_moved
from deadlines.subjects import Subject
from deadlines.terms import Bound, Calendar, Direction
from deadlines.wording import in_words
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships.enums import AuditVerb
from partnerships.models import User

PLANNED = frozenset({"publication_planned", "period_end", "action_due", "impact_due"})
"""Triggers that may lie ahead; every other one is an event, and an event has happened."""


@transaction.atomic
def open_deadline(
    *,
    rule_key: str,
    subject: Subject,
    trigger_at: datetime,
    standing: str = Standing.BINDING,
    owner: User | None,
    by: User,
    at: datetime,
) -> Deadline:
    """Start the clock of a rule for a subject, as the open partnership reads the rule.

    Stores the rule's version, the arithmetic used and the working. Refuses an unknown rule or one
    of another partnership, an event in the future, a moment without a time zone, and a second
    open clock of the same rule for the same subject.
    """
    subjects.kind(subject.kind)
    terms = terms_for(rule_key, london_day(trigger_at))
    _refuse_future(trigger_at, at=at, event=terms.arithmetic.trigger_event)

    deadline = Deadline(
        rule=terms.rule,
        rule_key=terms.rule.key,
        rule_version=terms.rule.version,
        override=terms.override,
        terms=terms.stored(),
        bound=terms.arithmetic.bound.value,
        standing=Standing(standing),
        subject_kind=subject.kind,
        subject_id=subject.public_id,
        subject_reference=subject.reference,
        subject_path=subject.path,
        owner=owner,
        opened_at=at,
        opened_by=by,
    )
    put_date(deadline, trigger_at=trigger_at, calendar=calendar())
    _insert(deadline)
    record_change(AuditVerb.DEADLINE_OPENED, deadline, by=by, at=at, standing=deadline.standing)
    return deadline


@transaction.atomic
def meet_deadline(
    *,
    deadline: Deadline,
    met_at: datetime,
    late_reason: str = "",
    extension_authority: str = "",
    by: User,
    at: datetime,
) -> Deadline:
    """Record that the duty was done at `met_at`.

    Refuses one that is met or cancelled already, a moment in the future or before the trigger,
    and a late act without a reason (`late-needs-reason`, field `late_reason`). A mere target may
    be missed without one.
    """
    locked = _locked(deadline)
    _refuse_closed(locked)
    _refuse_impossible(locked, met_at, at=at)
    met_on = local_day(met_at)
    late = _is_breach(locked, met_at, calendar())
    if late and not late_reason.strip() and locked.standing != Standing.TARGET:
        raise DomainError(_late_words(locked), code="late-needs-reason", field="late_reason")

    locked.met_at, locked.met_on, locked.met_by = met_at, met_on, by
    locked.late_reason = late_reason.strip() if late else ""
    locked.extension_authority = extension_authority.strip() if late else ""
    locked.next_attention_on = None
    locked.save(
        update_fields=[
            "met_at", "met_on", "met_by", "late_reason", "extension_authority",
            "next_attention_on",
        ]
    )  # fmt: skip
    held = locked.bound == Bound.NO_EARLIER_THAN
    facts = {"met_at": met_at.isoformat(), "late": late and not held, "early": late and held}
    record_change(AuditVerb.DEADLINE_MET, locked, by=by, at=at, **facts)
    return locked


@transaction.atomic
def cancel_deadline(*, deadline: Deadline, reason: str, by: User, at: datetime) -> Deadline:
    """Take a clock off that turned out not to apply. Refuses a closed one and an empty reason.

    The reason is kept with the deadline, not in the audit, which holds no free text.
    """
    locked = _locked(deadline)
    _refuse_closed(locked)
    if not reason.strip():
        raise DomainError(
            "Say why this deadline does not apply.", code="needs-reason", field="reason"
        )

    locked.cancelled_at, locked.cancelled_by = at, by
    locked.cancelled_reason = reason.strip()
    locked.next_attention_on = None
    locked.save(
        update_fields=["cancelled_at", "cancelled_by", "cancelled_reason", "next_attention_on"]
    )
    record_change(AuditVerb.DEADLINE_CANCELLED, locked, by=by, at=at)
    return locked


@transaction.atomic
def move_trigger(
    *, deadline: Deadline, trigger_at: datetime, reason: str, by: User, at: datetime
) -> Deadline:
    """Count the clock again from a corrected moment, under the rule it was opened with.

    A clock that was met may move too: if that shows it was met late, its page asks for the reason.
    The reason is kept with the clock, not in the audit. Refuses a cancelled one, an empty reason
    and an event in the future; tells the owner when the date changes.
    """
    locked = _locked(deadline)
    _may_move(locked, trigger_at=trigger_at, reason=reason, at=at)

    before, trigger_before = locked.due_on, locked.trigger_at
    put_date(locked, trigger_at=trigger_at, calendar=calendar())
    locked.save(update_fields=["trigger_at", *DATED])
    correction = TriggerCorrection.objects.create(
        deadline=locked,
        trigger_from=trigger_before,
        trigger_to=trigger_at,
        reason=reason.strip(),
        corrected_at=at,
        corrected_by=by,
    )
    record_change(
        AuditVerb.DEADLINE_MOVED,
        locked,
        by=by,
        at=at,
        because="trigger",
        correction=str(correction.public_id),
        trigger_from=trigger_before.isoformat(),
        trigger_to=trigger_at.isoformat(),
        **moved_facts(before, locked),
    )
    if before != locked.due_on:
        tell_moved(locked, before=before, at=at)
    return locked


def _may_move(deadline: Deadline, *, trigger_at: datetime, reason: str, at: datetime) -> None:
    if deadline.cancelled_at is not None:
        raise DomainError("This deadline was cancelled.", code="cancelled")
    if not reason.strip():
        raise DomainError("Say why the date is corrected.", code="needs-reason", field="reason")
    london_day(trigger_at)  # refuses a moment without a time zone
    _refuse_future(trigger_at, at=at, event=deadline.terms.get("trigger_event", ""))


def _insert(deadline: Deadline) -> None:
    try:
        with transaction.atomic():
            deadline.save(force_insert=True)
    except IntegrityError as error:
        if "deadline_open_once" not in str(error):
            raise
        raise DomainError(
            f"This deadline is already running for {deadline.subject_reference}.",
            code="already-open",
        ) from error


def _locked(deadline: Deadline) -> Deadline:
    return (
        Deadline.objects.select_for_update(of=("self",)).select_related("rule").get(pk=deadline.pk)
    )


def _refuse_closed(deadline: Deadline) -> None:
    if deadline.met_at is not None:
        raise DomainError("This deadline is recorded as met already.", code="already-met")
    if deadline.cancelled_at is not None:
        raise DomainError("This deadline was cancelled.", code="cancelled")


def _refuse_impossible(deadline: Deadline, met_at: datetime, *, at: datetime) -> None:
    if met_at > at:
        raise DomainError("This is in the future.", code="in-future", field="met_at")
    counts_forward = deadline.terms["direction"] == Direction.AFTER
    if counts_forward and met_at < deadline.trigger_at:
        raise DomainError(
            "This is before the moment that started the clock.",
            code="before-trigger",
            field="met_at",
        )


def _refuse_future(trigger_at: datetime, *, at: datetime, event: str) -> None:
    if trigger_at > at and event not in PLANNED:
        raise DomainError(
            "The moment that starts the clock is in the future.",
            code="trigger-in-future",
            field="trigger_at",
        )


def _is_breach(deadline: Deadline, met_at: datetime, table: Calendar) -> bool:
    day = local_day(met_at)
    bound = Bound(deadline.bound)
    return state(deadline.due_on, on=day, calendar=table, met_on=day, bound=bound).is_breach


def _late_words(deadline: Deadline) -> str:
    due = in_words(deadline.due_on) if deadline.due_on else ""
    if deadline.bound == Bound.NO_EARLIER_THAN:
        return f"This may not end before {due}: say why it does."
    return f"This was due on {due}: say why it is late."
