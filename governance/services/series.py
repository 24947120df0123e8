"""Series of meetings: the pattern is kept, and the days that are accepted become drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from governance import recurrence
from governance.models import Group, Meeting, MeetingSeries
from governance.selectors.series import pattern_of, times_on
from governance.services.checks import clean, refuse_ended_group, refuse_unless, require_edit
from governance.services.meetings import MeetingFacts, add_meeting
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.verdict import Refused
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.services.changes import as_fields, write_facts


@dataclass(frozen=True)
class SeriesFacts:
    """What a series is: its pattern (governance.recurrence), when in the day, where."""

    group: Group
    title: str
    recurrence: str
    starts_on: date
    until_on: date
    start_time: time
    minutes: int
    nth: int | None = None
    weekday: int | None = None
    day: int | None = None
    every_weeks: int | None = None
    every_months: int | None = None
    months: tuple[int, ...] = ()
    place: str = ""
    link: str = ""
    note: str = ""


@dataclass(frozen=True)
class Accepted:
    """A day of the series that is taken: the one it wanted, and the one on which it is held."""

    wanted: date
    on: date


@transaction.atomic
def add_series(*, facts: SeriesFacts, by: User, at: datetime) -> MeetingSeries:
    """Keep a pattern of meetings; no meeting comes of it until days are accepted.

    Refuses a pattern that leaves out what it needs, with the field, one without any day in its
    time, and a group that has ended.
    """
    require_edit(by, at=at, group_key=facts.group.key)
    row = MeetingSeries(**as_fields(facts))
    _check(row)

    clean(row)
    row.save(force_insert=True)
    _record(AuditVerb.CREATED, row, by=by, at=at)
    return row


@transaction.atomic
def change_series(
    *, series: MeetingSeries, facts: SeriesFacts, by: User, at: datetime
) -> MeetingSeries:
    """Correct a pattern; meetings that came of it stay as they are.

    Refuses what `add_series` refuses, another group, and a series that has ended.
    """
    row = _locked(series, by=by, at=at)
    if facts.group.pk != row.group_id:
        raise DomainError("A series keeps its group. Add another one.", code="group")
    _check(MeetingSeries(**as_fields(facts)))

    if moved := write_facts(row, facts):
        _record(AuditVerb.CHANGED, row, by=by, at=at, changed=moved)
    return row


@transaction.atomic
def end_series(*, series: MeetingSeries, on: date, by: User, at: datetime) -> MeetingSeries:
    """Say that no more meetings come of a series; those that are there stay. Refuses a second end."""
    row = _locked(series, by=by, at=at)
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    _record(AuditVerb.ENDED, row, by=by, at=at, ended_on=on.isoformat())
    return row


@transaction.atomic
def accept_proposals(
    *, series: MeetingSeries, days: Sequence[Accepted], by: User, at: datetime
) -> list[Meeting]:
    """Make a draft meeting of each day that was accepted, all of them or none.

    Refuses nothing accepted, a day in the past, one that has a meeting of the series already, and
    a time that does not exist on its day because the clocks go forward.
    """
    row = _locked(series, by=by, at=at)
    if not days:
        raise DomainError("Choose at least one day.", code="none", field="days")
    there = set(row.meetings.values_list("occurrence_on", flat=True))
    made = []
    for each in days:
        if each.on < local_day(at):
            raise DomainError(f"{in_words(each.on)} has passed.", code="past", field="days")
        if each.wanted in there:
            raise DomainError(
                f"The series has a meeting for {in_words(each.wanted)} already.",
                code="there",
                field="days",
            )
        there.add(each.wanted)
        made.append(add_meeting(facts=_facts(row, each), by=by, at=at))
    return made


def _locked(series: MeetingSeries, *, by: User, at: datetime) -> MeetingSeries:
    found = MeetingSeries.objects.select_for_update(of=("self",)).select_related("group")
    row: MeetingSeries = found.get(pk=series.pk)
    require_edit(by, at=at, group_key=row.group.key)
    if row.ended_on is not None:
        raise DomainError("This series has been ended.", code="ended")
    return row


def _check(row: MeetingSeries) -> None:
    refuse_ended_group(row.group, field="group")
    pattern = pattern_of(row)
    refuse_unless(recurrence.is_whole(pattern))
    found = recurrence.days(pattern, frozenset())
    if not any(each.day for each in found):
        why = f" {found[0].why_not}" if found else ""
        raise DomainError(
            f"No such day lies between the first and the last.{why}",
            code="no-day",
            field="until_on",
        )


def _facts(row: MeetingSeries, day: Accepted) -> MeetingFacts:
    times = times_on(row, day.on)
    if isinstance(times, Refused):
        raise DomainError(f"{in_words(day.on)}: {times.reason}", code=times.code, field="days")
    return MeetingFacts(
        group=row.group,
        title=row.title,
        starts_at=times[0],
        ends_at=times[1],
        place=row.place,
        link=row.link,
        series=row,
        occurrence_on=day.wanted,
    )


def _record(
    verb: AuditVerb, row: MeetingSeries, *, by: User, at: datetime, **facts: object
) -> None:
    said = {"group": row.group.key, "recurrence": row.recurrence, **facts}
    audit.record(verb=verb, on=row, by=by, at=at, reference=row.title, facts=said)
