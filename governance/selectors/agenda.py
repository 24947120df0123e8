"""Agendas as services ask for them: what stands on one, what returns, where the next one is."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from governance.enums import ActionState, ItemState, MeetingKind, MeetingState
from governance.models import Action, AgendaItem, Group, Meeting, StandingItem
from krscp_portal.foundation.moment import local_day
from partnerships.models import Appointment, User

USUAL = (MeetingKind.ORDINARY, MeetingKind.EXTRAORDINARY, MeetingKind.JOINT)
OVER = (MeetingState.HELD, MeetingState.CANCELLED)
NOT_DONE = (ActionState.OPEN, ActionState.DONE)


def next_meeting_of(group: Group, *, after: datetime) -> Meeting | None:
    """Return the group's own next meeting that has not begun, a draft too; one query."""
    planned = group.meetings.filter(
        state__in=(MeetingState.DRAFT, MeetingState.SENT), kind__in=USUAL, starts_at__gt=after
    )
    found: Meeting | None = planned.select_related("group").order_by("starts_at", "pk").first()
    return found


def standing_for(groups: list[Group]) -> list[StandingItem]:
    """Return what stands on an agenda: all of the first group's, and what others have locked in.

    Each title once; one query.
    """
    rows = StandingItem.objects.current()
    first, others = groups[0], groups[1:]
    belongs = _belongs([first]) | _belongs(others) & Q(locked=True)
    # A locked row comes before one of the same title that is not.
    found = rows.filter(belongs).order_by("order", "pk").select_related("group")
    once: dict[str, StandingItem] = {}
    for row in sorted(found, key=lambda each: not each.locked):
        once.setdefault(row.title.casefold(), row)
    return sorted(once.values(), key=lambda each: (each.order, each.pk))


def items_on(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Return what is on a meeting's agenda, in its order, with what was withdrawn from it."""
    return meeting.items.select_related("standing").order_by("order", "pk")


def items_to_return(meeting: Meeting) -> QuerySet[AgendaItem]:
    """Return the items of a meeting that nothing carries on yet, with `open_actions`; one query."""
    waiting = Action.objects.filter(item=OuterRef("pk"), state__in=NOT_DONE)
    carried = AgendaItem.objects.filter(carried_from=OuterRef("pk")).exclude(
        state=ItemState.WITHDRAWN
    )
    return (
        items_on(meeting)
        .select_related("group")
        .filter(~Exists(carried))
        .annotate(open_actions=Exists(waiting))
    )


def missed_standing(group: Group, standing: list[StandingItem]) -> dict[int, AgendaItem]:
    """Return the last item that each standing item missed, where no later one carries it on.

    For a standing item that had no next meeting to go to when its meeting ended; one query.
    """
    rows = AgendaItem.objects.filter(
        standing__in=standing, group=group, meeting__state__in=OVER
    ).order_by("meeting__starts_at", "pk")
    last = {row.standing_id: row for row in rows}
    carried = set(
        AgendaItem.objects.filter(carried_from__in=last.values()).values_list(
            "carried_from", flat=True
        )
    )
    missed = {ItemState.NOT_REACHED, ItemState.DEFERRED}
    return {
        key: row
        for key, row in last.items()
        if key is not None and row.state in missed and row.pk not in carried
    }


def readers_of(meeting: Meeting) -> list[User]:
    """Return the accounts of those who are asked to a meeting by their seats; one query."""
    held = Appointment.objects.filter(
        seat__in=meeting.invitees.filter(seat__isnull=False).values("seat"),
        period__contains=local_day(meeting.starts_at),
    )
    return list(User.objects.filter(person__appointments__in=held).distinct().order_by("pk"))


def _belongs(groups: list[Group]) -> Q:
    kinds = {each.kind for each in groups}
    return Q(group__in=groups) | Q(group__isnull=True, group_kind__in=kinds)
