"""Minutes as they are written: an entry an item, who edits what, comments and their answers.

A save names the revision that it began from. One that began from an older text is not taken: the
person sees both texts and says which to keep, so nobody's words are lost.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from governance import minuting
from governance.enums import ItemState, MeetingState, MinutesState, Part
from governance.models import AgendaItem, Meeting, MinuteEntry, Minutes, MinutesComment
from governance.selectors.members import groups_of
from governance.selectors.minutes import members_to_tell
from governance.selectors.reading import groups_read_in_full
from governance.services.checks import require_edit
from krscp_portal.foundation.errors import DomainError, NotPermitted
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.verdict import Verdict
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.roles import Permission
from partnerships.services.notices import tell

LONGEST = 20_000
OTHER = "Other matters"
OUTCOMES = (ItemState.PLANNED, ItemState.DISCUSSED, ItemState.CLOSED)
STRANGER = "Comments are for the members of the group and those who keep its record."


class EditedMeanwhile(DomainError):
    """Somebody else has saved the entry since the text was begun; `entry` holds what they wrote."""

    def __init__(self, entry: MinuteEntry, *, typed: str) -> None:
        who = entry.edited_by.display_name if entry.edited_by else "Somebody"
        super().__init__(
            f"{who} changed this while you wrote. Nothing is lost: both texts are shown. Put them "
            "together in the box and keep yours, or take the other.",
            code="edited-meanwhile",
        )
        self.entry = entry
        self.typed = typed


@dataclass(frozen=True)
class Typed:
    """What was typed under one item (or beside them all), and the revision that it began from.

    `over` is the revision of the other text that the person has seen and wants to replace.
    """

    item: AgendaItem | None
    text: str
    revision: int
    over: int | None = None


@transaction.atomic
def save_entry(*, meeting: Meeting, typed: Typed, by: User, at: datetime) -> MinuteEntry:
    """Keep what was typed; the same text again changes nothing.

    While the meeting is under way an item with words counts as discussed.

    Refuses a meeting that has not begun, approved minutes, a text that is too long, and, by
    `EditedMeanwhile`, a text begun from one that somebody has replaced.
    """
    minutes = _writable(meeting, by=by, at=at)
    text = typed.text.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise DomainError(
            f"An entry has {LONGEST:,} characters at most.", code="too-long", field="text"
        )
    entry = _entry(minutes, typed.item)
    if entry.text == text:
        return entry
    if typed.revision != entry.revision and typed.over != entry.revision:
        raise EditedMeanwhile(entry, typed=text)
    is_new_hand = entry.edited_by_id != by.pk
    entry.text, entry.edited_at, entry.edited_by = text, at, by
    entry.revision += 1
    entry.save()
    if text and typed.item is not None:
        _note_talk(typed.item, meeting, at=at)
    if is_new_hand or entry.revision == 1:
        # Once for each hand: a line for every pause in typing would bury the audit.
        _record(AuditVerb.CHANGED, minutes, by=by, at=at, entry=str(entry.public_id))
    return entry


@transaction.atomic
def settle_item(*, item: AgendaItem, state: str, by: User, at: datetime) -> AgendaItem:
    """Say while the meeting is under way that an item begins, was discussed, or is closed.

    "planned" begins it, or takes back what was said of it. Refuses a meeting that is not under
    way, and an item that was put off or withdrawn.
    """
    row = AgendaItem.objects.select_for_update(of=("self",)).select_related("group", "meeting")
    found = row.get(pk=item.pk)
    require_edit(by, at=at, group_key=found.group.key)
    if found.meeting is None or found.meeting.state != MeetingState.OPEN:
        raise DomainError("The meeting is not under way.", code="not-open")
    if found.state not in OUTCOMES or state not in OUTCOMES:
        raise DomainError("This item was put off or withdrawn.", code="settled")
    found.started_at = found.started_at or at
    found.ended_at = None if state == ItemState.PLANNED else at
    found.state = state
    found.revision += 1
    found.save(update_fields=["state", "started_at", "ended_at", "revision"])
    said = {"state": state, "meeting": str(found.meeting.public_id)}
    reference = f"Item {found.number}".strip()
    audit.record(verb=AuditVerb.CHANGED, on=found, by=by, at=at, reference=reference, facts=said)
    return found


@transaction.atomic
def ask_for_comments(*, meeting: Meeting, until: date, by: User, at: datetime) -> Minutes:
    """Send the draft to the members of the meeting's groups until a day, and tell them.

    Refuses a meeting that has not been held, minutes that are no draft, and a day that has passed.
    """
    minutes = _writable(meeting, by=by, at=at)
    if meeting.state != MeetingState.HELD:
        raise DomainError("Close the meeting first.", code="not-held")
    refuse(minuting.may("ask", minutes.state))
    refuse(minuting.comments_until_holds(until, on=local_day(at)), field=True)
    minutes.state, minutes.comments_until = MinutesState.COMMENTS, until
    minutes.save(update_fields=["state", "comments_until"])
    _record(AuditVerb.SENT, minutes, by=by, at=at, until=until.isoformat())
    tell(
        recipients=[each for each in members_to_tell(meeting) if each.pk != by.pk],
        key=f"minutes:{minutes.public_id}:comments",
        subject="Draft minutes are ready for your comments",
        path=f"{meeting.path}minutes/",
        at=at,
    )
    return minutes


@transaction.atomic
def comment(*, entry: MinuteEntry, text: str, by: User, at: datetime) -> MinutesComment:
    """Keep what a member says of the draft. Refuses strangers, no words, and minutes not out for it.

    Of part B only whoever reads it; the page shows nobody else that it exists.
    """
    minutes = entry.minutes
    refuse(minuting.may("comment", minutes.state))
    require_member(minutes.meeting, by=by, at=at)
    if not text.strip():
        raise DomainError("Say what should change.", code="text", field="text")
    made = MinutesComment.objects.create(entry=entry, text=text.strip(), by=by, at=at)
    _record(AuditVerb.CREATED, minutes, by=by, at=at, comment=str(made.public_id))
    return made


@transaction.atomic
def answer_comment(
    *, comment: MinutesComment, taken: bool, answer: str, by: User, at: datetime
) -> MinutesComment:
    """Say whether a comment was taken in, and why not where it was not. Again to put it right.

    Refuses a refusal without words, and minutes that are not out for comments.
    """
    minutes = comment.entry.minutes
    require_edit(by, at=at, group_key=minutes.meeting.group.key)
    refuse(minuting.may("answer", minutes.state))
    if not taken and not answer.strip():
        raise DomainError("Say why it was not taken in.", code="answer", field="answer")
    comment.taken, comment.answer = taken, answer.strip()
    comment.answered_at, comment.answered_by = at, by
    comment.save(update_fields=["taken", "answer", "answered_at", "answered_by"])
    _record(AuditVerb.REVIEWED, minutes, by=by, at=at, comment=str(comment.public_id))
    return comment


def require_member(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Refuse who neither sits on a group of the meeting nor keeps its record."""
    on = local_day(at)
    if access.can(by, Permission.GOVERNANCE_EDIT, on=on, group_key=meeting.group.key):
        return
    if not groups_read_in_full(by, on=on) & {each.pk for each in groups_of(meeting)}:
        raise NotPermitted(STRANGER, code="stranger")


def locked_minutes(*, meeting: Meeting) -> Minutes:
    """Return the minutes of a meeting, held until the transaction ends; made if there are none."""
    Minutes.objects.get_or_create(meeting=meeting)
    return (
        Minutes.objects.select_for_update(of=("self",))
        .select_related("meeting__group")
        .get(meeting=meeting)
    )


def refuse(verdict: Verdict, *, field: bool = False) -> None:
    """Raise the refusal of a rule; with `field` its code names the field that it is about."""
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code, field=verdict.code if field else None)


def _writable(meeting: Meeting, *, by: User, at: datetime) -> Minutes:
    require_edit(by, at=at, group_key=meeting.group.key)
    if meeting.state not in (MeetingState.OPEN, MeetingState.HELD):
        raise DomainError("The meeting has not begun.", code="not-begun")
    minutes = locked_minutes(meeting=meeting)
    refuse(minuting.may("write", minutes.state))
    return minutes


def _note_talk(item: AgendaItem, meeting: Meeting, *, at: datetime) -> None:
    """Of an item with words something was said: it does not return as one that was not reached."""
    if meeting.state != MeetingState.OPEN:
        return
    row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if row.state == ItemState.PLANNED:
        row.state, row.started_at = ItemState.DISCUSSED, row.started_at or at
        row.save(update_fields=["state", "started_at"])


def _entry(minutes: Minutes, item: AgendaItem | None) -> MinuteEntry:
    """Return the entry of an item, or the one beside them all; not stored if it is new."""
    if item is not None and item.meeting_id != minutes.meeting_id:
        raise DomainError("This item is not of this meeting.", code="item")
    found = minutes.entries.select_related("edited_by").filter(item=item).first()
    if found is not None:
        return found
    if item is not None:
        return MinuteEntry(minutes=minutes, item=item, order=item.order, part=item.part)
    last = minutes.meeting.items.aggregate(last=Max("order"))["last"] or 0
    return MinuteEntry(minutes=minutes, heading=OTHER, order=last + 1, part=Part.A)


def _record(verb: AuditVerb, row: Minutes, *, by: User, at: datetime, **facts: object) -> None:
    said = {"group": row.meeting.group.key, **facts}
    on = local_day(row.meeting.starts_at).isoformat()
    audit.record(verb=verb, on=row, by=by, at=at, reference=f"Minutes of {on}", facts=said)
