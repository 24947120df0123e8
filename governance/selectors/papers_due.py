"""Papers that are due soon for a meeting: whose lead has brought none, and is told once."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from governance.enums import ItemState, MeetingState
from governance.models import AgendaItem, Meeting, Paper
from partnerships.enums import AppointmentKind
from partnerships.models import Appointment
from partnerships.reminders import Reminder

BEFORE = timedelta(days=5)
"""So long before the day for papers the leads are told. House practice."""
SUBJECT = "A paper of yours is due for a meeting"


def reminders(on: date) -> list[Reminder]:
    """Return, for each meeting whose papers fall due, the leads of items that have no paper yet.

    From five days before the day for papers until that day; each lead is told once for each day
    that was set. Nobody is told of a meeting that has not been sent. Two queries, one without such
    an item.
    """
    items = _without_paper(on)
    users = _users({item.lead_id for item in items if item.lead_id}, on=on) if items else {}
    told: dict[Meeting, set[int]] = {}
    for item in items:
        if item.meeting is not None:
            told.setdefault(item.meeting, set()).update(users.get(item.lead_id, ()))
    return [
        Reminder(
            key=f"papers-due:{meeting.public_id}:{meeting.papers_due_on}",
            subject=SUBJECT,
            path=f"meetings/{meeting.public_id}/agenda/",
            also=tuple(sorted(people)),
        )
        for meeting, people in told.items()
        if people
    ]


def _without_paper(on: date) -> list[AgendaItem]:
    papers = Paper.objects.filter(item=OuterRef("pk"), withdrawn_at__isnull=True)
    rows = AgendaItem.objects.filter(
        ~Exists(papers),
        meeting__state=MeetingState.SENT,
        meeting__papers_due_on__range=(on, on + BEFORE),
        state=ItemState.PLANNED,
        lead__isnull=False,
    )
    return list(rows.select_related("meeting").order_by("meeting__papers_due_on", "pk"))


def _users(seats: Iterable[int], *, on: date) -> dict[int | None, set[int]]:
    """Return the accounts of whoever fills each seat, or stands in where nobody fills it."""
    rows = Appointment.objects.filter(
        seat__in=list(seats), period__contains=on, person__user__is_active=True
    )
    filling: dict[int | None, set[int]] = {}
    deputies: dict[int | None, set[int]] = {}
    for seat, kind, user in rows.values_list("seat_id", "kind", "person__user_id"):
        chosen = deputies if kind == AppointmentKind.DEPUTY else filling
        chosen.setdefault(seat, set()).add(user)
    return {**deputies, **filling}
