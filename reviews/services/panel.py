"""A panel's meeting: planned, its agenda, its register, cancelled. Seen by those on the case alone.

It never stands among the meetings of `governance`, nor in anybody's calendar feed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max

from governance.enums import Presence
from governance.services.checks import clean
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.verdict import Verdict
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from reviews import panel_rules
from reviews.models import Incident, PanelAttendance, PanelItem, PanelMeeting, Review
from reviews.selectors.panel import (
    Expected,
    quorum_of,
    ready_agenda,
    register_of,
    standing_of,
)
from reviews.services.chronology import hold
from reviews.services.panel_telling import tell_of_cancelling, tell_of_move

GONE: Final = "There is no such item on the agenda any more."


@dataclass(frozen=True, kw_only=True)
class MeetingFacts:
    """When and where the panel meets, and which post presides."""

    starts_at: datetime
    place: str = ""
    chair_post: str = ""


@transaction.atomic
def plan_meeting(
    *, subject: Incident | Review, facts: MeetingFacts, by: User, at: datetime
) -> PanelMeeting:
    """Plan a meeting of the panel, with the agenda that stands ready.

    One that has been held already may be written down too. Refuses whoever does not work on the
    case or does not see it.
    """
    held = hold(subject=subject, by=by, at=at)
    of = {"incident" if isinstance(held, Incident) else "review": held}
    row = PanelMeeting(**of, **vars(facts), planned_at=at, planned_by=by)
    clean(row)
    row.save(force_insert=True)
    items = [
        PanelItem(meeting=row, order=order, title=line.title, purpose=line.purpose)
        for order, line in enumerate(ready_agenda(), 1)
    ]
    PanelItem.objects.bulk_create(items)
    record(row, AuditVerb.CREATED, by=by, at=at)
    return row


@transaction.atomic
def change_meeting(
    *, meeting: PanelMeeting, facts: MeetingFacts, by: User, at: datetime
) -> PanelMeeting:
    """Move a meeting, or name another place or chair. Refuses one that was held or cancelled.

    Whoever was invited is told anew where the time or the place is another.
    """
    row = hold_meeting(meeting, by=by, at=at)
    refuse(panel_rules.may_change(standing_of(row)))
    before = (row.starts_at, row.place)
    for name, value in vars(facts).items():
        setattr(row, name, value)
    clean(row)
    row.save(update_fields=["starts_at", "place", "chair_post"])
    if before != (row.starts_at, row.place):
        tell_of_move(meeting=row, by=by, at=at)
    record(row, AuditVerb.CHANGED, by=by, at=at)
    return row


@transaction.atomic
def cancel_meeting(*, meeting: PanelMeeting, reason: str, by: User, at: datetime) -> PanelMeeting:
    """Cancel a meeting, and tell whoever was invited to it.

    Refuses no reason, and one that was held or cancelled.
    """
    row = hold_meeting(meeting, by=by, at=at)
    refuse(panel_rules.may_change(standing_of(row)))
    if not reason.strip():
        raise DomainError("Say why it is cancelled.", code="reason-needed", field="reason")
    row.cancelled_because = reason.strip()
    row.save(update_fields=["cancelled_because"])
    tell_of_cancelling(meeting=row, by=by, at=at)
    record(row, AuditVerb.ENDED, by=by, at=at)
    return row


@transaction.atomic
def add_item(*, meeting: PanelMeeting, title: str, by: User, at: datetime) -> PanelItem:
    """Put an item at the end of the agenda. Refuses no title, and a meeting that was held."""
    row = hold_meeting(meeting, by=by, at=at)
    refuse(panel_rules.may_change(standing_of(row)))
    if not title.strip():
        raise DomainError("Say what the item is about.", code="title-needed", field="title")
    last = row.items.aggregate(Max("order"))["order__max"] or 0
    item = PanelItem(meeting=row, order=last + 1, title=title.strip())
    clean(item)
    item.save(force_insert=True)
    record(row, AuditVerb.CHANGED, by=by, at=at, item=str(item.public_id))
    return item


@transaction.atomic
def remove_item(*, item: PanelItem, by: User, at: datetime) -> None:
    """Take an item off the agenda.

    Refuses one of the four purposes, one that has been minuted, and a meeting that was held.
    """
    meeting = hold_meeting(item.meeting, by=by, at=at)
    refuse(panel_rules.may_change(standing_of(meeting)))
    row = meeting.items.filter(pk=item.pk).first()
    if row is None:
        raise DomainError(GONE, code="gone")
    if row.purpose or row.minutes:
        raise DomainError("This item stays: it has a purpose or minutes.", code="stays")
    record(meeting, AuditVerb.CHANGED, by=by, at=at, item=str(row.public_id))
    row.delete()


@transaction.atomic
def save_register(
    *, meeting: PanelMeeting, codes: Mapping[str, str], by: User, at: datetime
) -> int:
    """Keep how the posts of the register were there; return how many marks changed.

    `codes` are by the key of each post; an empty one takes the mark away. Refuses a day that has
    not come, a register that is closed, and a way of being there that is not known.
    """
    row = hold_meeting(meeting, by=by, at=at)
    refuse(panel_rules.may_register(standing_of(row), today=local_day(at)))
    changed = sum(
        _mark(row, each, codes[each.key])
        for each in register_of(row, _subject(row))
        if each.key in codes and codes[each.key] != each.code
    )
    if changed:
        record(row, AuditVerb.CHANGED, by=by, at=at, register=changed)
    return changed


@transaction.atomic
def add_guest(
    *, meeting: PanelMeeting, post: str, code: str, by: User, at: datetime
) -> PanelAttendance:
    """Put a post on the register that was not expected. Refuses one that stands there already."""
    row = hold_meeting(meeting, by=by, at=at)
    refuse(panel_rules.may_register(standing_of(row), today=local_day(at)))
    named = post.strip()
    if not named:
        raise DomainError("Name the post.", code="post-needed", field="post")
    if any(each.post.casefold() == named.casefold() for each in register_of(row, _subject(row))):
        raise DomainError(
            "This post stands on the register already.", code="there-already", field="post"
        )
    guest = PanelAttendance(meeting=row, post=named, code=code)
    clean(guest)
    guest.save(force_insert=True)
    record(row, AuditVerb.CHANGED, by=by, at=at, register=1)
    return guest


@transaction.atomic
def close_register(*, meeting: PanelMeeting, by: User, at: datetime) -> PanelMeeting:
    """Close the register and keep with it whether the panel was quorate, and who was missing.

    Refuses a register on which nobody is marked. Without a quorum the meeting counts as held all
    the same, and says so.
    """
    row = hold_meeting(meeting, by=by, at=at)
    refuse(panel_rules.may_register(standing_of(row), today=local_day(at)))
    register = [each for each in register_of(row, _subject(row)) if each.code]
    if not register:
        raise DomainError("Mark who was there first.", code="nobody")
    row.quorum = quorum_of(register_of(row, _subject(row)))
    row.held_at, row.held_by = at, by
    row.save(update_fields=["quorum", "held_at", "held_by"])
    record(row, AuditVerb.COMPLETED, by=by, at=at, quorate=row.quorum["is_met"])
    return row


@transaction.atomic
def reopen_register(*, meeting: PanelMeeting, reason: str, by: User, at: datetime) -> PanelMeeting:
    """Open a closed register again, to put it right; the marks stay and are closed once more.

    The audit keeps what was closed: by whom and when, each mark, whether it was quorate. Refuses no
    reason, a register that is open, and one whose minutes are agreed.
    """
    row = hold_meeting(meeting, by=by, at=at)
    refuse(panel_rules.may_reopen(standing_of(row)))
    why = reason.strip()
    if not why:
        raise DomainError("Say what has to be put right.", code="reason-needed", field="reason")
    closed = {
        "closed_at": row.held_at.isoformat() if row.held_at else "",
        "closed_by": str(row.held_by.public_id) if row.held_by else "",
        "quorate": row.quorum["is_met"],
        "present": row.quorum["present"],
        "marks": {str(each.public_id): each.code for each in row.attendance.order_by("pk")},
    }
    row.held_at, row.held_by, row.quorum = None, None, {}
    row.save(update_fields=["held_at", "held_by", "quorum"])
    record(row, AuditVerb.CORRECTED, by=by, at=at, because=why, **closed)
    return row


def hold_meeting(meeting: PanelMeeting, *, by: User, at: datetime) -> PanelMeeting:
    """Return the meeting locked, for somebody who works on its case and sees it."""
    hold(subject=_subject(meeting), by=by, at=at)
    rows = PanelMeeting.objects.select_for_update(of=("self",))
    return rows.select_related("incident", "review").get(pk=meeting.pk)


def refuse(verdict: Verdict) -> None:
    """Raise the refusal of a rule; its code is the name of the field that it is about."""
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code, field=verdict.code)


def record(meeting: PanelMeeting, verb: AuditVerb, *, by: User, at: datetime, **facts: Any) -> None:
    """Write the act to the audit, on the meeting, under the reference of its case."""
    subject = _subject(meeting)
    audit.record(verb=verb, on=meeting, by=by, at=at, reference=subject.reference, facts=facts)


def _subject(meeting: PanelMeeting) -> Incident | Review:
    found = meeting.incident or meeting.review
    assert found is not None  # noqa: S101 -- a constraint says so, for the type checker
    return found


def _mark(meeting: PanelMeeting, expected: Expected, code: str) -> int:
    rows = PanelAttendance.objects.filter(meeting=meeting, post=expected.post)
    if not code:
        return rows.delete()[0]
    if code not in Presence.values:
        raise DomainError("Choose how the post was there.", code="unknown", field=expected.key)
    if rows.update(code=code):
        return 1
    PanelAttendance.objects.create(
        meeting=meeting,
        seat=expected.seat,
        organisation=expected.organisation,
        post=expected.post,
        partner=expected.partner,
        code=code,
    )
    return 1
