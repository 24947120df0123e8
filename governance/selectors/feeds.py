"""What a calendar feed shows, and the feeds that a person has made.

A feed shows no more than its maker may see on the day on which it is read: whoever holds no role
any more has no feed. Titles are neutral, because a calendar is shown on screens in meeting rooms:
the group's short name, never an item, a case or a word of part B.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from deadlines.models import Deadline
from deadlines.neutral import WORK
from governance import ics
from governance.enums import InviteeRole, MeetingState
from governance.models import CalendarFeed, Group, Invitee, Meeting
from governance.models.meetings import MeetingQuerySet
from krscp_portal.foundation.moment import local_day
from partnerships import access
from partnerships.access import Standing
from partnerships.enums import AppointmentKind
from partnerships.models import Appointment, Partnership, User
from partnerships.roles import Permission
from partnerships.tokens import hash_of

BACK = timedelta(days=180)  # what is longer ago is in the portal


@dataclass(frozen=True)
class Feed:
    """One of a person's feeds as the page lists it."""

    public_id: UUID
    what: str
    with_deadlines: bool
    row: CalendarFeed


def feeds_of(*, user: User) -> list[Feed]:
    """Return the person's live feeds in the open partnership, the newest first; one query."""
    rows = CalendarFeed.objects.filter(user=user, revoked_at=None).select_related("group")
    return [
        Feed(
            public_id=row.public_id,
            what=row.group.name if row.group else "My meetings",
            with_deadlines=row.with_deadlines,
            row=row,
        )
        for row in rows.order_by("-made_at", "-pk")
    ]


def feed_by(token: str) -> CalendarFeed | None:
    """Return the live feed of the open partnership with this secret; one query."""
    found = CalendarFeed.objects.filter(token_hash=hash_of(token), revoked_at=None)
    return found.select_related("user", "group").first()


def entries_of(
    feed: CalendarFeed, *, partnership: Partnership, root: str, on: date
) -> list[ics.Entry] | None:
    """Return what the feed shows today; None where its maker may see nothing here any more."""
    user = feed.user
    if user is None or not user.is_active:
        return None
    standing = access.standing(user, on=on)
    if not _may_read(feed, standing):
        return None
    rows = _told(on=on)
    rows = rows.of_group(feed.group) if feed.group else rows.filter(pk__in=_asked(user, on=on))
    found = [_entry(each, partnership=partnership, root=root) for each in rows]
    if feed.with_deadlines and standing.can(Permission.DEADLINE_VIEW):
        found += _deadlines(user, standing, partnership=partnership, on=on)
    return found


def public_entries(*, partnership: Partnership, on: date) -> list[ics.Entry]:
    """Return the meetings that the partnership shows to everybody; one query."""
    rows = _told(on=on).filter(is_public=True)
    return [_entry(each, partnership=partnership, root="") for each in rows]


def name_of(feed: CalendarFeed, partnership: Partnership) -> str:
    """Return what a calendar program calls the feed."""
    what = _short(feed.group) if feed.group else "my meetings"
    return f"{partnership.short_name}: {what}"


def _may_read(feed: CalendarFeed, standing: Standing) -> bool:
    if feed.group is None:
        return bool(standing)
    return bool(standing.can(Permission.GOVERNANCE_VIEW))


def _told(*, on: date) -> MeetingQuerySet:
    """Return the meetings that people have been told of, cancelled ones too."""
    rows: MeetingQuerySet = Meeting.objects.told().filter(told_at__isnull=False)
    rows = rows.filter(starts_at__date__gte=on - BACK)
    return rows.select_related("group").order_by("starts_at", "pk")


def _asked(user: User, *, on: date) -> list[int]:
    """Return the meetings to which the person is asked: as a seat's holder that day, or a deputy.

    Three queries, however many meetings there are.
    """
    held = [
        (each.seat_id, each.period)
        for each in Appointment.objects.filter(person__user=user).exclude(
            kind=AppointmentKind.DEPUTY
        )
    ]
    rows = Invitee.objects.filter(
        Q(seat__in=[seat for seat, _period in held])
        | Q(deputy__user=user)
        | Q(role=InviteeRole.GUEST, guest_email__iexact=user.email),
        meeting__starts_at__date__gte=on - BACK,
    ).select_related("meeting", "deputy")
    found = []
    for row in rows:
        day = local_day(row.meeting.starts_at)
        is_held = any(seat == row.seat_id and _contains(period, day) for seat, period in held)
        is_deputy = row.deputy is not None and row.deputy.user_id == user.pk
        if is_held or is_deputy or row.seat_id is None:
            found.append(row.meeting_id)
    return found


def _contains(period: object, day: date) -> bool:
    lower, upper = period.lower, period.upper  # type: ignore[attr-defined]
    return bool((lower is None or lower <= day) and (upper is None or day < upper))


def _entry(meeting: Meeting, *, partnership: Partnership, root: str) -> ics.Entry:
    return ics.Entry(
        uid=f"{meeting.public_id}@{partnership.slug}.meetings",
        title=f"{_short(meeting.group)} meeting",
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        changed_at=meeting.changed_at,
        sequence=meeting.sequence,
        cancelled=meeting.state == MeetingState.CANCELLED,
        place=meeting.place,
        link=f"{root}{meeting.path}" if root else "",
    )


def _short(group: Group) -> str:
    return group.short_name or group.name


def _deadlines(
    user: User, standing: Standing, *, partnership: Partnership, on: date
) -> list[ics.Entry]:
    """Return the open clocks that the person may see, in words that name no case.

    A clock keeps no count of its moves, so the number is the day's: it always grows.
    """
    rows = Deadline.objects.visible_to(user, standing).open().filter(due_on__gte=on - BACK)
    return [
        ics.Entry(
            uid=f"{each.public_id}@{partnership.slug}.deadlines",
            title=f"{_work(each)} is due",
            starts=each.due_on,
            changed_at=datetime.combine(on, time(), tzinfo=UTC),
            sequence=on.toordinal(),
        )
        for each in rows.select_related("rule").order_by("due_on", "pk")
        if each.due_on is not None
    ]


def _work(deadline: Deadline) -> str:
    return WORK.get(deadline.rule_key) or WORK.get(deadline.rule.subject, "Something")
