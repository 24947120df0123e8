"""The only writer of the audit. It writes in the caller's transaction, or not at all."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model

from partnerships.enums import AuditVerb
from partnerships.models import AuditEvent, User

AT_A_TIME = 500


@dataclass(frozen=True)
class Entry:
    """One of several things that were done at once: to what, and what is said of it."""

    on: Model
    reference: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


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
    return record_each(verb=verb, done=[Entry(on, reference, facts or {})], by=by, at=at)[0]


def record_each(
    *, verb: AuditVerb, done: Iterable[Entry], by: User | None, at: datetime
) -> list[AuditEvent]:
    """Write what `record` writes, a row for each, in few statements and in the order given.

    The database numbers and chains the rows of one statement one after another.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("audit.record must share the transaction of the change it records")
    events = [
        AuditEvent(
            at=at,
            verb=verb,
            object_type=each.on._meta.label_lower,
            object_id=str(getattr(each.on, "public_id", each.on.pk)),
            object_reference=each.reference[:120],
            by_id=by.pk if by else None,
            by_name=by.display_name if by else "A member of the public",
            facts=each.facts,
        )
        for each in done
    ]
    return AuditEvent.objects.bulk_create(events, batch_size=AT_A_TIME)
