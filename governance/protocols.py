"""How an agreement with another board stands on a day. Pure.

A house rule of the portal: a review is announced two months before its day, and an agreement whose
day has passed is overdue until somebody sets the next one. Published arrangements carry no review
dates of their own, so one has to be set (statutory.md §9.1, 10).
"""

from dataclasses import dataclass
from datetime import date, timedelta

NOTICE = timedelta(days=60)


@dataclass(frozen=True)
class Standing:
    """How it stands, in words and in the tone that repeats them."""

    words: str
    tone: str
    is_due: bool = False
    is_late: bool = False


def standing(*, is_agreed: bool, review_on: date | None, on: date) -> Standing:
    """Say how an agreement stands: to be made, in force, due for review soon, or overdue."""
    if review_on is not None and review_on < on:
        return Standing("Review overdue", "red", is_due=True, is_late=True)
    if review_on is not None and review_on <= on + NOTICE:
        return Standing("Review due soon", "yellow", is_due=True)
    if not is_agreed:
        return Standing("Still to be made", "orange")
    if review_on is None:
        return Standing("No review date", "grey")
    return Standing("Agreed", "green")
