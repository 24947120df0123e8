"""The sweep: tells whoever must hear of a clock today, once, however often and wherever it runs.

The database is the truth. `next_attention_on` says from which day a clock has something to tell;
rows are locked and skipped where another worker has them; a notice has a unique key. So several
workers can sweep at once, a run can be repeated, and a week of outage is caught up in one run.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction

from deadlines import subjects
from deadlines.models import Deadline
from deadlines.neutral import subject_line
from deadlines.selectors.calendars import calendar
from deadlines.services.arithmetic import plan_of
from deadlines.services.record import record_change
from deadlines.services.telling import Audiences, audiences
from deadlines.steps import Step, attention, steps_due
from deadlines.terms import Bound, Calendar
from krscp_portal.foundation.context import across, tenant
from krscp_portal.foundation.moment import local_day
from partnerships.enums import AuditVerb
from partnerships.models import Partnership, User
from partnerships.selectors import system_user
from partnerships.services.notices import tell

log = logging.getLogger(__name__)

BATCH = 100


def sweep_all(*, clock: Callable[[], datetime]) -> int:
    """Sweep every partnership that has something to tell; return how many clocks were attended to.

    One indexed query finds them; each batch then has a transaction of its own, so that what is
    done is kept when a worker is killed. `clock` is the edge's clock, because a sweep may last.
    """
    done = 0
    for partnership_id in partnerships_due(on=local_day(clock())):
        after: int | None = 0
        while after is not None:
            with tenant(partnership_id):
                after, attended = _sweep_batch(at=clock(), after=after)
            done += attended
    return done


def partnerships_due(*, on: date) -> list[int]:
    """Return the partnerships in which a clock has something to tell on the day or before."""
    everyone = list(Partnership.objects.values_list("pk", flat=True))
    with across(everyone):
        due = Deadline.objects.needing_attention(on).values_list("partnership_id", flat=True)
        return sorted(due.distinct())


def sweep_partnership(*, at: datetime) -> int:
    """Sweep the open partnership in the open transaction; return how many clocks were attended."""
    done = 0
    after: int | None = 0
    while after is not None:
        after, attended = _sweep_batch(at=at, after=after)
        done += attended
    return done


@transaction.atomic
def _sweep_batch(*, at: datetime, after: int) -> tuple[int | None, int]:
    """Attend to the next clocks after the key `after`; say where to go on, and how many were."""
    on = local_day(at)
    rows = list(
        Deadline.objects.needing_attention(on)
        .filter(pk__gt=after)
        .select_related("rule", "owner")
        .select_for_update(skip_locked=True, of=("self",))
        .order_by("pk")[:BATCH]
    )
    if not rows:
        return None, 0
    table, people, by = calendar(), audiences(on), system_user()
    attended = sum(_attend(each, table=table, people=people, by=by, at=at) for each in rows)
    return (rows[-1].pk if len(rows) == BATCH else None), attended


def _attend(
    deadline: Deadline, *, table: Calendar, people: Audiences, by: User, at: datetime
) -> bool:
    """Tell what one clock has to tell; a fault in one must not silence the others."""
    try:
        with transaction.atomic():
            _tell_steps(deadline, table=table, people=people, by=by, at=at)
    except Exception:
        log.exception("a deadline could not be swept", extra={"deadline": deadline.pk})
        return False
    return True


def _tell_steps(
    deadline: Deadline, *, table: Calendar, people: Audiences, by: User, at: datetime
) -> None:
    on, plan = local_day(at), plan_of(deadline)
    waiting = [
        step
        for step in steps_due(deadline.due_on, plan, on=on, calendar=table)
        if deadline.next_attention_on is not None and step.due_on >= deadline.next_attention_on
    ]
    spoken_to: set[int] = set()
    for audience, steps in _by_audience(waiting).items():
        _tell(deadline, audience, steps, people=people, spoken_to=spoken_to, by=by, at=at)

    deadline.next_attention_on = attention(deadline.due_on, plan, calendar=table, after=on)
    deadline.save(update_fields=["next_attention_on"])


def _by_audience(steps: list[Step]) -> dict[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for step in steps:
        found.setdefault(step.audience, []).append(step)
    return found


def _tell(
    deadline: Deadline,
    audience: str,
    steps: list[Step],
    *,
    people: Audiences,
    spoken_to: set[int],
    by: User,
    at: datetime,
) -> None:
    """Send an audience its newest step; older ones that an outage kept back are in the audit.

    Three mails in one minute that all say "was due" would help nobody, nor would two to a manager
    who is in charge of the clock and the first rung of the ladder as well: `spoken_to` knows.
    """
    if deadline.due_on is None:
        return
    heard, recipients = people.told(deadline, audience)
    fresh = [each for each in recipients if each.pk not in spoken_to]
    told = tell(
        recipients=fresh,
        key=f"deadline:{deadline.public_id}:{deadline.due_on:%Y%m%d}:{steps[-1].code}",
        subject=_subject(deadline, deadline.due_on, on=local_day(at)),
        path=deadline.subject_path,
        at=at,
        urgent=_is_urgent(deadline, deadline.due_on, on=local_day(at)),
    )
    spoken_to.update(each.pk for each in fresh)
    escalated = any(step.code.startswith("escalate") for step in steps)
    record_change(
        AuditVerb.ESCALATED if escalated else AuditVerb.WARNED,
        deadline,
        by=by,
        at=at,
        audience=audience,
        heard=heard,
        steps=[step.code for step in steps],
        told=told + len(recipients) - len(fresh),
    )


def _is_urgent(deadline: Deadline, due: date, *, on: date) -> bool:
    """Say whether the warning goes by itself: it is overdue, or of a kind that never waits."""
    is_overdue = on > due and Bound(deadline.bound) is not Bound.NO_EARLIER_THAN
    return is_overdue or subjects.kind(deadline.subject_kind).pressing


def _subject(deadline: Deadline, due: date, *, on: date) -> str:
    return subject_line(
        rule_key=deadline.rule_key,
        rule_subject=deadline.rule.subject,
        bound=Bound(deadline.bound),
        due=due,
        on=on,
        reference=deadline.subject_reference,
    )
