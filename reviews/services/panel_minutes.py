"""The minutes of a panel: written item by item, agreed, and the actions that it opens at once.

A save names the revision that it began from. One that began from an older text is not taken: the
person sees both texts and says which to keep.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from governance.enums import ActionSource
from governance.models import Action
from governance.services.actions import ActionFacts, open_action
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships.enums import AuditVerb
from partnerships.models import Seat, User
from reviews import panel_rules
from reviews.models import PanelItem, PanelMeeting
from reviews.selectors.panel import standing_of
from reviews.services.panel import GONE, hold_meeting, record, refuse


class MinutedMeanwhile(DomainError):
    """Somebody else saved the item since the text was begun; `item` holds what they wrote."""

    def __init__(self, item: PanelItem) -> None:
        who = item.edited_by.display_name if item.edited_by else "Somebody"
        super().__init__(
            f"{who} changed these minutes while you wrote. Nothing is lost: both texts are shown. "
            "Put them together in the box, then save.",
            code="changed-meanwhile",
        )
        self.item = item


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What was typed, and the revision that it began from.

    `over` is the revision of the other text that the person has seen and wants to replace.
    """

    text: str
    revision: int
    over: int | None = None


@transaction.atomic
def save_minutes(*, item: PanelItem, typed: Typed, by: User, at: datetime) -> PanelItem:
    """Keep what was typed of one item; the same text again changes nothing.

    Refuses a day that has not come, minutes that are agreed, a text that is too long, and, by
    `MinutedMeanwhile`, one that began from an older text.
    """
    meeting = hold_meeting(item.meeting, by=by, at=at)
    refuse(panel_rules.may_minute(standing_of(meeting), today=local_day(at)))
    row = meeting.items.select_related("edited_by").filter(pk=item.pk).first()
    if row is None:
        raise DomainError(GONE, code="gone")
    text = typed.text.replace("\r\n", "\n").strip()
    if len(text) > panel_rules.LONGEST:
        raise DomainError(
            f"Minutes of an item have {panel_rules.LONGEST:,} characters at most.",
            code="too-long",
            field="text",
        )
    if row.minutes == text:
        return row
    if row.revision not in (typed.revision, typed.over):
        raise MinutedMeanwhile(row)
    row.minutes, row.edited_at, row.edited_by = text, at, by
    row.revision += 1
    row.save(update_fields=["minutes", "edited_at", "edited_by", "revision"])
    record(meeting, AuditVerb.CHANGED, by=by, at=at, item=str(row.public_id))
    return row


@transaction.atomic
def agree_minutes(
    *, meeting: PanelMeeting, agreed_on: date, by: User, at: datetime
) -> PanelMeeting:
    """Note that the panel agreed its minutes; they are not changed any more.

    Refuses a register that is open, one of the four purposes without minutes, and a day that has
    not come or lies before the meeting.
    """
    row = hold_meeting(meeting, by=by, at=at)
    empty = row.items.exclude(purpose="").filter(minutes="").order_by("order")
    titles = list(empty.values_list("title", flat=True))
    today = local_day(at)
    refuse(panel_rules.may_agree(standing_of(row), titles, on=agreed_on, today=today))
    row.minutes_agreed_on = agreed_on
    row.save(update_fields=["minutes_agreed_on"])
    record(row, AuditVerb.CONFIRMED, by=by, at=at)
    return row


@transaction.atomic
def open_immediate_action(
    *, meeting: PanelMeeting, title: str, owner: Seat, due_on: date, by: User, at: datetime
) -> Action:
    """Give a seat something to do at once. Its source is the case's reference, never its words.

    Confidential, so that it stands only where part B is read. Refuses a day that has not come and
    a cancelled meeting, and what `governance.services.actions.open_action` refuses.
    """
    row = hold_meeting(meeting, by=by, at=at)
    stands = standing_of(row)
    if stands.is_cancelled or local_day(at) < stands.on:
        refuse(panel_rules.may_minute(stands, today=local_day(at)))
    subject = row.incident or row.review
    assert subject is not None  # noqa: S101 -- a constraint says so, for the type checker
    facts = ActionFacts(
        title=title,
        owner=owner,
        due_on=due_on,
        source=ActionSource.REVIEW,
        source_id=subject.public_id,
        source_label=subject.reference,
        source_path=f"{subject.path}panel/{row.public_id}/",
        confidential=True,
    )
    return open_action(facts=facts, by=by, at=at)


@transaction.atomic
def note_minutes_taken(*, meeting: PanelMeeting, by: User, at: datetime) -> None:
    """Write down that somebody took the minutes away as a file. Refuses nobody: the page did."""
    record(meeting, AuditVerb.DOWNLOADED, by=by, at=at, format="pdf")
