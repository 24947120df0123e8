"""Loads what the fictional partnership decided and minuted at meetings that it has held."""

from datetime import timedelta
from functools import partial

from governance.enums import MeetingState
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


def load_minutes(load: Load) -> None:
    """Load the minutes of held meetings, some out for comments and some approved; once each.

    `back` counts the group's held meetings from the last one. Where too few were held by the day of
    loading the row waits for a later load.
    """
    groups = {group.key: group for group in Group.objects.current()}
    for row in load.rows("minutes"):
        held = Meeting.objects.filter(group=groups[row["group"]], state=MeetingState.HELD)
        found = list(held.select_related("group").order_by("-starts_at")[: row["back"]])
        if len(found) == row["back"]:
            make = partial(_minutes, load, found[-1], row)
            load.ledger.once("minutes", f"{row['group']}:{row['back']}", make)


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


def _minutes(load: Load, meeting: Meeting, row: Row) -> Minutes:
    end = meeting.ends_at
    for title, text in row.get("decisions", {}).items():
        _decide(load, meeting, title, text)
    typed = Typed(None, row["text"], 0)
    entry = save_entry(meeting=meeting, typed=typed, by=load.by, at=end)
    until = local_day(end) + WEEK
    ask_for_comments(meeting=meeting, until=until, by=load.by, at=end)
    if row.get("approved", False):
        at = min(end + 2 * WEEK, load.now)
        approve_minutes(
            meeting=meeting, approved_in=None, approved_on=local_day(at), by=load.by, at=at
        )
    return entry.minutes


def _decide(load: Load, meeting: Meeting, title: str, text: str) -> Decision | None:
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
            return record_decision(facts=facts, by=load.by, at=meeting.ends_at)
        except DomainError as refusal:
            if refusal.field not in stances:
                return None
            apart.add(refusal.field)
    return None
