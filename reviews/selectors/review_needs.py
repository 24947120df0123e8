"""The next step of each review for whoever owes it: begun, written, published, acted on, closed.

A signature that a report waits for is in `report_needs`. After `review_transitions.OWNERS`.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from deadlines.clock import StateCode, state
from deadlines.enums import Standing as DateStanding
from deadlines.models import Deadline
from deadlines.selectors import calendar
from deadlines.terms import Bound
from governance.enums import ActionSource, ActionState, RecommendationState
from governance.models import Action, Recommendation
from krscp_portal.foundation.days import in_words
from partnerships.access import Standing
from partnerships.models import User
from partnerships.needs import MOST, Need
from partnerships.roles import Permission
from reviews.enums import ReviewKind, ReviewState
from reviews.models import Publication, Review
from reviews.review_subject import REVIEW_KIND

EDIT, DECIDE = Permission.CASE_EDIT, Permission.CASE_DECIDE
S = ReviewState
KEPT: Final = "keep_published"
REMEMBERED: Final = timedelta(days=31)  # how long it is said that a review may be archived
STEPS: Final[Mapping[ReviewState, tuple[Permission, str]]] = {
    S.COMMISSIONED: (EDIT, "begin the review"),
    S.IN_PROGRESS: (EDIT, "write the report"),
    S.ON_HOLD: (EDIT, "see whether the review can go on"),
    S.PUBLICATION_DECIDED: (EDIT, "check the text and send the copies"),
    S.PRE_PUBLICATION: (EDIT, "tell the family and publish on the planned day"),
    S.PUBLISHED: (EDIT, "say what was learned"),
    S.ACTIONS: (EDIT, "close the review"),
}
SIGNED_PRACTICE: Final = (DECIDE, "decide what is published")
SIGNED_OTHER: Final = (EDIT, "say what was learned, or have it published")
DECIDED_OTHER: Final = (EDIT, "check the text and publish it")
ARCHIVE: Final = "it may be archived now"


def needs_on_reviews(user: User, standing: Standing, on: date) -> list[Need]:
    """Return the next step of each review that the person's role may take, soonest due first.

    A review on hold needs somebody once the day has come on which it was expected to go on; one
    that is acted on, once nothing of it is open; one on line, for a month from the day on which it
    may be archived. Three queries at most, none for who neither works nor decides on cases;
    emergency access does not count.
    """
    may = {each for each in (EDIT, DECIDE) if standing.can(each)}
    if not may:
        return []
    seen = Review.objects.visible_to(user, standing)
    rows = seen.filter(_waits(on) | _archivable(on)).select_related("publication")
    marked = rows.annotate(may_archive=Exists(_kept_long_enough(on)))
    found = [(row, _step(row, may)) for row in marked.order_by("decided_at", "pk")]
    asked = [(row, words) for row, words in found if words]
    dues = _dues([row.public_id for row, _ in asked], on=on)
    needs = [_need(row, words, dues.get(row.public_id), on) for row, words in asked]
    return sorted(needs, key=lambda need: (need.due_on or date.max, need.what))[:MOST]


def _waits(on: date) -> Q:
    hold = Q(hold_expected_until__isnull=True) | Q(hold_expected_until__lte=on)
    open_actions = Action.objects.filter(
        source=ActionSource.REVIEW,
        source_id=OuterRef("public_id"),
        state__in=[ActionState.OPEN, ActionState.DONE],
    )
    unfinished = Recommendation.objects.filter(
        subject_kind=REVIEW_KIND,
        subject_id=OuterRef("public_id"),
        state=RecommendationState.OPEN,
    )
    simple = [each for each in (*STEPS, S.SIGNED) if each not in (S.ON_HOLD, S.ACTIONS)]
    return (
        Q(state__in=simple)
        | Q(hold, state=S.ON_HOLD)
        | Q(~Exists(open_actions), ~Exists(unfinished), state=S.ACTIONS)
    )


def _archivable(on: date) -> Q:
    return Q(
        Exists(_kept_long_enough(on)),
        publication__isnull=False,
        publication__archived_at__isnull=True,
    )


def _kept_long_enough(on: date) -> QuerySet[Deadline]:
    """Return the days, not long ago, until which reviews had to be kept on line."""
    return Deadline.objects.filter(
        subject_kind=REVIEW_KIND,
        subject_id=OuterRef("public_id"),
        rule_key=KEPT,
        due_on__lte=on,
        due_on__gt=on - REMEMBERED,
        met_at__isnull=True,
        cancelled_at__isnull=True,
    )


def _step(row: Review, may: set[Permission]) -> str:
    """Return what the person may do next with a review, in words, or nothing."""
    if row.may_archive and DECIDE in may:  # type: ignore[attr-defined]
        return ARCHIVE
    needed = STEPS.get(S(row.state))
    is_practice = row.kind == ReviewKind.LCSPR
    if row.state == S.SIGNED:
        needed = SIGNED_PRACTICE if is_practice else SIGNED_OTHER
    if row.state == S.PUBLICATION_DECIDED and not is_practice:
        needed = DECIDED_OTHER
    if needed is None or needed[0] not in may:
        return ""
    return needed[1]


def _dues(ids: Iterable[UUID], *, on: date) -> dict[UUID, tuple[date, str, bool]]:
    """Return by when each review is due next, in words, and whether that is over; two queries."""
    wanted = list(ids)
    if not wanted:
        return {}
    running = (
        Deadline.objects.filter(subject_kind=REVIEW_KIND, subject_id__in=wanted)
        .open()
        .filter(standing=DateStanding.BINDING, bound=Bound.NO_LATER_THAN, due_on__isnull=False)
        .order_by("subject_id", "due_on", "pk")
        .distinct("subject_id")
        .values_list("subject_id", "due_on")
    )
    table = calendar()
    found = {}
    for subject, due_on in running:
        assert due_on is not None  # noqa: S101 -- for the type checker
        stands = state(due_on, on=on, calendar=table, bound=Bound.NO_LATER_THAN)
        found[subject] = (due_on, stands.words, stands.code is StateCode.OVERDUE)
    return found


def _need(row: Review, words: str, due: tuple[date, str, bool] | None, on: date) -> Need:
    what = f"{row.reference}: {words}"
    if row.state == S.PRE_PUBLICATION and words != ARCHIVE:
        planned = _planned(row)
        if planned is not None:
            return Need(
                what=what,
                path=row.path,
                due_on=planned,
                state=f"Planned for {in_words(planned)}",
                late=planned < on,
                for_whole_page=True,
            )
    if due is None or words == ARCHIVE:
        return Need(what=what, path=row.path, for_whole_page=True)
    due_on, said, late = due
    return Need(what=what, path=row.path, due_on=due_on, state=said, late=late, for_whole_page=True)


def _planned(row: Review) -> date | None:
    publication: Publication | None = getattr(row, "publication", None)
    return publication.planned_on if publication else None
