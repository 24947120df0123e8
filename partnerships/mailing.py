"""When somebody's one mail of the day goes. Pure.

A house rule: at most one mail a day, at half past seven in England, on the days that the person
chose; without a choice on the days of the working week. It carries what was there by that time, so
what comes later waits for the next day's. What is urgent goes by itself unless the person asked
otherwise. Not decided here: what a mail says, and whom it concerns.
"""

from collections.abc import Collection
from datetime import datetime, time
from typing import Final

HOUR: Final = time(7, 30)
WORKING_WEEK: Final = (0, 1, 2, 3, 4)  # 0 is Monday
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def closing(local: datetime) -> datetime:
    """Return the moment of the day, in its own time zone, by which a notice is in the day's mail."""
    return datetime.combine(local.date(), HOUR, tzinfo=local.tzinfo)


def is_due(local: datetime, weekdays: Collection[int]) -> bool:
    """Say whether the day's mail may go: the hour has come, on a day that the person chose."""
    return local >= closing(local) and local.weekday() in weekdays


def in_words(weekdays: Collection[int]) -> str:
    """Return the days as a sentence lists them."""
    chosen = sorted(weekdays)
    if tuple(chosen) == WORKING_WEEK:
        return "Monday to Friday"
    if len(chosen) == len(DAYS):
        return "every day"
    *first, last = (DAYS[each] for each in chosen)
    return f"{', '.join(first)} and {last}" if first else last
