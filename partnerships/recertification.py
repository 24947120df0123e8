"""When everybody's access must be looked at again: on the managers' home page, and by reminder."""

from datetime import date, timedelta

from partnerships.access import Standing
from partnerships.models import AccessReview, User
from partnerships.needs import Need
from partnerships.reminders import Reminder
from partnerships.roles import Permission
from partnerships.selectors import access_reviews as selectors

PATH = "access/review/"
NEAR = timedelta(days=7)


def needs(_user: User, standing: Standing, on: date) -> list[Need]:
    """Return the review that goes on, or the one that has to begin; three queries at most."""
    if not standing.can(Permission.ACCESS_MANAGE):
        return []
    review = selectors.open_review()
    if review is not None:
        late = review.due_on < on
        state = "Overdue" if late else "Going on"
        return [Need("Finish the yearly review of access", PATH, review.due_on, state, late)]
    since = selectors.review_wanted_since(on=on)
    if since is None:
        return []
    return [Need("Start the yearly review of access", PATH, since, "Due", late=False)]


def reminders(on: date) -> list[Reminder]:
    """Say once that a review has to begin, and once that an open one is due within a week."""
    review = selectors.open_review()
    if review is not None:
        return [_to_finish(review)] if review.due_on - NEAR <= on else []
    since = selectors.review_wanted_since(on=on)
    if since is None:
        return []
    return [
        Reminder(
            key=f"access-review:start:{since}",
            subject="The yearly review of access is due",
            path=PATH,
            permission=Permission.ACCESS_MANAGE,
        )
    ]


def _to_finish(review: AccessReview) -> Reminder:
    return Reminder(
        key=f"access-review:finish:{review.public_id}:{review.due_on}",
        subject="The yearly review of access is to be finished",
        path=PATH,
        permission=Permission.ACCESS_MANAGE,
    )
