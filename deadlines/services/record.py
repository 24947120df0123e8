"""What the audit holds of a clock: ids, codes and dates, never free text."""

from datetime import date, datetime
from typing import Any

from deadlines.models import Deadline
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User


def record_change(
    verb: AuditVerb, deadline: Deadline, *, by: User, at: datetime, **facts: Any
) -> None:
    """Write that `by` did `verb` to the deadline, with its rule, version and date."""
    audit.record(
        verb=verb,
        on=deadline,
        by=by,
        at=at,
        reference=deadline.subject_reference,
        facts={
            "rule": deadline.rule_key,
            "rule_version": deadline.rule_version,
            "due": iso(deadline.due_on),
            **facts,
        },
    )


def moved_facts(before: date | None, deadline: Deadline) -> dict[str, str | None]:
    """Return the old and the new date as the audit holds them."""
    return {"from": iso(before), "to": iso(deadline.due_on)}


def iso(day: date | None) -> str | None:
    """Return the day as text, or None."""
    return day.isoformat() if day else None
