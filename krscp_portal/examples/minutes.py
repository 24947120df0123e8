"""Keeps what the fictional partnership decided and minuted at meetings, as they are held."""

from datetime import datetime, timedelta
from functools import partial

from governance.models import Decision, Group, Meeting, Minutes
from governance.services.decisions import DecisionFacts, record_decision
from governance.services.minutes import Typed, ask_for_comments, save_entry
from governance.services.minutes_approval import approve_minutes
from governance.services.positions import PositionFacts
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships.models import Seat

WEEK = timedelta(days=7)


def minute(load: Load, meeting: Meeting, *, back: int, at: datetime) -> None:
    """Keep what the file has of a meeting that was held: decisions, and minutes out for comments.

    `back` counts the meetings that the group has held by the day of loading, from the last one.
    """
    for row in load.rows("minutes"):
        if (row["group"], row["back"]) == (meeting.group.key, back):
            make = partial(_minutes, load, meeting, row, at=at)
            load.ledger.once("minutes", f"{row['group']}:{back}", make)


def load_decisions_between(load: Load) -> None:
    """Load what was decided between meetings and waits for the next one to minute it."""
    groups = {group.key: group for group in Group.objects.current()}
    seats = {seat.key: seat for seat in Seat.objects.all()}
    for row in load.rows("decision_between"):
        facts = DecisionFacts(
            group=groups[row["group"]],
            title=row["title"],
            text=row["text"],
            reached="partner",
            lead=seats[row["lead"]],
            decided_on=local_day(load.now) - timedelta(days=row["days_ago"]),
        )
        make = partial(record_decision, facts=facts, by=load.by, at=load.now)
        load.ledger.once("decision_between", row["title"], make)


def _minutes(load: Load, meeting: Meeting, row: Row, *, at: datetime) -> Minutes:
    for title, text in row.get("decisions", {}).items():
        _decide(load, meeting, title, text, at=at)
    entry = save_entry(meeting=meeting, typed=Typed(None, row["text"], 0), by=load.by, at=at)
    ask_for_comments(meeting=meeting, until=local_day(at) + WEEK, by=load.by, at=at)
    if row.get("approved", False):
        load.timeline.add(min(at + 2 * WEEK, load.now), partial(_approve, load, meeting))
    return entry.minutes


def _approve(load: Load, meeting: Meeting, *, at: datetime) -> None:
    approve_minutes(meeting=meeting, approved_in=None, approved_on=local_day(at), by=load.by, at=at)


def _decide(
    load: Load, meeting: Meeting, title: str, text: str, *, at: datetime
) -> Decision | None:
    """Record a decision to which the partners in the room agreed; without a quorum it is minuted only.

    Whoever has an open interest on the register takes no part, as the refusal asks.
    """
    there = meeting.marks.filter(presence__in=("present", "virtual", "deputy"), seat__isnull=False)
    rows = there.exclude(seat__speaks_for="").select_related("seat").order_by("pk")
    stances = {f"stance_{row.seat.public_id}": row.seat for row in rows if row.seat is not None}
    apart: set[str] = set()
    for _attempt in range(len(stances) + 1):
        positions = tuple(
            PositionFacts(seat, "no_part" if field in apart else "agrees")
            for field, seat in stances.items()
        )
        facts = DecisionFacts(
            group=meeting.group, title=title, text=text, meeting=meeting, positions=positions
        )
        try:
            return record_decision(facts=facts, by=load.by, at=at)
        except DomainError as refusal:
            if refusal.field not in stances:
                return None
            apart.add(refusal.field)
    return None
