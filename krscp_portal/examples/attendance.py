"""Loads the registers of the fictional partnership's held meetings.

The file says for each group how its seats usually are, letter by letter, and which of them missed
the last meetings. Who held no seat on a meeting's day is on no register.
"""

from functools import partial

from governance import attendance_rules as rules
from governance.enums import MeetingState
from governance.models import Group, Meeting
from governance.selectors.members import Sitting, sitting_at
from governance.services.attendance import MarkFacts, save_register
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import Load

WAYS = {letter: presence for presence, letter in rules.LETTERS.items()}
MISSED_LAST = 2


def load_registers(load: Load) -> None:
    """Load the register of every meeting that a fictional group has held by now; once a group."""
    groups = {group.key: group for group in Group.objects.current()}
    for row in load.rows("attendance"):
        if row["group"] in groups:
            group = groups[row["group"]]
            load.ledger.once("attendance", group.key, partial(_registers, load, group, row))


def _registers(load: Load, group: Group, row: Row) -> Group:
    held = Meeting.objects.filter(group=group, state=MeetingState.HELD, marks=None)
    meetings = list(held.select_related("group").order_by("starts_at"))
    for number, meeting in enumerate(meetings):
        is_late = number >= len(meetings) - MISSED_LAST
        missed = set(row.get("missed", [])) if is_late else set()
        marks = [
            _mark(each, row["ways"][(number + 3 * place) % len(row["ways"])], missed)
            for place, each in enumerate(sitting_at(meeting))
            if not each.is_vacant
        ]
        save_register(meeting=meeting, marks=marks, by=load.by, at=meeting.ends_at)
    return group


def _mark(sitting: Sitting, letter: str, missed: set[str]) -> MarkFacts:
    way = WAYS[letter]
    if way == rules.DEPUTY and not sitting.deputies:
        way = rules.PRESENT
    if sitting.seat.key in missed:
        way = rules.APOLOGIES
    return MarkFacts(sitting.seat, way)
