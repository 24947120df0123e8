"""The list of reviews beside the rapid ones, and one review's page, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from deadlines.models import Deadline
from deadlines.selectors import calendar, clock_of
from krscp_portal.foundation import components
from krscp_portal.foundation.components import Row, Status
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.templatetags.portal import moment
from partnerships.access import Standing
from partnerships.models import User
from partnerships.roles import Permission
from reviews.enums import Recipient, ReviewKind, ReviewState
from reviews.models import Incident, Review
from reviews.review_subject import REVIEW_KIND
from reviews.review_transitions import Step, moves_from

TONES: Final = {
    ReviewState.COMMISSIONED: "blue",
    ReviewState.IN_PROGRESS: "blue",
    ReviewState.ON_HOLD: "yellow",
    ReviewState.SIGN_OFF: "yellow",
    ReviewState.SIGNED: "purple",
    ReviewState.PUBLICATION_DECIDED: "purple",
    ReviewState.PRE_PUBLICATION: "yellow",
    ReviewState.PUBLISHED: "green",
    ReviewState.ACTIONS: "teal",
    ReviewState.CLOSED: "green",
    ReviewState.STOPPED: "grey",
}
WHICH: Final = {"open": "Running", "ended": "Ended", "all": "All"}


@dataclass(frozen=True)
class ReviewLine:
    """One review in a list."""

    review: Review
    kind: str
    status: Status
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    """A review as one person sees it on one day."""

    review: Review
    status: Status
    facts: list[Row]
    clocks: list[components.Clock]
    told: list[tuple[str, list[Row]]]
    to_tell: list[str]
    moves: list[Step]


def reviews_seen(
    *, user: User, standing: Standing, which: str = "all", at: datetime
) -> list[ReviewLine]:
    """Return the reviews that the person sees, the newest decision first; two queries."""
    rows = Review.objects.visible_to(user, standing, at=at)
    if which == "open":
        rows = rows.open()
    if which == "ended":
        rows = rows.filter(closed_on__isnull=False)
    return _lines(rows.select_related("incident").order_by("-decided_at", "pk"))


def reviews_of(incident: Incident) -> list[ReviewLine]:
    """Return the reviews of a case that the caller may see; two queries."""
    return _lines(incident.reviews.order_by("decided_at", "pk"))


def review_page(*, review: Review, standing: Standing, at: datetime) -> ReviewPage:
    """Return the page of a review that the person sees; the caller has asked whether they do."""
    known, today = calendar(), local_day(at)
    deadlines = Deadline.objects.of_subject(REVIEW_KIND, review.public_id).filter(
        cancelled_at__isnull=True
    )
    rows = list(review.told.order_by("told_at", "pk"))
    is_told = {row.recipient for row in rows}
    is_practice = review.kind == ReviewKind.LCSPR
    may = bool(standing.can(Permission.CASE_EDIT))
    return ReviewPage(
        review=review,
        status=_status(review),
        facts=_facts(review),
        clocks=[
            clock_of(each, on=today, calendar=known)
            for each in deadlines.select_related("rule").order_by("due_on", "pk")
        ],
        told=[
            (
                Recipient(row.recipient).label,
                [
                    Row("Told on", moment(row.told_at)),
                    Row("Reviewers named", row.reviewers),
                    Row("How", row.how or "Not said"),
                ],
            )
            for row in rows
        ],
        to_tell=[each.label for each in Recipient if is_practice and each not in is_told],
        moves=moves_from(review.state, review.kind) if may else [],
    )


def _lines(rows: Iterable[Review]) -> list[ReviewLine]:
    found = list(rows)
    open_ = Deadline.objects.filter(
        subject_kind=REVIEW_KIND, subject_id__in=[each.public_id for each in found]
    ).open()
    due: dict[object, date] = {}
    for subject, day in open_.values_list("subject_id", "due_on"):
        if day is not None:
            due[subject] = min(day, due.get(subject, day))
    return [
        ReviewLine(each, ReviewKind(each.kind).label, _status(each), due.get(each.public_id))
        for each in found
    ]


def _status(review: Review) -> Status:
    state = ReviewState(review.state)
    return Status(state.label, TONES[state])


def _facts(review: Review) -> list[Row]:
    rows = [
        Row("Kind", ReviewKind(review.kind).label),
        Row("Decided", f"{moment(review.decided_at)}, by {review.decided_by}"),
        Row("Why", review.why),
    ]
    if review.lead_partnership:
        rows.append(Row("Led with", review.lead_partnership))
    if review.held_because:
        until = review.hold_expected_until
        rows.append(Row("On hold because", review.held_because))
        rows.append(Row("Expected until", in_words(until) if until else "Not known"))
    if review.learned:
        rows.append(Row("What was learned", review.learned))
    if review.ended_because:
        rows.append(Row("Stopped because", review.ended_because))
    if review.closed_on:
        rows.append(Row("Ended on", in_words(review.closed_on)))
    return rows
