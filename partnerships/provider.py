"""What this app says needs a person: unanswered invitations, vacant seats, reviews that fall due."""

from datetime import date, timedelta

from partnerships import selectors
from partnerships.access import Standing
from partnerships.models import Delegation, User
from partnerships.needs import Need
from partnerships.roles import Permission

REVIEW_NOTICE = timedelta(days=30)


def needs(_user: User, standing: Standing, on: date) -> list[Need]:
    """Return the vacancies and the delegation reviews for whoever keeps the record; two queries."""
    if not standing.can(Permission.PARTNERSHIP_EDIT):
        return []
    vacant = [
        Need(
            f"Record who holds a seat: {seat.title}",
            f"seats/{seat.public_id}/",
            state="No holder recorded",
        )
        for seat in selectors.vacant_seats(on=on)
    ]
    due = selectors.delegations_to_review(by_day=on + REVIEW_NOTICE)
    return [*vacant, *(_review(each, on=on) for each in due)]


def _review(delegation: Delegation, *, on: date) -> Need:
    late = delegation.review_on is not None and delegation.review_on < on
    return Need(
        f"Review the delegation from {delegation.from_seat.title}",
        f"delegations/{delegation.public_id}/",
        due_on=delegation.review_on,
        state="Overdue" if late else "Due soon",
        late=late,
    )
