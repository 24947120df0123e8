"""The clock of an action: opened with it, moved with its due day, met when it is done.

So warnings and the way up the line (owner, chair, manager) come from the sweep of the deadlines,
and nothing here counts days. A clock that somebody ended by hand is left as it is.
"""

from datetime import date, datetime, time

from deadlines.models import Deadline
from deadlines.services import cancel_deadline, meet_deadline, move_trigger, open_deadline
from deadlines.subjects import Subject
from governance.models import Action, ImpactCheck
from governance.selectors.acting import subject_of, subject_of_check
from krscp_portal.foundation.moment import LONDON, local_day
from partnerships.models import User

DUE, ASKED_AGAIN = "action_due", "action_impact"
NOON = time(12)


def start(action: Action, *, by: User, at: datetime) -> None:
    """Start the clock of an open action; its due day is what starts and ends it."""
    _start(DUE, subject_of(action), action.due_on, by=by, at=at)


def start_check(check: ImpactCheck, *, by: User, at: datetime) -> None:
    """Start the clock of a later look at what an action changed."""
    _start(ASKED_AGAIN, subject_of_check(check), check.due_on, by=by, at=at)


def move(action: Action, *, reason: str, by: User, at: datetime) -> None:
    """Count the clock from the new due day."""
    if clock := _running(subject_of(action)):
        trigger = noon_of(action.due_on)
        move_trigger(deadline=clock, trigger_at=trigger, reason=reason, by=by, at=at)


def meet(action: Action, *, done_on: date, why_late: str, by: User, at: datetime) -> None:
    """Note that the action was done on the day; refuses a late one without a reason."""
    if clock := _running(subject_of(action)):
        _meet(clock, done_on, why_late=why_late, by=by, at=at)


def meet_check(check: ImpactCheck, *, by: User, at: datetime) -> None:
    """Note that the later look was taken. Late or not, the answer itself is what counts."""
    if clock := _running(subject_of_check(check)):
        said = "The answer came after the day chosen."
        _meet(clock, local_day(at), why_late=said, by=by, at=at)


def stop(action: Action, *, reason: str, by: User, at: datetime) -> None:
    """Take the clock off an action that is no longer needed."""
    if clock := _running(subject_of(action)):
        cancel_deadline(deadline=clock, reason=reason, by=by, at=at)


def noon_of(day: date) -> datetime:
    """Return midday in England: on the same day everywhere, whatever the clocks do."""
    return datetime.combine(day, NOON, tzinfo=LONDON)


def _start(rule: str, subject: Subject, day: date, *, by: User, at: datetime) -> None:
    open_deadline(rule_key=rule, subject=subject, trigger_at=noon_of(day), owner=None, by=by, at=at)


def _meet(clock: Deadline, day: date, *, why_late: str, by: User, at: datetime) -> None:
    met_at = min(noon_of(day), at)
    meet_deadline(deadline=clock, met_at=met_at, late_reason=why_late, by=by, at=at)


def _running(subject: Subject) -> Deadline | None:
    rows = Deadline.objects.open().of_subject(subject.kind, subject.public_id)
    return rows.order_by("pk").first()
