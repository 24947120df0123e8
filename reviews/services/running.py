"""What every act on a review that is under way begins with: the review, locked, not ended."""

from datetime import date, datetime

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships.models import User
from reviews.models import Review
from reviews.review_transitions import ENDED
from reviews.services.held import hold_review


def hold_running(*, review: Review, by: User, at: datetime) -> Review:
    """Return the review locked, for somebody who works on cases and sees it. Refuses an ended one."""
    held = hold_review(review=review, by=by, at=at)
    if held.state in ENDED:
        raise DomainError("The review has ended.", code="ended")
    return held


def said(text: str, otherwise: str, *, field: str) -> str:
    """Return the words without the space around them, or refuse none with the sentence."""
    if not text.strip():
        raise DomainError(otherwise, code="words-needed", field=field)
    return text.strip()


def refuse_to_come(day: date, *, field: str, at: datetime) -> None:
    """Refuse a day that is still to come."""
    if day > local_day(at):
        raise DomainError("The day cannot be in the future.", code="future", field=field)
