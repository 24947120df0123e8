"""Minutes as the live page shows them: each item with its entry, what came of it, who edits it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from governance.enums import ItemState, MeetingState, MinutesState
from governance.models import AgendaItem, ItemInterest, Meeting, MinuteEntry, Minutes
from governance.selectors.actions import ActionLine, actions_from
from governance.selectors.decisions import DecisionLine, decisions_of_meeting, interests_at
from governance.selectors.members import groups_of
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.moment import local, local_day
from partnerships.access import Standing
from partnerships.models import Appointment, User
from partnerships.roles import Permission

JUST_NOW = timedelta(seconds=60)
OTHER_KEY = "other"
TONES = {
    MinutesState.DRAFT: "yellow",
    MinutesState.COMMENTS: "blue",
    MinutesState.APPROVED: "green",
    MinutesState.PUBLISHED: "green",
}


@dataclass(frozen=True)
class Card:
    """One item on the live page. `key` names its fields; `other` is the entry beside them all."""

    key: str
    item: AgendaItem | None
    entry: MinuteEntry | None
    decisions: tuple[DecisionLine, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    interests: tuple[ItemInterest, ...] = ()
    comments: int = 0
    time: str = ""
    hand: str = ""

    @property
    def title(self) -> str:
        return f"{self.item.number} {self.item.title}".strip() if self.item else "Other matters"

    @property
    def text(self) -> str:
        return self.entry.text if self.entry else ""

    @property
    def revision(self) -> int:
        return self.entry.revision if self.entry else 0

    @property
    def must(self) -> bool:
        """Say whether the outcome has to be minuted before approval."""
        return bool(self.item and self.item.standing and self.item.standing.locked)

    @property
    def is_settled(self) -> bool:
        """Say whether nothing more can be said of the item's state here."""
        return self.item is not None and self.item.state not in (
            ItemState.PLANNED, ItemState.DISCUSSED, ItemState.CLOSED,
        )  # fmt: skip


def minutes_of(meeting: Meeting) -> Minutes | None:
    """Return the minutes of a meeting, if anything was written; one query."""
    return Minutes.objects.filter(meeting=meeting).select_related("approved_in").first()


def cards_of(
    meeting: Meeting, user: User, standing: Standing, *, reads_b: bool, at: datetime
) -> list[Card]:
    """Return the items of a meeting with their entries and what came of them; nine queries.

    Items of part B for its readers alone. What was withdrawn is left out.
    """
    on = local_day(at)
    items = [
        row
        for row in meeting.items.select_related("standing", "lead").order_by("order", "pk")
        if row.state != ItemState.WITHDRAWN and (reads_b or row.part == "A")
    ]
    entries = entries_of(meeting)
    decisions = decisions_of_meeting(meeting, user, standing, on=on)
    actions = actions_from(user, standing, on=on, item_ids=[row.pk for row in items])
    interests = interests_at(meeting)
    cards = [
        Card(
            key=str(row.public_id),
            item=row,
            entry=entries.get(row.pk),
            decisions=tuple(each for each in decisions if each.decision.item_id == row.pk),
            actions=tuple(each for each in actions if each.action.item_id == row.pk),
            interests=tuple(each for each in interests if each.item_id == row.pk),
            comments=_waiting(entries.get(row.pk)),
            time=time_words(row, at=at) if meeting.state == MeetingState.OPEN else "",
            hand=hand_words(entries.get(row.pk), user, at=at),
        )
        for row in items
    ]
    other = entries.get(None)
    general = Card(
        OTHER_KEY, None, other, comments=_waiting(other), hand=hand_words(other, user, at=at)
    )
    return [*cards, general]


def entries_of(meeting: Meeting) -> dict[int | None, MinuteEntry]:
    """Return what was written, by item, with its comments; two queries."""
    rows = MinuteEntry.objects.filter(minutes__meeting=meeting).select_related("edited_by")
    loaded = rows.prefetch_related("comments__by", "comments__answered_by")
    return {row.item_id: row for row in loaded.order_by("order", "pk")}


def time_words(item: AgendaItem, *, at: datetime) -> str:
    """Say how long an item has taken so far, beside what was planned for it."""
    if item.started_at is None:
        return f"{item.minutes} minutes planned" if item.minutes else ""
    took = int(((item.ended_at or at) - item.started_at).total_seconds() // 60)
    if not item.minutes:
        return f"{took} min"
    over = f", {took - item.minutes} over" if took > item.minutes else ""
    return f"{took} of {item.minutes} min{over}"


def hand_words(entry: MinuteEntry | None, user: User, *, at: datetime) -> str:
    """Say who else has saved an entry within the last minute, or nothing."""
    if entry is None or entry.edited_at is None or entry.edited_by is None:
        return ""
    if entry.edited_by_id == user.pk or at - entry.edited_at > JUST_NOW:
        return ""
    return f"{entry.edited_by.display_name} is writing here too (saved {local(entry.edited_at):%H:%M:%S})"


def members_to_tell(meeting: Meeting) -> list[User]:
    """Return the accounts of those who sit on the meeting's groups on its day; one query."""
    on = local_day(meeting.starts_at)
    rows = Appointment.objects.filter(period__contains=on, person__user__is_active=True)
    rows = rows.filter(seat__group_seats__group__in=groups_of(meeting)).filter(
        Q(seat__group_seats__to_on__isnull=True) | Q(seat__group_seats__to_on__gte=on)
    )
    found = rows.select_related("person__user").order_by("pk")
    return list({each.person.user: None for each in found if each.person.user is not None})


def may_see_draft(
    standing: Standing, meeting: Meeting, minutes: Minutes | None, *, sits: bool
) -> bool:
    """Say whether somebody sees minutes that are not approved: who keeps the record, and members
    once they are out for comments.
    """
    if standing.can(Permission.GOVERNANCE_EDIT, group_key=meeting.group.key):
        return True
    return sits and minutes is not None and minutes.state == MinutesState.COMMENTS


def meetings_after(meeting: Meeting) -> list[tuple[str, str]]:
    """Return the later meetings of the group that have begun, as a form offers them; one query."""
    rows = Meeting.objects.of_group(meeting.group).filter(
        state__in=(MeetingState.OPEN, MeetingState.HELD), starts_at__gt=meeting.starts_at
    )
    return [
        (str(row.public_id), f"{row.title}, {in_words(local(row.starts_at))}")
        for row in rows.order_by("starts_at", "pk")
    ]


def due_day(on: date) -> date:
    """Return the day until which members are asked by default: a week from today."""
    return on + timedelta(days=7)


def _waiting(entry: MinuteEntry | None) -> int:
    if entry is None:
        return 0
    return sum(each.taken is None for each in entry.comments.all())
