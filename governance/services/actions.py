"""Actions: given to a seat, reported on, said better, moved, passed on, no longer needed.

One way for every source: a meeting, a decision, a risk, a review. What comes after "done" is in
`action_closing.py`. Every step leaves a note that is never changed, and an audit row.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from governance import acting
from governance.enums import ActionEvent, ActionSource, ActionState, Part
from governance.models import Action, ActionFile, ActionNote, AgendaItem, Decision, Group, Priority
from governance.selectors.acting import holders, owner_ids
from governance.services import action_clock
from governance.services.checks import clean, refuse_ended_group, refuse_unless, require_edit
from governance.services.registers import ACTIONS, next_reference
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import Area, Partnership, Seat, User
from partnerships.roles import Permission
from partnerships.services.changes import as_fields
from partnerships.services.notices import tell

WORDING = {"title": "what is to be done", "detail": "what is said about it"}


@dataclass(frozen=True)
class ActionFacts:
    """What is to be done, by which seat, by when, and where that was agreed.

    From an `item` or a `decision` the group follows, the source is named by itself, and what is of
    part B makes the action confidential. `source_id`, `source_label` and `source_path` name a
    source of another app by a reference and a page, never by a case's text.
    """

    title: str
    owner: Seat
    due_on: date
    detail: str = ""
    source: ActionSource = ActionSource.OTHER
    source_id: UUID | None = None
    source_label: str = ""
    source_path: str = ""
    group: Group | None = None
    item: AgendaItem | None = None
    decision: Decision | None = None
    priority: Priority | None = None
    area: Area | None = None
    confidential: bool = False


@transaction.atomic
def open_action(*, facts: ActionFacts, by: User, at: datetime) -> Action:
    """Give a seat something to do, start its clock, and tell whoever holds the seat.

    Refuses an action without words, a closed seat, a group that has ended, and a due day before
    the day on which it was agreed (that of the meeting or the decision, else today).
    """
    values = _completed(facts)
    group = values["group"]
    require_edit(by, at=at, group_key=group.key if group else "")
    if not facts.title.strip():
        raise DomainError("Say what is to be done.", code="needs-words", field="title")
    _refuse_seat(facts.owner, at=at)
    if group is not None:
        refuse_ended_group(group, field="group")
    refuse_unless(acting.may_be_due(facts.due_on, agreed_on=_agreed_on(facts, at=at)))

    row = Action(**values, opened_at=at, opened_by=by)
    row.reference = next_reference(register=ACTIONS, at=at)
    clean(row)
    row.save(force_insert=True)
    note(action=row, event=ActionEvent.OPENED, by=by, at=at, due_to=row.due_on)
    _record(AuditVerb.CREATED, row, by=by, at=at, due=row.due_on.isoformat())
    action_clock.start(row, by=by, at=at)
    tell_holders(row, key="given", subject="An action has been given to you", by=by, at=at)
    return row


@transaction.atomic
def note_progress(*, action: Action, text: str, by: User, at: datetime) -> ActionNote:
    """Keep a word on how it goes. Refuses no words, and an action that is not open."""
    row = locked(action)
    require_acting(row, by=by, at=at)
    refuse_unless(acting.may(acting.PROGRESS, row.state))
    refuse_unless(acting.has_words(text, field="text", words="Say how it goes."))
    kept = note(action=row, event=ActionEvent.PROGRESS, by=by, at=at, text=text.strip())
    _record(AuditVerb.CHANGED, row, by=by, at=at, event="progress")
    return kept


@transaction.atomic
def reword_action(*, action: Action, title: str, detail: str, by: User, at: datetime) -> Action:
    """Say better what is to be done; whoever holds the seat is told.

    The record names which words changed, by whom and when, and never holds the words. The same
    words change nothing. Refuses no words, and an action that is not open.
    """
    row = locked(action)
    require_keeping(row, by=by, at=at)
    refuse_unless(acting.may(acting.REWORD, row.state))
    refuse_unless(acting.has_words(title, field="title", words="Say what is to be done."))
    said = {"title": title.strip(), "detail": detail.strip()}
    changed = [name for name, value in said.items() if getattr(row, name) != value]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, said[name])
    clean(row)
    row.save(update_fields=changed)
    words = " and ".join(WORDING[name] for name in changed)
    note(action=row, event=ActionEvent.CHANGED, by=by, at=at, text=f"Changed: {words}.")
    _record(AuditVerb.CHANGED, row, by=by, at=at, event="reworded", fields=changed)
    key = f"reworded:{at:%Y%m%d%H%M%S}"
    tell_holders(row, key=key, subject="The words of an action have changed", by=by, at=at)
    return row


@transaction.atomic
def move_due(*, action: Action, due_on: date, reason: str, by: User, at: datetime) -> Action:
    """Move the due day, with the reason; the clock moves with it and the day before is kept.

    Whoever holds the seat may ask for it in a word on progress; who keeps the record moves it.
    Refuses a day that has passed, the same day, no reason, and an action that is not open.
    """
    row = locked(action)
    require_keeping(row, by=by, at=at)
    refuse_unless(acting.may(acting.MOVE, row.state))
    refuse_unless(acting.may_move(row.due_on, due_on, on=local_day(at), reason=reason))
    before, row.due_on = row.due_on, due_on
    row.save(update_fields=["due_on"])
    note(
        action=row,
        event=ActionEvent.MOVED,
        by=by,
        at=at,
        text=reason.strip(),
        due_from=before,
        due_to=due_on,
    )
    days = {"from": before.isoformat(), "to": due_on.isoformat()}
    _record(AuditVerb.CHANGED, row, by=by, at=at, **days)
    action_clock.move(row, reason=reason, by=by, at=at)
    tell_holders(
        row, key=f"moved:{due_on}", subject="The due day of an action has moved", by=by, at=at
    )
    return row


@transaction.atomic
def pass_on(*, action: Action, to: Seat, reason: str, by: User, at: datetime) -> Action:
    """Give the action to another seat, with the reason; whoever holds that seat is told.

    Refuses the seat that has it, a closed seat, no reason, and an action that is not open.
    """
    row = locked(action)
    require_keeping(row, by=by, at=at)
    refuse_unless(acting.may(acting.PASS, row.state))
    if to.pk == row.owner_id:
        raise DomainError("This seat has the action already.", code="same-seat", field="to")
    _refuse_seat(to, at=at, field="to")
    words = "Say why the action passes to another seat."
    refuse_unless(acting.has_words(reason, field="reason", words=words))
    before, row.owner = row.owner.title, to
    row.save(update_fields=["owner"])
    text = f"From {before} to {to.title}. {reason.strip()}"
    note(action=row, event=ActionEvent.PASSED, by=by, at=at, text=text)
    _record(AuditVerb.REASSIGNED, row, by=by, at=at, to=to.key)
    key = f"passed:{to.pk}:{at:%Y%m%d%H%M%S}"
    tell_holders(row, key=key, subject="An action has been passed to you", by=by, at=at)
    return row


@transaction.atomic
def cancel_action(*, action: Action, reason: str, by: User, at: datetime) -> Action:
    """Say that an action is no longer needed, with the reason; its clock ends with it.

    Refuses no reason, and an action that has been closed or cancelled.
    """
    row = locked(action)
    require_keeping(row, by=by, at=at)
    refuse_unless(acting.may(acting.CANCEL, row.state))
    refuse_unless(
        acting.has_words(reason, field="reason", words="Say why the action is no longer needed.")
    )
    row.state, row.cancelled_reason = ActionState.CANCELLED, reason.strip()
    clean(row)
    row.save(update_fields=["state", "cancelled_reason"])
    note(action=row, event=ActionEvent.CANCELLED, by=by, at=at, text=reason.strip())
    _record(AuditVerb.ENDED, row, by=by, at=at, event="cancelled")
    action_clock.stop(row, reason=reason.strip(), by=by, at=at)
    return row


@transaction.atomic
def note_actions_taken(
    *, partnership: Partnership, count: int, ending: str, by: User, at: datetime
) -> None:
    """Write who took a list of actions away as a file. Refuses nobody: the door did."""
    facts = {"what": "actions", "rows": count, "format": ending}
    audit.record(
        verb=AuditVerb.DOWNLOADED,
        on=partnership,
        by=by,
        at=at,
        reference="List of actions",
        facts=facts,
    )


@transaction.atomic
def note_action_file_taken(*, file: ActionFile, by: User, at: datetime) -> None:
    """Write who took away a paper that shows what was done. Refuses nobody: the page did."""
    reference = file.action.reference
    audit.record(verb=AuditVerb.DOWNLOADED, on=file, by=by, at=at, reference=reference)


def locked(action: Action) -> Action:
    """Return the row as it is now, held until the transaction ends."""
    rows = Action.objects.select_for_update(of=("self",)).select_related("group", "owner")
    return rows.get(pk=action.pk)


def require_keeping(action: Action, *, by: User, at: datetime) -> None:
    """Refuse unless the person keeps the record of the action's group."""
    require_edit(by, at=at, group_key=action.group.key if action.group else "")


def require_acting(action: Action, *, by: User, at: datetime) -> None:
    """Refuse unless the person holds the seat that owns the action, or keeps the record."""
    on = local_day(at)
    key = action.group.key if action.group else ""
    keeps = access.can(by, Permission.GOVERNANCE_EDIT, on=on, group_key=key)
    holds = by.pk in owner_ids(action.owner_id, on=on)
    acting.may_act(holds_seat=holds, keeps_record=keeps).or_raise()


def note(
    *,
    action: Action,
    event: ActionEvent,
    by: User,
    at: datetime,
    text: str = "",
    due_from: date | None = None,
    due_to: date | None = None,
) -> ActionNote:
    """Keep one step of an action's life; the caller has asked for the permission."""
    return ActionNote.objects.create(
        action=action, event=event, text=text, due_from=due_from, due_to=due_to, by=by, at=at
    )


def tell_holders(action: Action, *, key: str, subject: str, by: User, at: datetime) -> None:
    """Tell whoever holds the action's seat, but not of what they did themselves."""
    people = [each for each in holders(action.owner_id, on=local_day(at)) if each.pk != by.pk]
    tell(
        recipients=people,
        key=f"action:{action.public_id}:{key}",
        subject=f"{subject} ({action.reference})",
        path=action.path,
        at=at,
    )


def _completed(facts: ActionFacts) -> dict[str, Any]:
    """Return the columns of a new action, with what follows from the item or the decision."""
    values = as_fields(facts)
    item, decision = facts.item, facts.decision
    values["title"], values["detail"] = facts.title.strip(), facts.detail.strip()
    if item is not None:
        values["group"] = facts.group or item.group
        values["priority"] = facts.priority or item.priority
        if facts.source == ActionSource.OTHER:
            values["source"] = ActionSource.MEETING
    if decision is not None:
        values["group"] = facts.group or decision.group
        values["item"] = item or decision.item
        if facts.source in (ActionSource.OTHER, ActionSource.MEETING):
            values["source"] = ActionSource.DECISION
        values["source_label"] = facts.source_label or decision.reference
    parts = {each.part for each in (item, decision) if each is not None}
    values["confidential"] = facts.confidential or Part.B in parts
    return values


def _agreed_on(facts: ActionFacts, *, at: datetime) -> date:
    if facts.decision is not None:
        return facts.decision.decided_on
    if facts.item is not None and facts.item.meeting is not None:
        return min(local_day(facts.item.meeting.starts_at), local_day(at))
    return local_day(at)


def _refuse_seat(seat: Seat, *, at: datetime, field: str = "owner") -> None:
    if seat.closed_on is not None and seat.closed_on <= local_day(at):
        raise DomainError("This seat is closed.", code="seat-closed", field=field)


def _record(verb: AuditVerb, row: Action, *, by: User, at: datetime, **facts: Any) -> None:
    audit.record(verb=verb, on=row, by=by, at=at, reference=row.reference, facts=facts)
