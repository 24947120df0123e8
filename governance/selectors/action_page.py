"""One action's page: its facts, what shows that it was done, what happened, and what comes next."""

from dataclasses import dataclass
from datetime import date

from deadlines.selectors.clocks import Clock, clocks_of
from governance import acting
from governance.enums import ActionEvent, ActionSource
from governance.models import Action, ActionFile, ActionNote, ImpactCheck
from governance.selectors.acting import ACTION, owner_ids
from governance.selectors.actions import ActionLine, lines_of
from krscp_portal.foundation.components import Event, Row
from krscp_portal.foundation.templatetags.portal import day, long_day, moment
from krscp_portal.foundation.verdict import Verdict
from partnerships.access import Standing
from partnerships.models import User
from partnerships.roles import Permission

ACTS = {
    acting.PROGRESS: ("governance:action-progress", "Say how it goes"),
    acting.SAY_DONE: ("governance:action-done", "Say that it is done"),
    acting.REWORD: ("governance:action-edit", "Change what is to be done"),
    acting.MOVE: ("governance:action-move", "Move the due day"),
    acting.PASS: ("governance:action-pass", "Pass it to another seat"),
    acting.CLOSE: ("governance:action-close", "Accept and close"),
    acting.RETURN: ("governance:action-return", "Not accept it"),
    acting.CANCEL: ("governance:action-cancel", "It is no longer needed"),
}
OWNERS_ACTS = (acting.PROGRESS, acting.SAY_DONE)
ACCEPTING = (acting.CLOSE, acting.RETURN)


@dataclass(frozen=True)
class Act:
    """Something that the person may do now: the name of its address and its verb."""

    address: str
    verb: str


@dataclass(frozen=True)
class ActionPage:
    """Everything that an action's page shows."""

    action: Action
    line: ActionLine
    rows: tuple[Row, ...]
    clock: Clock | None
    files: tuple[ActionFile, ...]
    checks: tuple[ImpactCheck, ...]
    history: tuple[Event, ...]
    acts: tuple[Act, ...]
    cannot_accept: str  # why this person may not accept it, where they else could
    may_answer: bool


def action_page(action: Action, user: User, standing: Standing, *, on: date) -> ActionPage:
    """Return the page of an action that the person may see; seven queries."""
    owners = owner_ids(action.owner_id, on=on)
    key = action.group.key if action.group else ""
    keeps = standing.can(Permission.GOVERNANCE_EDIT, group_key=key)
    accepts = acting.may_accept(acceptor=user.pk, owners=owners, done_by=action.done_by_id)
    clocks = clocks_of(ACTION, action.public_id, on=on)
    holds = user.pk in owners
    waits = keeps and acting.may(acting.CLOSE, action.state)
    return ActionPage(
        action=action,
        line=lines_of([action], on=on)[0],
        rows=_facts(action),
        clock=clocks[0] if clocks else None,
        files=tuple(action.files.select_related("file").order_by("pk")),
        checks=tuple(action.impact_checks.order_by("due_on", "pk")),
        history=_history(action),
        acts=_acts(action, holds=holds, keeps=keeps, accepts=accepts),
        cannot_accept="" if accepts or not waits else accepts.reason,
        may_answer=holds or bool(keeps),
    )


def _acts(action: Action, *, holds: bool, keeps: Verdict, accepts: Verdict) -> tuple[Act, ...]:
    possible = acting.possible(action.state)
    chosen = []
    for act, (address, verb) in ACTS.items():
        theirs = keeps or (holds and act in OWNERS_ACTS)
        if act in possible and theirs and (accepts or act not in ACCEPTING):
            chosen.append(Act(address, verb))
    return tuple(chosen)


def _facts(action: Action) -> tuple[Row, ...]:
    organisation = action.owner.organisation
    owner = f"{action.owner.title}, {organisation.name}" if organisation else action.owner.title
    rows = [
        Row("To be done by", owner),
        Row("Due", long_day(action.due_on)),
        Row("Group", action.group.name if action.group else ""),
        Row("From", _source(action)),
        Row("Priority", action.priority.title if action.priority else ""),
        Row("Area", action.area.name if action.area else ""),
        Row("Read by", "Those who read part B" if action.confidential else ""),
        Row("Given", f"{day(action.opened_at.date())} by {action.opened_by.display_name}"),
        Row("Why it is no longer needed", action.cancelled_reason),
    ]
    return tuple(row for row in rows if row.value)


def _source(action: Action) -> str:
    label = action.source_label
    if action.item is not None:
        label = label or f"agenda item “{action.item.title}”"
    if action.source == ActionSource.OTHER and not label:
        return ""
    kind = action.get_source_display()
    return f"{kind}: {label}" if label else kind


def _history(action: Action) -> tuple[Event, ...]:
    rows = ActionNote.objects.filter(action=action).select_related("by").order_by("-at", "-pk")
    return tuple(
        Event(
            title=ActionEvent(each.event).label,
            at=moment(each.at),
            by=each.by.display_name,
            body=_said(each),
            datetime=each.at.isoformat(),
        )
        for each in rows
    )


def _said(note: ActionNote) -> str:
    if note.due_from and note.due_to:
        moved = f"From {long_day(note.due_from)} to {long_day(note.due_to)}."
        return f"{moved} {note.text}".strip()
    if note.due_to:
        return f"Due {long_day(note.due_to)}. {note.text}".strip()
    return note.text
