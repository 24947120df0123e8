"""What stands on every agenda of a group, or of every group of one kind."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from governance.enums import Part
from governance.models import StandingItem
from governance.services.checks import clean, refuse_ended, require_edit
from krscp_portal.foundation.errors import DomainError
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User


@transaction.atomic
def add_standing(*, row: StandingItem, by: User, at: datetime) -> StandingItem:
    """Let something stand on every agenda from now on; agendas that were sent stay as they are.

    Who keeps one group's record may do so for that group; to lock it in, or for a kind of group,
    asks for the whole record. Refuses part B without a note that says why.
    """
    _require(row, by=by, at=at)
    _check(row)
    row.save(force_insert=True)
    audit.record(verb=AuditVerb.CREATED, on=row, by=by, at=at, reference=row.title)
    return row


@transaction.atomic
def change_standing(
    *, row: StandingItem, facts: Mapping[str, Any], by: User, at: datetime
) -> StandingItem:
    """Set the named columns; the audit says which ones moved. Refuses what `add_standing` refuses.

    What is locked in is unlocked only by who keeps the whole record.
    """
    row = StandingItem.objects.select_for_update(of=("self",)).get(pk=row.pk)
    _require(row, by=by, at=at)
    refuse_ended(row)
    moved = sorted(name for name, value in facts.items() if getattr(row, name) != value)
    for name in moved:
        setattr(row, name, facts[name])
    _require(row, by=by, at=at)
    _check(row)
    if moved:
        row.save(update_fields=moved)
        said = {"changed": moved}
        audit.record(verb=AuditVerb.CHANGED, on=row, by=by, at=at, reference=row.title, facts=said)
    return row


@transaction.atomic
def end_standing(*, row: StandingItem, on: date, by: User, at: datetime) -> StandingItem:
    """Let something stand on new agendas no longer after the day; it stays in the record.

    What is locked in is ended only by who keeps the whole record.
    """
    row = StandingItem.objects.select_for_update(of=("self",)).get(pk=row.pk)
    _require(row, by=by, at=at)
    refuse_ended(row)
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    facts = {"on": on.isoformat()}
    audit.record(verb=AuditVerb.ENDED, on=row, by=by, at=at, reference=row.title, facts=facts)
    return row


def _require(row: StandingItem, *, by: User, at: datetime) -> None:
    """Ask for the group's record, or the whole one for what is locked in or of a kind of group."""
    own = row.group is not None and not row.locked
    require_edit(by, at=at, group_key=row.group.key if own and row.group else "")


def _check(row: StandingItem) -> None:
    if row.part == Part.B and not row.note.strip():
        raise DomainError(
            "Say in the note why this is for part B.", code="part-reason", field="note"
        )
    clean(row)
