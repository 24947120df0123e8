"""When a page that the public reads from the record should be confirmed again. Pure.

The page is drawn from the record each time, so it cannot fall behind the record; the record can
fall behind the world. In 2021 independent scrutiny found a partnership's website with people who
had left (S1 Rec 2). So a person stands behind the page every six months, and is reminded a month
before, at the end, and every month after. The figures are this portal's own; no law gives any.
"""

from datetime import date

from deadlines.working_days import add_months

REMIND_AFTER = 5  # months after the last confirmation
STALE_AFTER = 6


def is_stale(confirmed_on: date, *, on: date) -> bool:
    """Say whether the confirmation is older than six months."""
    return on > add_months(confirmed_on, STALE_AFTER)


def reminder_due(confirmed_on: date, *, on: date) -> date | None:
    """Return the day of the latest reminder that is due by now; None in the first five months.

    A week of outage loses nothing and repeats nothing: the day is what makes a reminder new.
    """
    months = (on.year - confirmed_on.year) * 12 + on.month - confirmed_on.month
    if add_months(confirmed_on, months) > on:
        months -= 1
    return add_months(confirmed_on, months) if months >= REMIND_AFTER else None
