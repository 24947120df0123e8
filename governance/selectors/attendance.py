"""Attendance over meetings: a matrix by seat, by agency and by profession, with denominators.

The pages, the spreadsheet, the minutes and the rules about absence all read it from here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from governance import attendance_rules as rules
from governance.enums import MeetingState, Presence
from governance.models import AttendanceMark, Group, GroupSeat, Meeting
from governance.selectors.members import Sitting, sitting_on
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.moment import local_day
from partnerships.models import Seat

MET = (MeetingState.OPEN, MeetingState.HELD)
LAST = 6
BEFORE, NOT_RECORDED = "Before the appointment", "Not recorded"
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Cell:
    """How a seat, agency or profession was at one meeting; an empty letter is not counted."""

    on: date
    letter: str
    words: str

    @property
    def is_missed(self) -> bool:
        return self.letter in ("A", "X")


@dataclass(frozen=True)
class SeatRow:
    """One seat over the meetings: `running` absences up to the last of them, `since` counted from."""

    seat: Seat
    organisation: str
    profession: str
    holder: str
    since: date | None
    cells: tuple[Cell, ...]
    share: rules.Share
    running: int
    is_vacant: bool = False
    has_left: bool = False

    @property
    def counted_from(self) -> str:
        """Say where counting begins, when that is not the first meeting shown."""
        began = self.since and any(cell.words == BEFORE for cell in self.cells)
        return f"Counted from {in_words(self.since)}" if began and self.since else ""


@dataclass(frozen=True)
class BodyRow:
    """One agency or profession over the meetings."""

    name: str
    cells: tuple[Cell, ...]
    share: rules.Share


@dataclass(frozen=True)
class Matrix:
    """A group's attendance over its last meetings, the newest to the right."""

    group: Group
    meetings: tuple[Meeting, ...]
    seats: tuple[SeatRow, ...]
    agencies: tuple[BodyRow, ...]
    professions: tuple[BodyRow, ...]
    profession: str = ""  # to which it was narrowed

    @property
    def seat_definition(self) -> str:
        return rules.SEAT_DEFINITION

    @property
    def agency_definition(self) -> str:
        return rules.AGENCY_DEFINITION

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        return tuple((rules.LETTERS[each], Presence(each).label) for each in rules.LETTERS)


@dataclass(frozen=True)
class Gap:
    """An agency that is lastingly missing from a group, within twelve months up to a meeting."""

    organisation: Any
    share: rules.Share


def matrix(
    group: Group, until_meeting: Meeting | None = None, *, last: int = LAST, profession: str = ""
) -> Matrix:
    """Return the attendance of a group over its last meetings up to one of them; five queries.

    A seat is counted from its holder's first day; an agency by whoever came for it. `profession`
    narrows seats and agencies to it. Meetings that two groups share count for both.
    """
    meetings = _meetings(group, until_meeting, last)
    marks = _marks_of(meetings)
    day = local_day(meetings[-1].starts_at) if meetings else date.max
    sittings = sitting_on([group], on=day) if meetings else []
    placed = set(GroupSeat.objects.filter(group=group).values_list("seat_id", flat=True))
    ours = [mark for mark in marks if mark.seat_id in placed]
    narrowed = [each for each in ours if not profession or each.profession == profession]
    kept = [each for each in sittings if not profession or each.place.profession == profession]
    return Matrix(
        group=group,
        meetings=tuple(meetings),
        seats=tuple(_seat_rows(kept, narrowed, meetings, left=ours)),
        agencies=tuple(_bodies(narrowed, meetings, _organisation)),
        professions=tuple(_bodies(ours, meetings, lambda mark: mark.profession)),
        profession=profession,
    )


def professions_of(group: Group) -> list[str]:
    """Return the professions by which a group's places are told apart; one query."""
    rows = GroupSeat.objects.filter(group=group).exclude(profession="")
    return sorted(set(rows.values_list("profession", flat=True)))


def gaps_of(group: Group, *, on: date) -> list[Gap]:
    """Return the agencies that are lastingly missing within a year up to the day; two queries."""
    rows = Meeting.objects.of_group(group).filter(state=MeetingState.HELD)
    rows = rows.filter(starts_at__date__gt=on - YEAR, starts_at__date__lte=on)
    meetings = list(rows.order_by("starts_at", "pk"))
    placed = GroupSeat.objects.filter(group=group).values("seat_id")
    marks = AttendanceMark.objects.filter(meeting__in=meetings, seat__in=placed)
    by_body: dict[Any, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks.filter(organisation__isnull=False).select_related("organisation"):
        by_body[mark.organisation][mark.meeting_id].append(mark.presence)
    found = [
        Gap(body, rules.share_of(rules.best_of(each) for each in met.values()))
        for body, met in by_body.items()
    ]
    lasting = [gap for gap in found if rules.is_lasting_gap(gap.share)]
    return sorted(lasting, key=lambda gap: (gap.organisation.name, gap.organisation.pk))


def as_content(found: Matrix) -> dict[str, Any]:
    """Return a matrix as plain values, to be frozen with minutes; no person is named."""
    return {
        "meetings": [local_day(each.starts_at).isoformat() for each in found.meetings],
        "legend": [list(each) for each in found.legend],
        "definitions": [found.seat_definition, found.agency_definition],
        "seats": [
            {
                "title": row.seat.title,
                "organisation": row.organisation,
                "cells": [cell.letter for cell in row.cells],
                "share": row.share.words,
            }
            for row in found.seats
        ],
        "agencies": [
            {
                "name": row.name,
                "cells": [cell.letter for cell in row.cells],
                "share": row.share.words,
            }
            for row in found.agencies
        ],
    }


def _meetings(group: Group, until: Meeting | None, last: int) -> list[Meeting]:
    rows = Meeting.objects.of_group(group).filter(state__in=MET)
    if until is not None:
        rows = rows.filter(starts_at__lte=until.starts_at)
    return list(rows.order_by("-starts_at", "-pk")[:last])[::-1]


def _marks_of(meetings: Iterable[Meeting]) -> list[AttendanceMark]:
    rows = AttendanceMark.objects.filter(meeting__in=list(meetings), seat__isnull=False)
    return list(rows.select_related("seat__organisation", "organisation").order_by("pk"))


def _organisation(mark: AttendanceMark) -> str:
    return mark.organisation.name if mark.organisation else ""


def _seat_rows(
    sittings: Sequence[Sitting],
    marks: Sequence[AttendanceMark],
    meetings: Sequence[Meeting],
    *,
    left: Sequence[AttendanceMark],
) -> list[SeatRow]:
    by_seat: dict[int, dict[int, str]] = defaultdict(dict)
    for mark in marks:
        by_seat[mark.seat_id or 0][mark.meeting_id] = mark.presence
    rows = [_seat_row(each, by_seat[each.seat.pk], meetings) for each in sittings]
    sitting = {each.seat.pk for each in sittings}
    here = {mark.seat_id for mark in marks}
    gone = {mark.seat: mark for mark in left if mark.seat and mark.seat_id in here - sitting}
    return rows + [_left_row(seat, mark, by_seat[seat.pk], meetings) for seat, mark in gone.items()]


def _seat_row(sitting: Sitting, met: Mapping[int, str], meetings: Sequence[Meeting]) -> SeatRow:
    first = [day for day in (sitting.since, sitting.place.from_on) if day]
    since = max(first) if first and not sitting.is_vacant else None
    counted = [_counted(each, met, since) for each in meetings]
    return SeatRow(
        seat=sitting.seat,
        organisation=sitting.organisation.name if sitting.organisation else "",
        profession=sitting.place.profession,
        holder=sitting.shown,
        since=since,
        cells=tuple(_cell(each, met, since) for each in meetings),
        share=rules.share_of(counted),
        running=rules.absences_running(counted),
        is_vacant=sitting.is_vacant,
    )


def _left_row(
    seat: Seat, mark: AttendanceMark, met: Mapping[int, str], meetings: Sequence[Meeting]
) -> SeatRow:
    return SeatRow(
        seat=seat,
        organisation=_organisation(mark),
        profession=mark.profession,
        holder="",
        since=None,
        cells=tuple(_cell(each, met, None) for each in meetings),
        share=rules.share_of(met.get(each.pk, "") for each in meetings),
        running=0,
        has_left=True,
    )


def _counted(meeting: Meeting, met: Mapping[int, str], since: date | None) -> str:
    if since is not None and local_day(meeting.starts_at) < since:
        return ""
    return met.get(meeting.pk, "")


def _cell(meeting: Meeting, met: Mapping[int, str], since: date | None) -> Cell:
    on = local_day(meeting.starts_at)
    if since is not None and on < since:
        return Cell(on, "", BEFORE)
    presence = met.get(meeting.pk)
    if presence is None:
        return Cell(on, "", NOT_RECORDED)
    return Cell(on, rules.LETTERS[presence], Presence(presence).label)


def _bodies(
    marks: Iterable[AttendanceMark], meetings: Sequence[Meeting], name: Any
) -> list[BodyRow]:
    found: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for mark in marks:
        if said := name(mark):
            found[said][mark.meeting_id].append(mark.presence)
    return [_body(said, met, meetings) for said, met in sorted(found.items())]


def _body(name: str, met: Mapping[int, list[str]], meetings: Sequence[Meeting]) -> BodyRow:
    best = {key: rules.best_of(each) for key, each in met.items()}
    return BodyRow(
        name=name,
        cells=tuple(_cell(each, best, None) for each in meetings),
        share=rules.share_of(best.values()),
    )
