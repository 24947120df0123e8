"""What a meeting talks about: put on its agenda, changed, put off, and carried to the next one.

An item waits in its group's backlog (`meeting` is empty) or is on one agenda. Nothing is lost: what
a meeting did not reach returns at the next one by itself.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from governance import agenda_rules, carrying
from governance.enums import ItemState, Part, Purpose
from governance.models import AgendaItem, Group, Meeting, Priority
from governance.selectors.agenda import items_to_return, next_meeting_of
from governance.selectors.members import groups_of
from governance.services import agenda_rows
from governance.services.checks import clean, require_edit
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.verdict import Verdict
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import Seat, User

COLUMNS = (
    "title", "purpose", "lead", "lead_post", "minutes", "priority", "part", "part_reason", "text",
)  # fmt: skip
LONGEST = 480  # minutes


@dataclass(frozen=True)
class ItemFacts:
    """What an item is: what for, who leads (a seat, or a guest's post), how long, who may read it."""

    title: str
    purpose: str = Purpose.DISCUSSION
    lead: Seat | None = None
    lead_post: str = ""
    minutes: int | None = None
    priority: Priority | None = None
    part: str = Part.A
    part_reason: str = ""
    text: str = ""


@transaction.atomic
def add_item(
    *,
    group: Group,
    facts: ItemFacts,
    meeting: Meeting | None = None,
    place: int | None = None,
    by: User,
    at: datetime,
) -> AgendaItem:
    """Put an item on a meeting's agenda, or into the group's backlog where no meeting is named.

    What stands on every agenda of the group comes first, if it is not there yet. Refuses a meeting
    that the group does not take part in, that has been held or cancelled, part B without a reason,
    a seat and a post that both lead, and more minutes than a day's meeting has.
    """
    row = AgendaItem(group=group, **_columns(facts))
    if meeting is None:
        require_edit(by, at=at, group_key=group.key)
    else:
        meeting = locked_meeting(meeting, "add", by=by, at=at)
        refuse_strangers(group, meeting)
        if meeting.numbered_at is None:
            agenda_rows.bring_standing(meeting)
    check(row)
    if meeting is None:
        row.save()
    else:
        agenda_rows.insert(row=row, meeting=meeting, place=place)
    note(AuditVerb.CREATED, row, by=by, at=at)
    return row


@transaction.atomic
def raise_item(*, group: Group, facts: ItemFacts, rule: str, by: User, at: datetime) -> AgendaItem:
    """Put what a rule found on the group's next agenda, or into its backlog; once for each `rule`.

    A part of a change in another group's record, which has asked for the permission there: whoever
    marks a register need not keep the executive's agenda. `rule` says which rule and of what.
    """
    group = Group.objects.select_for_update(of=("self",)).get(pk=group.pk)
    found = AgendaItem.objects.filter(group=group, raised_by_rule=rule).order_by("pk").last()
    if found is not None:
        return found
    row = AgendaItem(group=group, raised_by_rule=rule, **_columns(facts))
    check(row)
    following = next_meeting_of(group, after=at)
    if following is None:
        row.save()
    else:
        agenda_rows.insert(row=row, meeting=_lock(following))
    note(AuditVerb.CREATED, row, by=by, at=at, rule=rule)
    return row


@transaction.atomic
def carry_over(*, meeting: Meeting, by: User, at: datetime) -> list[AgendaItem]:
    """Carry what a held meeting left to the group's next one, or to its backlog; return the rows.

    A part of closing a meeting, which has asked for the permission. What was still planned was not
    reached. May be called again, when later actions give an item a reason to return: nothing is
    carried twice.
    """
    meeting.items.filter(state=ItemState.PLANNED).update(state=ItemState.NOT_REACHED)
    waiting = list(items_to_return(meeting))
    carried = [carry(item=each, after=meeting.starts_at, by=by, at=at) for each in waiting]
    return [each for each in carried if each is not None]


@transaction.atomic
def carry(*, item: AgendaItem, after: datetime, by: User, at: datetime) -> AgendaItem | None:
    """Return the row by which an item comes back, stored; nothing where it does not come back.

    A part of closing a meeting and of putting an item off, which have asked for the permission.

    A standing item needs no backlog: it is on the next agenda anyway, which then says the count.
    `item` carries `open_actions`, as `selectors.agenda.items_to_return` gives it.
    """
    back = carrying.returns(
        item.state,
        deferred_times=item.deferred_times,
        has_open_actions=bool(getattr(item, "open_actions", False)),
    )
    if back is None or (item.standing_id and not back.was_put_off):
        return None
    following = next_meeting_of(item.group, after=max(at, after))
    if item.standing_id:
        row = _carry_standing(item, following, back) if following else None
    else:
        row = _carry_row(item, following, back)
    if row is not None:
        note(AuditVerb.CREATED, row, by=by, at=at, carried_from=str(item.public_id))
    return row


def locked_meeting(meeting: Meeting, act: str, *, by: User, at: datetime) -> Meeting:
    """Return the locked meeting; refuse who does not keep its group's record, and the wrong state."""
    row = _lock(meeting)
    require_edit(by, at=at, group_key=row.group.key)
    refuse(agenda_rules.may(act, row.state, numbered=row.numbered_at is not None))
    return row


def refuse(verdict: Verdict) -> None:
    """Raise the refusal of a rule that is about no field."""
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code)


def note(verb: AuditVerb, row: AgendaItem, *, by: User, at: datetime, **facts: object) -> None:
    """Write to the audit what was done to an item, by its number and never by its title."""
    said = {"group": row.group.key, "part": row.part, **facts}
    if row.meeting_id:
        said["meeting"] = str(row.meeting.public_id) if row.meeting else ""
    audit.record(
        verb=verb, on=row, by=by, at=at, reference=f"Item {row.number}".strip(), facts=said
    )


def _lock(meeting: Meeting) -> Meeting:
    found = Meeting.objects.select_for_update(of=("self",)).select_related("group")
    return found.get(pk=meeting.pk)


def _carry_row(item: AgendaItem, following: Meeting | None, back: carrying.Return) -> AgendaItem:
    row = AgendaItem(
        group=item.group,
        carried_from=item,
        deferred_times=back.deferred_times,
        raised_by_rule=item.raised_by_rule,
        **{name: getattr(item, name) for name in COLUMNS},
    )
    if following is None:
        row.save()
    else:
        agenda_rows.insert(row=row, meeting=_lock(following))
    return row


def _carry_standing(
    item: AgendaItem, following: Meeting, back: carrying.Return
) -> AgendaItem | None:
    meeting = _lock(following)
    row = meeting.items.filter(standing=item.standing).first()
    if row is None and item.standing is not None and item.standing.ended_on is None:
        fresh = agenda_rows.from_standing(item.standing, item.group, item)
        return agenda_rows.insert(row=fresh, meeting=meeting)
    if row is not None and row.carried_from_id is None and row.state == ItemState.PLANNED:
        row.carried_from, row.deferred_times = item, back.deferred_times
        row.save(update_fields=["carried_from", "deferred_times"])
        return row
    return None


def refuse_strangers(group: Group, meeting: Meeting) -> None:
    """Refuse a group that takes no part in the meeting."""
    if group.pk not in {each.pk for each in groups_of(meeting)}:
        raise DomainError("This group takes no part in the meeting.", code="other-group")


def check(row: AgendaItem) -> None:
    """Refuse what an item may not be, each with its sentence beside its field."""
    if row.part == Part.B and not row.part_reason.strip():
        raise DomainError("Say why this is for part B.", code="part-reason", field="part_reason")
    if row.lead_id and row.lead_post:
        raise DomainError(
            "Either a seat leads the item or a guest does.", code="two-leads", field="lead_post"
        )
    if row.minutes is not None and not 1 <= row.minutes <= LONGEST:
        raise DomainError(
            f"An item takes between 1 and {LONGEST} minutes.", code="minutes", field="minutes"
        )
    clean(row)


def _columns(facts: ItemFacts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in COLUMNS}
