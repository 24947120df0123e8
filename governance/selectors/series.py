"""Series of meetings: which days each proposes, what is against one, what has been accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from deadlines.selectors import calendar
from governance import proposals, recurrence
from governance.models import (
    BoardDate,
    GroupSeat,
    Meeting,
    MeetingGroup,
    MeetingSeries,
    SchoolHoliday,
)
from governance.proposals import Asked, Busy, Closed, Diary, Proposal
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.verdict import Refused
from partnerships.models import Appointment


@dataclass(frozen=True)
class SeriesLine:
    """A series in a list, with its pattern in words and how many meetings came of it."""

    row: MeetingSeries
    words: str
    meetings: int


@dataclass(frozen=True)
class PreviewLine:
    """One place of the pattern: a proposal, a meeting that is there already, or why there is none."""

    month: date
    why_not: str = ""
    proposal: Proposal | None = None
    meeting: Meeting | None = None


def pattern_of(series: MeetingSeries) -> recurrence.Pattern:
    """Return a stored series as the pure rule's own value."""
    return recurrence.Pattern(
        kind=series.recurrence,
        starts_on=series.starts_on,
        until_on=series.until_on,
        nth=series.nth,
        weekday=series.weekday,
        day=series.day,
        every_weeks=series.every_weeks,
        every_months=series.every_months,
        months=tuple(series.months),
    )


def times_on(series: MeetingSeries, on: date) -> tuple[datetime, datetime] | Refused:
    """Return when the meeting of a day begins and ends by the clock in England."""
    starts_at = recurrence.beginning(on, series.start_time)
    if isinstance(starts_at, Refused):
        return starts_at
    return starts_at, starts_at + timedelta(minutes=series.minutes)


def series_lines() -> list[SeriesLine]:
    """Return the current series by group; two queries."""
    rows = MeetingSeries.objects.current().select_related("group").prefetch_related("meetings")
    return [
        SeriesLine(row, recurrence.in_words(pattern_of(row)), len(row.meetings.all()))
        for row in rows.order_by("group__name", "start_time", "pk")
    ]


def preview(series: MeetingSeries, *, on: date) -> list[PreviewLine]:
    """Return every place of the series from the day on, each with what is against it.

    Eight queries, however many days there are. A day that was accepted shows its meeting.
    """
    holidays = dict(calendar().holidays)
    found = recurrence.days(pattern_of(series), holidays.keys())
    made = {each.occurrence_on: each for each in series.meetings.all()}
    wanted = [each.day for each in found if each.day and each.day >= on and each.day not in made]
    look = _Look(series, first=on, last=series.until_on, bank_holidays=holidays)
    proposed = {
        each.wanted: each
        for each in proposals.propose(wanted, why_against=look.against, not_before=on)
    }
    return [
        PreviewLine(each.month, each.why_not, proposed.get(each.day), made.get(each.day))  # type: ignore[arg-type]  # None finds nothing
        for each in found
        if each.day is None or each.day >= on or each.day in made
    ]


class _Look:
    """All that the days of one series are looked at against, read once."""

    def __init__(
        self, series: MeetingSeries, *, first: date, last: date, bank_holidays: dict[date, str]
    ) -> None:
        around = timedelta(days=proposals.SEARCH + 1)
        self.series = series
        self.first, self.last = first - around, last + around
        meetings = self._meetings()
        groups = {series.group_id, *(pk for _row, pks in meetings for pk in pks)}
        self.members = _Members(groups, first=self.first, last=self.last)
        self.diary = Diary(
            bank_holidays=bank_holidays,
            school_holidays=self._closed(),
            boards=self._boards(),
            busy=[self._busy(row, groups) for row, groups in meetings],
        )

    def against(self, on: date) -> tuple[str, ...]:
        """Return why a day is not a good one."""
        times = times_on(self.series, on)
        if isinstance(times, Refused):
            return (times.reason,)
        asked = self.members.on(on, [self.series.group_id])
        return proposals.against(
            on, starts_at=times[0], ends_at=times[1], asked=asked, diary=self.diary
        )

    def _meetings(self) -> list[tuple[Meeting, list[int]]]:
        window = Meeting.objects.standing().filter(
            starts_at__date__gte=self.first, starts_at__date__lte=self.last
        )
        rows = list(window.exclude(series=self.series).select_related("group").order_by("pk"))
        joined: dict[int, list[int]] = {}
        shared = MeetingGroup.objects.filter(meeting__in=rows)
        for meeting, group in shared.values_list("meeting_id", "group_id"):
            joined.setdefault(meeting, []).append(group)
        return [(row, [row.group_id, *joined.get(row.pk, [])]) for row in rows]

    def _busy(self, meeting: Meeting, groups: list[int]) -> Busy:
        asked = self.members.on(local_day(meeting.starts_at), groups)
        what = meeting.group.short_name or meeting.group.name
        return Busy(meeting.starts_at, meeting.ends_at, f"{what} meets", asked.seats, asked.people)

    def _closed(self) -> list[Closed]:
        rows = SchoolHoliday.objects.current().filter(from_on__lte=self.last, to_on__gte=self.first)
        return [
            Closed(
                row.from_on,
                row.to_on,
                f"School holiday{f' in {row.area.name}' if row.area else ''}: {row.name}",
            )
            for row in rows.select_related("area").order_by("from_on", "pk")
        ]

    def _boards(self) -> dict[date, tuple[str, ...]]:
        found: dict[date, tuple[str, ...]] = {}
        rows = BoardDate.objects.current().filter(on__gte=self.first, on__lte=self.last)
        for on, name in rows.order_by("on", "pk").values_list("on", "board__name"):
            found[on] = (*found.get(on, ()), name)
        return found


class _Members:
    """Who belongs to some groups, and who holds their seats, day by day; two queries."""

    def __init__(self, groups: Iterable[int], *, first: date, last: date) -> None:
        places = GroupSeat.objects.filter(group__in=list(groups)).filter(
            Q(to_on__isnull=True) | Q(to_on__gte=first)
        )
        self.places = list(places.values_list("group_id", "seat_id", "from_on", "to_on"))
        held = Appointment.objects.filter(
            seat__in={each[1] for each in self.places}, period__overlap=(first, last)
        ).filling()
        self.held = list(held.values_list("seat_id", "person_id", "period"))

    def on(self, day: date, groups: Iterable[int]) -> Asked:
        """Return the seats and the people of the groups on a day."""
        wanted = set(groups)
        seats = {
            seat
            for group, seat, first, last in self.places
            if group in wanted and (first or date.min) <= day <= (last or date.max)
        }
        people = {person for seat, person, period in self.held if seat in seats and day in period}
        return Asked(frozenset(seats), frozenset(people))
