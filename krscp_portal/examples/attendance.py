"""Keeps the registers of the fictional partnership's meetings as they are held.

The file says for each group how its seats usually are, letter by letter, and which of them missed
the last meetings. Who held no seat on a meeting's day is on no register.
"""

from datetime import datetime

from governance import attendance_rules as rules
from governance.enums import MeetingState
from governance.models import Meeting
from governance.selectors.members import Sitting, sitting_at
from governance.services.attendance import MarkFacts, save_register
from krscp_portal.examples.ledger import Load

WAYS = {letter: presence for presence, letter in rules.LETTERS.items()}
MISSED_LAST = 2


def take_register(load: Load, meeting: Meeting, *, to_follow: int, at: datetime) -> None:
    """Keep the register of a meeting that was held, if the file says how its group attends.

    `to_follow` is how many more the group has held by the day of loading.
    """
    row = next((row for row in load.rows("attendance") if row["group"] == meeting.group.key), None)
    if row is None:
        return
    missed = set(row.get("missed", [])) if to_follow < MISSED_LAST else set()
    number = meeting.group.meetings.filter(state=MeetingState.HELD).count() - 1
    marks = [
        _mark(each, row["ways"][(number + 3 * place) % len(row["ways"])], missed)
        for place, each in enumerate(sitting_at(meeting))
        if not each.is_vacant
    ]
    save_register(meeting=meeting, marks=marks, by=load.by, at=at)


def _mark(sitting: Sitting, letter: str, missed: set[str]) -> MarkFacts:
    way = WAYS[letter]
    if way == rules.DEPUTY and not sitting.deputies:
        way = rules.PRESENT
    if sitting.seat.key in missed:
        way = rules.APOLOGIES
    return MarkFacts(sitting.seat, way)
