"""How the commands read a day and a time; a refusal says what was expected."""

import re
from datetime import date, datetime, time

from django.core.management.base import CommandError

from krscp_portal.foundation.moment import LONDON


def read_day(text: str) -> date:
    """Return the day that `2026-06-01` says; refuse any other form and an impossible day."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise CommandError(f"{text!r} is not a date: write it as 2026-06-01.")
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is not a real date.") from error


def read_moment(day: date, text: str) -> datetime:
    """Return the moment of the day at `HH:MM` in England; refuse one that the clocks skip."""
    if not re.fullmatch(r"[0-9]{2}:[0-9]{2}", text):
        raise CommandError(f"{text!r} is not a time: write it as 09:30.")
    try:
        at = time.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is not a real time.") from error
    moment = datetime.combine(day, at, tzinfo=LONDON)
    if datetime.fromtimestamp(moment.timestamp(), LONDON).time() != at:
        raise CommandError(f"{day} has no {text}: the clocks went forward.")
    return moment
