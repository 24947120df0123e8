"""What is done with an agenda: items changed, moved, put off, taken off; the agenda sent.

Every act locks the meeting first, so that two people's acts follow one another, and the second is
told of the first.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from governance import agenda_rules
from governance.enums import ItemState, Part
from governance.models import AgendaItem, Meeting
from governance.selectors.agenda import items_on, readers_of
from governance.services import agenda_rows
from governance.services.agenda import (
    COLUMNS,
    ItemFacts,
    carry,
    check,
    locked_meeting,
    note,
    refuse,
    refuse_strangers,
)
from governance.services.checks import require_edit
from krscp_portal.foundation.errors import DomainError
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.services.notices import tell

REORDERED = (
    "Somebody else has changed this agenda since you opened the page. This is the order now: look, "
    "and move the item again if it is still needed."
)
REWRITTEN = (
    "Somebody else has changed this item since you opened the page. What you typed is still here: "
    "compare it with the item as it is now, and save again if yours should stand."
)


@dataclass(frozen=True)
class Held:
    """An item locked together with its meeting; without one it waits in the backlog."""

    item: AgendaItem
    meeting: Meeting | None


@transaction.atomic
def change_item(
    *, item: AgendaItem, facts: ItemFacts, seen: int, by: User, at: datetime
) -> AgendaItem:
    """Set what an item is; `seen` is the revision that the person had before them.

    Refuses an item that somebody else has changed since, the title and part of one that is locked
    in, another part once the agenda has been sent, and what `add_item` refuses.
    """
    row = _hold(item, "change", by=by, at=at).item
    if row.revision != seen:
        raise DomainError(REWRITTEN, code="rewritten")
    columns = {name: getattr(facts, name) for name in COLUMNS}
    moved = sorted(name for name, value in columns.items() if getattr(row, name) != value)
    _refuse_locked(row, moved)
    if row.number and "part" in moved:
        raise DomainError(
            "The agenda has been sent with this item in its part. Take it off and add it anew.",
            code="part-stays",
            field="part",
        )
    for name in moved:
        setattr(row, name, columns[name])
    check(row)
    if not moved:
        return row

    row.revision += 1
    row.save(update_fields=[*moved, "revision"])
    if row.part == Part.B:
        row.papers.update(part=Part.B)
    note(AuditVerb.CHANGED, row, by=by, at=at, changed=moved)
    return row


@transaction.atomic
def move_item(*, item: AgendaItem, place: int, seen: int, by: User, at: datetime) -> AgendaItem:
    """Move an item to a place of its agenda, counted from 1; `seen` is the agenda's revision.

    Refuses an agenda that somebody else has changed since, one that has been sent with its numbers
    and an item of the backlog.
    """
    held = _hold(item, "move", by=by, at=at)
    if held.meeting is None:
        raise DomainError("This item is on no agenda.", code="backlog")
    if held.meeting.agenda_revision != seen:
        raise DomainError(REORDERED, code="reordered")
    rows = list(items_on(held.meeting))
    shown = [each for each in rows if each.state == ItemState.PLANNED and each.pk != item.pk]
    aside = [each for each in rows if each.state != ItemState.PLANNED]
    if not 1 <= place <= len(shown) + 1:
        raise DomainError(
            f"Choose a place between 1 and {len(shown) + 1}.", code="place", field="place"
        )

    shown.insert(place - 1, held.item)
    agenda_rows.renumber_places([*shown, *aside])
    agenda_rows.grow(meeting=held.meeting)
    note(AuditVerb.CHANGED, held.item, by=by, at=at, place=place)
    return held.item


@transaction.atomic
def withdraw_item(*, item: AgendaItem, reason: str, by: User, at: datetime) -> AgendaItem:
    """Take an item off its agenda, or out of the backlog, for good; the row and its reason stay.

    Refuses to do so without a reason, one that is locked in, and one that was dealt with.
    """
    held = _hold(item, "withdraw", by=by, at=at)
    _settle(held, ItemState.WITHDRAWN, reason, "Say why the item is taken off.")
    note(AuditVerb.REMOVED, held.item, by=by, at=at)
    return held.item


@transaction.atomic
def defer_item(*, item: AgendaItem, reason: str, by: User, at: datetime) -> AgendaItem | None:
    """Put an item off: it returns at the group's next meeting, or waits in the backlog.

    Returns the row by which it comes back. Refuses what `withdraw_item` refuses, and an item that
    is on no agenda.
    """
    held = _hold(item, "defer", by=by, at=at)
    if held.meeting is None:
        raise DomainError("This item is on no agenda.", code="backlog")
    _settle(held, ItemState.DEFERRED, reason, "Say why the item is put off.")
    note(AuditVerb.CHANGED, held.item, by=by, at=at, changed=["state"])
    return carry(item=held.item, after=held.meeting.starts_at, by=by, at=at)


@transaction.atomic
def take_from_backlog(*, item: AgendaItem, meeting: Meeting, by: User, at: datetime) -> AgendaItem:
    """Put an item of the backlog on a meeting's agenda.

    Refuses one that is on an agenda already or was taken out, and a meeting that its group takes
    no part in or that is over.
    """
    there = locked_meeting(meeting, "add", by=by, at=at)
    row = _row(item)
    require_edit(by, at=at, group_key=row.group.key)
    if row.meeting_id is not None:
        raise DomainError("This item is on an agenda already.", code="on-agenda")
    refuse(agenda_rules.may_touch("change", item_state=row.state, locked=False))
    refuse_strangers(row.group, there)

    if there.numbered_at is None:
        agenda_rows.bring_standing(there)
    agenda_rows.insert(row=row, meeting=there)
    note(AuditVerb.CHANGED, row, by=by, at=at, changed=["meeting"])
    return row


@transaction.atomic
def begin_agenda(*, meeting: Meeting, by: User, at: datetime) -> int:
    """Put on an agenda what stands on every one of the group; return how many items came.

    Refuses an agenda that has been sent, and a meeting that is over.
    """
    row = locked_meeting(meeting, "move", by=by, at=at)
    came = agenda_rows.bring_standing(row)
    if came:
        audit.record(verb=AuditVerb.CHANGED, on=row, by=by, at=at, facts={"standing": came})
    return came


@transaction.atomic
def send_agenda(*, meeting: Meeting, by: User, at: datetime) -> Meeting:
    """Give the items their numbers for good, and tell whoever is asked that the agenda is there.

    Refuses a meeting of which nobody was told, an agenda that was sent, and an empty one.
    """
    row = locked_meeting(meeting, "send", by=by, at=at)
    if not _number(row, at=at):
        raise DomainError("There is nothing on this agenda yet.", code="empty")
    told = tell(
        recipients=readers_of(row),
        key=f"agenda:{row.public_id}",
        subject="The agenda of a meeting is ready",
        path=f"{row.path}agenda/",
        at=at,
    )
    audit.record(verb=AuditVerb.SENT, on=row, by=by, at=at, facts={"agenda": True, "told": told})
    return row


def number_items(*, meeting: Meeting, at: datetime) -> None:
    """Give the items of a meeting that opens their numbers, if its agenda was never sent.

    A part of opening a meeting: minutes and decisions quote the numbers from then on.
    """
    if meeting.numbered_at is None:
        _number(meeting, at=at)


def _number(meeting: Meeting, *, at: datetime) -> int:
    agenda_rows.bring_standing(meeting)
    rows = [each for each in items_on(meeting) if each.state == ItemState.PLANNED]
    for nth, row in enumerate(rows, start=1):
        row.number = str(nth)
    AgendaItem.objects.bulk_update(rows, ["number"])
    meeting.numbered_at = at
    meeting.save(update_fields=["numbered_at"])
    return len(rows)


def _hold(item: AgendaItem, act: str, *, by: User, at: datetime) -> Held:
    """Return the item and its meeting, locked in this order; refuse who and when may not."""
    meeting = None
    if item.meeting_id is not None:
        meeting = locked_meeting(Meeting(pk=item.meeting_id), act, by=by, at=at)
    row = _row(item)
    if row.meeting_id != (meeting.pk if meeting else None):
        raise DomainError("Somebody else has just moved this item. Look again.", code="moved")
    if meeting is None:
        require_edit(by, at=at, group_key=row.group.key)
    locked = bool(row.standing and row.standing.locked)
    refuse(agenda_rules.may_touch(act, item_state=row.state, locked=locked))
    return Held(row, meeting)


def _row(item: AgendaItem) -> AgendaItem:
    rows = AgendaItem.objects.select_for_update(of=("self",)).select_related("group", "standing")
    return rows.get(pk=item.pk)


def _settle(held: Held, state: ItemState, reason: str, missing: str) -> None:
    if not reason.strip():
        raise DomainError(missing, code="reason", field="reason")
    row = held.item
    row.state, row.state_reason = state, reason.strip()[:200]
    row.revision += 1
    row.save(update_fields=["state", "state_reason", "revision"])
    if held.meeting is not None:
        agenda_rows.grow(meeting=held.meeting)


def _refuse_locked(row: AgendaItem, moved: list[str]) -> None:
    if not (row.standing and row.standing.locked):
        return
    for name in ("title", "part"):
        if name in moved:
            raise DomainError(
                "This item stands on every agenda of the group and keeps its title and its part.",
                code="locked",
                field=name,
            )
