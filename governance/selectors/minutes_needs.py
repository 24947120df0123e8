"""Minutes that wait for somebody: for a comment, for an answer to one, for approval."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from governance.enums import MinutesState
from governance.models import GroupSeat, MeetingGroup, Minutes, MinutesComment
from governance.selectors.reading import places_read_in_full
from partnerships.access import Standing
from partnerships.models import User
from partnerships.needs import MOST, Need
from partnerships.roles import Permission

VIEW, EDIT = Permission.GOVERNANCE_VIEW, Permission.GOVERNANCE_EDIT


def needs_of_minutes(user: User, standing: Standing, on: date) -> list[Need]:
    """Return the minutes out for comments that wait for this person; one query.

    Members are asked until the last day for comments, unless they have said something. Whoever
    keeps the record, and so reads part B of it, is told of comments without an answer, and once
    the day has passed and none is left, that the minutes can be approved. Nothing for whoever sees
    no group.
    """
    if not standing.can_for_an_agency(VIEW) and not standing.can_in_some_group(EDIT):
        return []
    rows = _out_for_comments(user, standing, on=on)
    found = (_need(row, standing, on=on) for row in rows)
    return [need for need in found if need is not None][:MOST]


def _out_for_comments(user: User, standing: Standing, *, on: date) -> QuerySet[Minutes]:
    mine = places_read_in_full(user, on=on)
    rows = Minutes.objects.filter(state=MinutesState.COMMENTS).annotate(
        sits=Exists(mine.filter(group=OuterRef("meeting__group"))) | _shares(mine),
        has_spoken=Exists(MinutesComment.objects.filter(entry__minutes=OuterRef("pk"), by=user)),
        waits=Count("entries__comments", filter=Q(entries__comments__taken=None)),
    )
    if not standing.can(EDIT):
        kept = [group for group, held in standing.in_groups if held == EDIT]
        rows = rows.filter(Q(sits=True) | Q(meeting__group__key__in=kept))
    return rows.select_related("meeting__group").order_by("comments_until", "pk")


def _shares(mine: QuerySet[GroupSeat]) -> Exists:
    """Say whether one of somebody's places is on a group that shares the meeting."""
    joined = MeetingGroup.objects.filter(meeting=OuterRef("meeting"))
    return Exists(joined.filter(group__in=mine.values("group")))


def _need(row: Any, standing: Standing, *, on: date) -> Need | None:
    """Return what one row asks of the person: to answer first, else to comment, else to approve."""
    about = f"{row.meeting.title} ({row.meeting.group.name})"
    keeps = bool(standing.can(EDIT, group_key=row.meeting.group.key))
    path = f"{row.meeting.path}minutes/"
    is_over = row.comments_until is not None and row.comments_until < on
    if keeps and row.waits:
        waits = "1 comment" if row.waits == 1 else f"{row.waits} comments"
        what = f"Answer what members say of the minutes of {about}"
        return Need(what=what, path=f"{path}comments/", state=waits)
    if row.sits and not row.has_spoken and not is_over:
        what = f"Read the draft minutes of {about} and say what should change"
        return Need(what=what, path=f"{path}comments/", due_on=row.comments_until)
    if keeps and is_over:
        what = f"Have the minutes of {about} approved"
        return Need(what=what, path=path, state="All answered")
    return None
