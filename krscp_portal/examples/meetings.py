"""Loads how often groups meet, and for the fictional partnership a year of meetings.

Days count from the day of loading: meetings of the months past were sent, opened and closed on
their days, the next ones are sent, and some after them are drafts. The days after those are left
for somebody to accept.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import cycle
from typing import Final

from deadlines.selectors import calendar
from governance import recurrence, services
from governance.enums import Answer, GroupKind
from governance.models import (
    BoardDate,
    Group,
    LinkedBoard,
    Meeting,
    MeetingRule,
    MeetingSeries,
    SchoolHoliday,
)
from governance.selectors.members import sitting_at
from governance.selectors.series import pattern_of
from governance.services.answering import AnswerFacts, answer_invitation
from governance.services.series import Accepted, SeriesFacts, accept_proposals, add_series
from krscp_portal.examples import attendance, minutes, words
from krscp_portal.examples.files import Row
from krscp_portal.examples.ledger import MORNING, Load
from krscp_portal.foundation.moment import LONDON, local_day

ADDED_BEFORE: Final = timedelta(days=60)
SENT_BEFORE: Final = timedelta(days=30)
WEEK: Final = timedelta(days=7)
YEAR: Final = timedelta(days=365)
MONTH: Final = timedelta(days=30)
ANSWERS: Final = (Answer.COMING, Answer.ONLINE, Answer.COMING, Answer.APOLOGIES, Answer.NONE)
ANSWERED: Final = (GroupKind.EXECUTIVE, GroupKind.BOARD)
WHY_CANCELLED: Final = "Too few could come."


def load_meeting_rules(load: Load) -> None:
    """Load how often the groups have to meet, as the partnership wrote it down."""
    groups = {group.key: group for group in Group.objects.current()}
    for row in load.rows("meeting_rule"):
        if row["group"] not in groups:
            continue
        rule = MeetingRule(
            group=groups[row["group"]],
            with_group=groups.get(row.get("with_group", "")),
            kind=row.get("kind", ""),
            times_a_year=row.get("per_year"),
            every_weeks=row.get("every_weeks"),
            months=row.get("months", []),
            note=row.get("note", ""),
            source=words.cited(row),
        )
        same = MeetingRule.objects.current().filter(group=rule.group, kind=rule.kind)
        load.ledger.once(
            "meeting_rule",
            ":".join([row["group"], row.get("with_group", ""), row.get("kind", "")]),
            partial(services.add, row=rule, by=load.by, at=load.at),
            there=same.filter(with_group=rule.with_group),
        )


def load_days_to_keep_clear(load: Load) -> None:
    """Load the school holidays and the days of linked boards of this year and the next."""
    today = local_day(load.now)
    for year in (today.year, today.year + 1):
        for row in load.rows("school_holiday"):
            holiday = SchoolHoliday(
                name=row["name"],
                from_on=date.fromisoformat(f"{year}-{row['first']}"),
                to_on=date.fromisoformat(f"{year}-{row['last']}"),
                source=words.cited(row),
            )
            load.ledger.once(
                "school_holiday",
                f"{row['name']}:{year}",
                partial(services.add, row=holiday, by=load.by, at=load.at),
            )
    for row in load.rows("board_date"):
        _load_board_dates(load, row)


def load_meetings(load: Load) -> None:
    """Put in the series of the fictional groups with the meetings of the year about today."""
    for row in load.rows("series"):
        begun = datetime.combine(_first_day(load, row) - ADDED_BEFORE, MORNING, tzinfo=LONDON)
        load.timeline.add(begun, partial(_begin, load, row))


def _load_board_dates(load: Load, row: Row) -> None:
    board = LinkedBoard.objects.current().filter(key=row["board"]).first()
    if board is None:
        return
    today = local_day(load.now)
    pattern = recurrence.Pattern(
        kind=recurrence.NTH_WEEKDAY,
        starts_on=today,
        until_on=today + YEAR,
        nth=row["nth"],
        weekday=row["weekday"],
        months=tuple(row["months"]),
    )
    for found in recurrence.days(pattern, frozenset()):
        if found.day is None:
            continue
        date_of = BoardDate(
            board=board,
            on=found.day,
            starts_at=time.fromisoformat(row["start"]),
            ends_at=time.fromisoformat(row["end"]),
            source=words.cited(row),
        )
        load.ledger.once(
            "board_date",
            f"{row['board']}:{found.day}",
            partial(services.add, row=date_of, by=load.by, at=load.at),
        )


def _begin(load: Load, row: Row, *, at: datetime) -> None:
    group = Group.objects.current().filter(key=row["group"]).first()
    if group is not None:
        load.ledger.once(
            "series",
            row["key"],
            partial(_series, load, group, row, at=at),
            there=MeetingSeries.objects.filter(group=group),
        )


def _series(load: Load, group: Group, row: Row, *, at: datetime) -> MeetingSeries:
    today = local_day(load.now)
    facts = SeriesFacts(
        group=group,
        title=row["title"],
        recurrence=row["recurrence"],
        starts_on=_first_day(load, row),
        until_on=min(today + YEAR, group.sunset_on or date.max),
        start_time=time.fromisoformat(row["start"]),
        minutes=row["minutes"],
        nth=row.get("nth"),
        weekday=row.get("weekday"),
        every_weeks=row.get("every_weeks"),
        every_months=row.get("every_months"),
        place=row["place"],
    )
    series = add_series(facts=facts, by=load.by, at=at)
    past = [day for day in _days(series) if day < today]
    held = len(past) - row.get("cancelled", 0)
    for number, day in enumerate(past):
        _put_meeting(load, series, day, to_follow=held - number - 1)
    load.timeline.add(load.now, partial(_plan_ahead, load, series, row))
    return series


def _first_day(load: Load, row: Row) -> date:
    """Return the day so many months back, or the Monday of its week for a pattern of weeks."""
    on = local_day(load.now) - row["past_months"] * MONTH
    return on - timedelta(days=on.weekday()) if "every_weeks" in row else on


def _days(series: MeetingSeries) -> Iterator[date]:
    """Return the days of a series; what falls on a bank holiday is a week later."""
    holidays = calendar().holidays
    for found in recurrence.days(pattern_of(series), holidays.keys()):
        if found.day is not None:
            yield found.day + WEEK if found.day in holidays else found.day


def _put_meeting(load: Load, series: MeetingSeries, day: date, *, to_follow: int) -> None:
    """Put in a meeting of the past; below zero are the last ones, which were cancelled."""
    starts = datetime.combine(day, series.start_time, tzinfo=LONDON)
    load.timeline.add(starts - ADDED_BEFORE, partial(_add, load, series, day))
    load.timeline.add(starts - SENT_BEFORE, partial(_send, load, series, day))
    if to_follow < 0:
        load.timeline.add(starts - WEEK, partial(_cancel, load, series, day))
    else:
        load.timeline.add(starts, partial(_open, load, series, day, to_follow))


def _meeting(series: MeetingSeries, day: date) -> Meeting:
    """Return the meeting as it is stored now."""
    found: Meeting = series.meetings.select_related("group").get(occurrence_on=day)
    return found


def _add(load: Load, series: MeetingSeries, day: date, *, at: datetime) -> None:
    accept_proposals(series=series, days=[Accepted(day, day)], by=load.by, at=at)


def _send(load: Load, series: MeetingSeries, day: date, *, at: datetime) -> None:
    services.send_meeting(meeting=_meeting(series, day), by=load.by, at=at)


def _cancel(load: Load, series: MeetingSeries, day: date, *, at: datetime) -> None:
    meeting = _meeting(series, day)
    services.cancel_meeting(meeting=meeting, reason=WHY_CANCELLED, by=load.by, at=at)


def _open(load: Load, series: MeetingSeries, day: date, to_follow: int, *, at: datetime) -> None:
    """Open it, led by whoever chairs the group; where no seat is filled, it was not held."""
    meeting = _meeting(series, day)
    filled = [each for each in sitting_at(meeting) if not each.is_vacant]
    leading = next((each.seat for each in filled if each.place.chairing), None)
    presiding = leading or (filled[0].seat if filled else None)
    if presiding is not None:
        services.open_meeting(meeting=meeting, presiding=presiding, by=load.by, at=at)
        load.timeline.add(meeting.ends_at, partial(_close, load, series, day, to_follow))


def _close(load: Load, series: MeetingSeries, day: date, to_follow: int, *, at: datetime) -> None:
    """Close it with its register and, of some of the last ones, its decisions and minutes."""
    services.close_meeting(meeting=_meeting(series, day), by=load.by, at=at)
    held = _meeting(series, day)
    attendance.take_register(load, held, to_follow=to_follow, at=at)
    minutes.minute(load, held, back=to_follow + 1, at=at)


def _plan_ahead(load: Load, series: MeetingSeries, row: Row, *, at: datetime) -> None:
    """Send the next meetings with some answers, and draft those after them."""
    series.refresh_from_db()
    to_come = [day for day in _days(series) if day > local_day(at)]
    accepted = [Accepted(day, day) for day in to_come[: row["sent"] + row["drafts"]]]
    if accepted:
        accept_proposals(series=series, days=accepted, by=load.by, at=at)
    for day in to_come[: row["sent"]]:
        _send(load, series, day, at=at)
        if series.group.kind in ANSWERED:
            _answer(load, _meeting(series, day), at=at)


def _answer(load: Load, meeting: Meeting, *, at: datetime) -> None:
    answers = cycle(ANSWERS)
    for invitee in meeting.invitees.order_by("pk"):
        answer = next(answers)
        if answer != Answer.NONE:
            answer_invitation(invitee=invitee, facts=AnswerFacts(answer), by=load.by, at=at)
