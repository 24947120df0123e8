"""Days that stop being working days, and what that moves."""

from datetime import date, datetime

from django.db import transaction

from deadlines.models import Deadline, Holiday
from deadlines.selectors.calendars import calendar
from deadlines.services.arithmetic import DATED, put_date
from deadlines.services.record import moved_facts, record_change
from deadlines.services.telling import tell_moved
from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.enums import AuditVerb
from partnerships.models import Partnership, User


@transaction.atomic
def add_holiday(*, day: date, name: str, source: str, by: User, at: datetime) -> int:
    """Add a proclaimed day for the whole country and count every open clock again.

    Returns how many dates moved. Only the portal's own account may, because the day is everybody's
    and no partnership's: an operator runs the command. Refuses a day that is there already and a
    day without a name or a source.
    """
    if not by.is_system:
        raise NotPermitted("Bank holidays are added by the operator of the portal.")
    if not name.strip() or not source.strip():
        raise DomainError("A holiday needs a name and a source.", code="needs-source")
    if Holiday.objects.filter(day=day).exists():
        raise DomainError(f"{day} is in the table already.", code="already-there", field="day")

    Holiday.objects.create(
        day=day, name=name.strip(), source=source.strip(), is_seeded=False, added_at=at
    )
    return recalculate_everywhere(by=by, at=at)


def recalculate_everywhere(*, by: User, at: datetime) -> int:
    """Count the open clocks of every partnership again; return how many dates moved."""
    moved = 0
    for pk in Partnership.objects.order_by("pk").values_list("pk", flat=True):
        with tenant(pk):
            moved += recalculate_open(by=by, at=at)
    return moved


@transaction.atomic
def recalculate_open(*, by: User, at: datetime) -> int:
    """Count every open clock of the open partnership again with today's table of holidays.

    Each date that moves is written to the audit with the old and the new one and told to the
    clock's owner. Returns how many moved. What was met or cancelled stays as it was.
    """
    table = calendar()
    rows = Deadline.objects.open().select_for_update(of=("self",)).select_related("rule", "owner")
    changed, moved = [], 0
    for deadline in rows.order_by("pk"):
        before = tuple(getattr(deadline, name) for name in DATED)
        put_date(deadline, trigger_at=deadline.trigger_at, calendar=table)
        if before == tuple(getattr(deadline, name) for name in DATED):
            continue
        changed.append(deadline)
        if deadline.due_on != before[0]:
            moved += 1
            facts = moved_facts(before[0], deadline)
            record_change(
                AuditVerb.DEADLINE_MOVED, deadline, by=by, at=at, because="holidays", **facts
            )
            tell_moved(deadline, before=before[0], at=at)
    Deadline.objects.bulk_update(changed, DATED, batch_size=500)
    return moved
