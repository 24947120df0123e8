"""Reading lists of days out of calendar files (ICS) and tables (CSV): school holidays, board dates.

Pure: bytes in, rows or sentences out, a sentence for each line that cannot be read, so that
somebody can put a file right in one go. House rules: a table has the columns "name, first day, last
day" or "day, start, end"; days are written 2026-10-26 or 26/10/2026. In a calendar file the end of
an event that lasts whole days is the day after its last (RFC 5545), and a repeating event is
refused, because which of its days are meant is not for a program to guess.
"""

import csv
import io
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar

from krscp_portal.foundation.verdict import Refused

ENGLAND = ZoneInfo("Europe/London")
MOST_ROWS = 500
LIMIT = 1024 * 1024
HOLIDAYS, DATES = "holidays", "dates"
NAME_LENGTH = 120
BOX = {HOLIDAYS: "name, first day, last day", DATES: "day, start, end"}
TOO_LONG = f"A list has {MOST_ROWS} rows at most."


@dataclass(frozen=True)
class DayRow:
    """One row that was read: a stretch of days with its name, or one day with its times."""

    where: str  # "Line 3", "Event 2"
    first: date
    last: date
    name: str = ""
    starts_at: time | None = None
    ends_at: time | None = None


@dataclass(frozen=True)
class Read:
    """What a file holds: its rows, and a sentence for each that cannot be read."""

    rows: tuple[DayRow, ...] = ()
    problems: tuple[str, ...] = ()


def read(content: bytes, *, what: str) -> Read:
    """Return the rows of a file of either kind, told apart by its content.

    Problems are all of those found; a file that is too large, empty or of another kind has one.
    """
    if len(content) > LIMIT:
        return Read(problems=("The file is larger than 1 megabyte.",))
    text = _decoded(content)
    if not text.strip():
        return Read(problems=("The file is empty.",))
    if text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return checked(*_from_calendar(content))
    if "\x00" in text:
        return Read(problems=("This is neither a calendar file (ICS) nor a table (CSV).",))
    return checked(*_from_table(text, what=what))


def packed(rows: tuple[DayRow, ...]) -> str:
    """Return rows as one text, for a page that asks before it keeps them."""
    return json.dumps([asdict(row) for row in rows], default=str)


def unpacked(text: str) -> tuple[DayRow, ...] | Refused:
    """Return the rows of such a text; refuse one that a page did not make."""
    try:
        return tuple(_unpack(each) for each in json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError):
        return Refused("Choose the file again.", code="file")


def _unpack(each: dict[str, Any]) -> DayRow:
    times = {
        name: time.fromisoformat(each[name]) if each[name] else None
        for name in ("starts_at", "ends_at")
    }
    first, last = date.fromisoformat(each["first"]), date.fromisoformat(each["last"])
    return DayRow(str(each["where"]), first, last, str(each["name"]), **times)


def checked(rows: list[DayRow], problems: list[str] | None = None) -> Read:
    """Return the rows with what is wrong between them: too many, the same days twice, ends."""
    problems = list(problems or ())
    if not rows and not problems:
        problems = ["No day was found in the file."]
    if len(rows) > MOST_ROWS:
        problems = [TOO_LONG]
    seen: dict[tuple[date, date], str] = {}
    for row in rows:
        if (row.first, row.last) in seen:
            problems.append(f"{row.where}: the same days as {seen[row.first, row.last].lower()}.")
        if row.last < row.first:
            problems.append(f"{row.where}: the last day is before the first.")
        if len(row.name) > NAME_LENGTH:
            problems.append(f"{row.where}: the name is longer than {NAME_LENGTH} characters.")
        if row.starts_at and row.ends_at and row.ends_at <= row.starts_at:
            problems.append(f"{row.where}: it ends before it starts.")
        seen.setdefault((row.first, row.last), row.where)
    return Read(tuple(rows), tuple(problems))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _from_table(text: str, *, what: str) -> tuple[list[DayRow], list[str]]:
    rows, problems = [], []
    line_of = _holiday if what == HOLIDAYS else _board_day
    for number, cells in enumerate(csv.reader(io.StringIO(text)), start=1):
        stripped = [cell.strip() for cell in cells]
        if not any(stripped) or (number == 1 and not _has_a_day(stripped)):
            continue  # an empty line, or the headings
        try:
            rows.append(line_of(f"Line {number}", stripped))
        except ValueError as wrong:
            problems.append(f"Line {number}: {wrong}")
    return rows, problems


def _holiday(where: str, cells: list[str]) -> DayRow:
    name, first, last, *_ = [*cells, "", "", ""]
    if not name:
        raise ValueError("the name is missing.")
    return DayRow(where, _day(first), _day(last or first), name)


def _board_day(where: str, cells: list[str]) -> DayRow:
    day, starts_at, ends_at, *_ = [*cells, "", "", ""]
    on = _day(day)
    return DayRow(where, on, on, "", _time(starts_at), _time(ends_at))


def _has_a_day(cells: list[str]) -> bool:
    return any(any(letter.isdigit() for letter in cell) for cell in cells)


def _day(text: str) -> date:
    return _parsed(
        text, ("%Y-%m-%d", "%d/%m/%Y"), f"“{text}” is no day.", "a day is missing."
    ).date()


def _time(text: str) -> time | None:
    if not text:
        return None
    return _parsed(text, ("%H:%M", "%H.%M"), f"“{text}” is no time.", "").time()


def _parsed(text: str, shapes: tuple[str, ...], wrong: str, missing: str) -> datetime:
    if not text:
        raise ValueError(missing)
    for shape in shapes:
        try:
            return datetime.strptime(text, shape)  # noqa: DTZ007 -- a day by the calendar on the wall
        except ValueError:
            continue
    raise ValueError(wrong)


def _from_calendar(content: bytes) -> tuple[list[DayRow], list[str]]:
    try:
        events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    except (ValueError, IndexError, KeyError):
        return [], ["The calendar file cannot be read."]
    rows, problems = [], []
    for number, event in enumerate(events, start=1):
        if str(event.get("status", "")).upper() == "CANCELLED":
            continue
        try:
            rows.append(_event(f"Event {number}", event))
        except ValueError as wrong:
            problems.append(f"Event {number}: {wrong}")
    return rows, problems


def _event(where: str, event: Any) -> DayRow:
    if "rrule" in event:
        raise ValueError("it repeats. Give each of its days an event of its own.")
    starts, ends = _moment(event, "dtstart"), _moment(event, "dtend")
    if starts is None:
        raise ValueError("it has no day.")
    name = str(event.get("summary", "")).strip() or "Holiday"
    if isinstance(starts, datetime):
        local = starts.astimezone(ENGLAND) if starts.tzinfo else starts
        until = ends.astimezone(ENGLAND) if isinstance(ends, datetime) and ends.tzinfo else ends
        end = until if isinstance(until, datetime) else local
        ends_at = end.time() if end > local else None
        return DayRow(where, local.date(), end.date(), name, local.time(), ends_at)
    last = ends - timedelta(days=1) if ends and ends > starts else starts
    return DayRow(where, starts, last, name)


def _moment(event: Any, name: str) -> date | datetime | None:
    found = event.get(name)
    value: date | datetime | None = getattr(found, "dt", None)
    return value
