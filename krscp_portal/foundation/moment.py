"""The only clock readers of the code base. Everything below the edge is told what time it is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """Return the present day in England."""
    return now().astimezone(LONDON).date()


def local_day(at: datetime) -> date:
    """Return the day in England on which the aware moment `at` fell."""
    return at.astimezone(LONDON).date()


def local(at: datetime) -> datetime:
    """Return the aware moment `at` as the clocks of England show it."""
    return at.astimezone(LONDON)
