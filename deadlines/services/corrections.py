"""What a person does to a clock on its own page: correct its trigger, say why it was late."""

from datetime import date, datetime

from django.db import transaction

from deadlines import subjects
from deadlines.models import Deadline
from deadlines.services.clocks import move_trigger
from deadlines.services.record import record_change
from deadlines.services.telling import may_be_told
from deadlines.terms import Bound
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.verdict import Allowed, Refused, Verdict
from partnerships import access
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.roles import Permission


def trigger_is_corrected_here(deadline: Deadline) -> Verdict:
    """Say whether the moment is kept with the clock, and not with the case that it belongs to."""
    if deadline.cancelled_at is not None:
        return Refused("This deadline was cancelled.", code="cancelled")
    if subjects.kind(deadline.subject_kind).owns_trigger:
        return Refused(
            f"This date comes from {deadline.subject_reference}: correct it there.",
            code="trigger-kept-with-subject",
        )
    return Allowed()


def reason_may_be_recorded(deadline: Deadline, *, on: date) -> Verdict:
    """Say whether the duty is late on the day, or was done late, so that a reason is owed."""
    if deadline.cancelled_at is not None:
        return Refused("This deadline was cancelled.", code="cancelled")
    day = deadline.met_on or on
    if deadline.bound == Bound.NO_EARLIER_THAN:
        late = deadline.met_on is not None and deadline.due_on is not None and day < deadline.due_on
    else:
        late = deadline.due_on is not None and day > deadline.due_on
    return Allowed() if late else Refused("This is not late.", code="not-late")


def correct_trigger(
    *, deadline: Deadline, trigger_at: datetime, reason: str, by: User, at: datetime
) -> Deadline:
    """Correct the moment from which the clock counts, and count again.

    Needs DEADLINE_EDIT and sight of the subject. Refuses where the moment belongs to the subject,
    because two records of one moment would come to differ, and whatever `move_trigger` refuses.
    """
    _permit(deadline, by=by, at=at)
    verdict = trigger_is_corrected_here(deadline)
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code)
    return move_trigger(deadline=deadline, trigger_at=trigger_at, reason=reason, by=by, at=at)


@transaction.atomic
def record_late_reason(
    *, deadline: Deadline, reason: str, extension_authority: str = "", by: User, at: datetime
) -> Deadline:
    """Record why the duty is or was done late, and who agreed to that, where somebody did.

    The clock runs on whatever is written. Needs DEADLINE_EDIT and sight of the subject. Refuses an
    empty reason, a cancelled clock, and one whose date has not come.
    """
    _permit(deadline, by=by, at=at)
    locked = Deadline.objects.select_for_update().get(pk=deadline.pk)
    verdict = reason_may_be_recorded(locked, on=local_day(at))
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code)
    if not reason.strip():
        raise DomainError("Say why this is late.", code="late-needs-reason", field="reason")

    locked.late_reason = reason.strip()
    locked.extension_authority = extension_authority.strip()
    locked.save(update_fields=["late_reason", "extension_authority"])
    record_change(AuditVerb.CORRECTED, locked, by=by, at=at, late_reason_recorded=True)
    return locked


def _permit(deadline: Deadline, *, by: User, at: datetime) -> None:
    access.can(by, Permission.DEADLINE_EDIT, on=local_day(at)).or_raise()
    if not by.is_system and not may_be_told(deadline, by):
        raise NotPermitted("You may not see what this deadline is about.", code="not-yours")
