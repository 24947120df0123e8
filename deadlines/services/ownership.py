"""Whose clock it is: passing an open one to somebody else."""

from datetime import datetime

from django.db import transaction

from deadlines.models import Deadline
from deadlines.services.telling import may_be_told
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.roles import Permission


@transaction.atomic
def pass_deadline(*, deadline: Deadline, to: User | None, by: User, at: datetime) -> Deadline:
    """Give an open clock to another owner, or to none: it then belongs to whoever edits deadlines.

    Refuses a clock that has ended, and an owner who does not see deadlines or may not be told of
    what this one is about.
    """
    access.can(by, Permission.DEADLINE_EDIT, on=local_day(at)).or_raise()
    deadline = Deadline.objects.select_for_update(of=("self",)).get(pk=deadline.pk)
    if deadline.met_at or deadline.cancelled_at:
        raise DomainError("This clock does not run any more.", code="ended")
    if to is not None:
        sees = access.can(to, Permission.DEADLINE_VIEW, on=local_day(at))
        if not sees or not may_be_told(deadline, to):
            raise DomainError(
                "This person may not see what the deadline is about.", code="not-told", field="to"
            )

    before, deadline.owner = deadline.owner_id, to
    deadline.save(update_fields=["owner"])
    audit.record(
        verb=AuditVerb.REASSIGNED,
        on=deadline,
        by=by,
        at=at,
        reference=deadline.subject_reference,
        facts={"from": before, "to": to.pk if to else None},
    )
    return deadline
