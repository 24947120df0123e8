"""A further review of a case, and how a case is closed and opened again."""

from datetime import datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from partnerships.models import User
from reviews import closing
from reviews.enums import CaseState, NextForUnnotified
from reviews.models import Closure, Incident, Review
from reviews.selectors.still_open import still_open
from reviews.services import clocks
from reviews.services.impartial import refuse_conflicted
from reviews.services.steps import move, take
from reviews.transitions import MoveCode


@transaction.atomic
def hold_review(*, incident: Incident, review: Review, by: User, at: datetime) -> Incident:
    """Lead the case to its further review, in the transaction that stores the review.

    Refuses an incident that was not notified and for which nothing further was decided.
    """
    locked = take(incident=incident, move=MoveCode.HOLD_REVIEW, by=by, at=at)
    check_review_may_follow(locked)
    said = {"review": str(review.public_id)}
    move(incident=locked, code=MoveCode.HOLD_REVIEW, by=by, at=at, facts=said)
    return locked


def check_review_may_follow(incident: Incident) -> None:
    """Refuse a review of an incident that was not notified and after which nothing was to follow."""
    if incident.state != CaseState.NOT_NOTIFIABLE:
        return
    decision = incident.decisions.get(current=True)
    if decision.follow_up == NextForUnnotified.CLOSE:
        raise DomainError(
            "It was decided that nothing further follows. Take the decision up again first.",
            code="nothing-follows",
        )


@transaction.atomic
def close_case(
    *, incident: Incident, summary: str, without_answer: str = "", by: User, at: datetime
) -> Closure:
    """Close a case that nothing keeps open, with what came of it.

    Refuses what `reviews.closing` finds still open, an empty summary, and somebody whose declared
    interest nobody has dealt with.
    """
    locked = take(incident=incident, move=MoveCode.CLOSE_CASE, by=by, at=at)
    refuse_conflicted(what="the closing of a case", by=by, at=at)
    if not summary.strip():
        raise DomainError("Say what came of the case.", code="summary-needed", field="summary")
    open_ = still_open(locked)
    closing.check_closing(open_, without_answer=without_answer)

    reason = without_answer.strip() if open_.answer_missing else ""
    closure = Closure.objects.create(
        incident=locked,
        summary=summary.strip(),
        from_state=locked.state,
        without_answer=reason,
        closed_at=at,
        closed_by=by,
    )
    clocks.stop_panel_answer(incident=locked, by=by, at=at)
    said = {"closure": str(closure.public_id)}
    move(incident=locked, code=MoveCode.CLOSE_CASE, by=by, at=at, facts=said)
    return closure


@transaction.atomic
def reopen_case(*, incident: Incident, reason: str, by: User, at: datetime) -> Incident:
    """Open a closed case again, where it stood before; that it was closed is kept.

    Refuses an empty reason.
    """
    locked = take(incident=incident, move=MoveCode.REOPEN_CASE, by=by, at=at)
    if not reason.strip():
        raise DomainError("Say why it is opened again.", code="reason-needed", field="reason")
    closure = locked.closures.select_for_update().get(reopened_at__isnull=True)

    closure.reopened_because = reason.strip()
    closure.reopened_at, closure.reopened_by = at, by
    closure.save(update_fields=["reopened_because", "reopened_at", "reopened_by"])
    said = {"reopened": str(closure.public_id)}
    move(
        incident=locked, code=MoveCode.REOPEN_CASE, back_to=closure.from_state,
        by=by, at=at, facts=said,
    )  # fmt: skip
    return locked
