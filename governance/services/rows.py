"""Everything that changes the groups and the rules of a partnership, in one way for all of them.

The rows differ only in their columns, so three verbs are enough: add, change, end. Each checks the
permission, the row's own constraints in words, and writes what changed to the audit.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction

from governance.models import Group, GroupAlias, QuorumRule, RuleRow
from governance.services.checks import clean, require_edit
from governance.services.extensions import check_days
from governance.services.names import keep_old_name, prepare_alias, refuse_former_name
from krscp_portal.foundation.errors import DomainError
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User

Row = TypeVar("Row", Group, GroupAlias, QuorumRule, RuleRow)


@transaction.atomic
def add(*, row: Row, by: User, at: datetime) -> Row:
    """Store a new group, alias, quorum or rule row in the open partnership.

    Refuses what the row's constraints refuse, with the sentence and the field, a name that leads
    to another group, and of a group what `lasting.may_stand` refuses.
    """
    require_edit(by, at=at, group_key=_group_key(row, is_new=True))
    _refuse_loops(row)
    if isinstance(row, Group):
        refuse_former_name(row)
        check_days(row, at=at)
    elif isinstance(row, GroupAlias):
        prepare_alias(row)

    clean(row)
    row.save(force_insert=True)

    audit.record(verb=AuditVerb.CREATED, on=row, by=by, at=at, reference=str(row))
    return row


@transaction.atomic
def change(*, row: Row, facts: Mapping[str, Any], by: User, at: datetime) -> Row:
    """Set the named columns of a row; the audit says which ones moved. Nothing moved, no row.

    A group that is renamed stays known by its old name. Refuses a group that would report to
    itself through others, another key for a group, because addresses, rules and roles lead by it,
    a later last day, which is an extension, and what the constraints refuse.
    """
    row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    require_edit(by, at=at, group_key=_group_key(row))
    was, before = getattr(row, "name", ""), getattr(row, "sunset_on", None)
    moved = sorted(name for name, value in facts.items() if getattr(row, name) != value)
    if isinstance(row, Group) and "key" in moved:
        raise DomainError(
            "A group keeps its key: addresses, rules and roles lead by it.",
            code="key-stays",
            field="key",
        )
    for name in moved:
        setattr(row, name, facts[name])
    _refuse_loops(row)
    if not moved:
        return row
    renamed = row if isinstance(row, Group) and "name" in moved else None
    if renamed:
        refuse_former_name(renamed)
    if isinstance(row, Group):
        check_days(row, at=at, before=before)

    clean(row)
    row.save(update_fields=moved)

    audit.record(
        verb=AuditVerb.CHANGED, on=row, by=by, at=at, reference=str(row), facts={"changed": moved}
    )
    if renamed:
        keep_old_name(renamed, was, by=by, at=at)
    return row


@transaction.atomic
def end(*, row: Group | RuleRow, on: date, by: User, at: datetime) -> Group | RuleRow:
    """Note that a group or a rule no longer holds after the day `on`; it stays in the record.

    Refuses a second end, and the end of a group to which others still report.
    """
    require_edit(by, at=at)
    row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.ended_on is not None:
        raise DomainError("This has been ended already.", code="ended")
    if isinstance(row, Group) and row.reporting.current().exists():
        raise DomainError(
            "Other groups still report to this one. Change them first.", code="has-reporting"
        )

    row.ended_on = on
    row.save(update_fields=["ended_on"])

    audit.record(
        verb=AuditVerb.ENDED,
        on=row,
        by=by,
        at=at,
        reference=str(row),
        facts={"on": on.isoformat()},
    )
    return row


def _group_key(row: Any, *, is_new: bool = False) -> str:
    """Return the key of the group that the row belongs to; a new group belongs to nobody yet."""
    if isinstance(row, Group):
        return "" if is_new else row.key
    return row.group.key if isinstance(row, GroupAlias | QuorumRule) else ""


def _refuse_loops(row: Any) -> None:
    """Walk up from a group; a partnership has a handful, so a query a step is nothing."""
    if not isinstance(row, Group) or row.pk is None:
        return
    above = row.reports_to
    while above is not None:
        if above.pk == row.pk:
            raise DomainError(
                "These groups would report to each other in a circle.",
                code="circle",
                field="reports_to",
            )
        above = above.reports_to
