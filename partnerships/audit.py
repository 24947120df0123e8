"""The only writer of the audit. It writes in the caller's transaction, or not at all."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from partnerships.enums import AuditVerb
from partnerships.models import AuditEvent, User


def record(
    *,
    verb: AuditVerb,
    on: Model,
    by: User | None,
    at: datetime,
    reference: str = "",
    facts: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write that `by` did `verb` to `on` at `at`.

    `by=None` is a member of the public. `facts` holds ids, codes and dates, never free text about
    a child. Refuses to write outside a transaction, because the row must stand or fall with the
    change that it speaks of.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record must share the transaction of the change it records")
    return AuditEvent.objects.create(
        at=at,
        verb=verb,
        object_type=on._meta.label_lower,
        object_id=str(getattr(on, "public_id", on.pk)),
        object_reference=reference[:120],
        by_id=by.pk if by else None,
        by_name=by.display_name if by else "A member of the public",
        facts=facts or {},
    )
