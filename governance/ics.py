"""A calendar as other programs read it (RFC 5545), made by the icalendar library. Pure.

Times are written in UTC, so that a meeting stands at the right hour on both sides of a clock
change whatever zones a program knows. What moves keeps its name (UID) and gets a higher number
(SEQUENCE); what is cancelled stays, and says so, because a row that is left out would only
disappear from some programs. Not decided here: which meetings a reader may see, and their words.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

import icalendar

PRODUCT: Final = "-//Safeguarding Partnership Portal//Calendar//EN"
REFRESH: Final = timedelta(hours=4)


@dataclass(frozen=True)
class Entry:
    """One meeting, or one day by which something is due (`starts` is a day then)."""

    uid: str
    title: str
    starts: datetime | date
    changed_at: datetime
    ends: datetime | None = None
    sequence: int = 0
    cancelled: bool = False
    place: str = ""
    link: str = ""


def calendar(*, name: str, entries: Iterable[Entry]) -> bytes:
    """Return the calendar as a file; one without entries is a calendar too."""
    made = icalendar.Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("name", name)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT4H")
    for entry in entries:
        made.add_component(_event(entry))
    return bytes(made.to_ical())


def _event(entry: Entry) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("summary", f"Cancelled: {entry.title}" if entry.cancelled else entry.title)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if isinstance(entry.starts, datetime):
        event.add("dtstart", entry.starts.astimezone(UTC))
        event.add("dtend", (entry.ends or entry.starts).astimezone(UTC))
    else:
        event.add("dtstart", entry.starts)  # the whole day
        event.add("transp", "TRANSPARENT")  # nobody is busy by a date that something is due
    if entry.place:
        event.add("location", entry.place)
    if entry.link:
        event.add("url", entry.link)
        event.add("description", f"Agenda and papers, after signing in: {entry.link}")
    return event
