"""The yearly look at who has access: every open role is kept or ended, by a manager.

House rule of the portal, after NCSC cloud principle 9 (secure user management): access that nobody
has looked at for a year is looked at again.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit, authority
from partnerships.enums import AuditVerb, ReviewDecision
from partnerships.models import AccessReview, AccessReviewLine, RoleAssignment, User
from partnerships.roles import Permission
from partnerships.services import roles
from partnerships.services.handovers import other_managers
from partnerships.services.permission import require


@transaction.atomic
def start_review(*, by: User, at: datetime) -> AccessReview:
    """Begin to look at every role that counts today or later, to be decided within a month.

    Refuses a second review while one is open.
    """
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    if AccessReview.objects.filter(completed_at__isnull=True).exists():
        raise DomainError("A review of access is open already.", code="review-open")

    today = local_day(at)
    review = AccessReview.objects.create(
        started_at=at, started_by=by, due_on=today + authority.REVIEW_LASTS
    )
    lasting = RoleAssignment.objects.in_open_partnership().filter(
        Q(to_on__isnull=True) | Q(to_on__gte=today), ended_at__isnull=True
    )
    AccessReviewLine.objects.bulk_create(
        AccessReviewLine(review=review, assignment=each) for each in lasting.order_by("pk")
    )
    facts = {"due_on": review.due_on.isoformat(), "roles": review.lines.count()}
    audit.record(verb=AuditVerb.OPENED, on=review, by=by, at=at, facts=facts)
    return review


@transaction.atomic
def decide(
    *, review: AccessReview, decisions: Mapping[AccessReviewLine, str], by: User, at: datetime
) -> AccessReview:
    """Keep or end each of the roles, all of them or none; the last decision completes the review.

    Refuses an empty choice, a review that is complete, one's own role while another manager could
    confirm it, and whatever the end of a role refuses; the refusal names its line as field.
    """
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    review = _lock_open(review)
    if not decisions:
        raise DomainError("Choose keep or end for one role at least.", code="nothing-chosen")
    others = other_managers(than=by, on=local_day(at))
    for line, decision in decisions.items():
        try:
            _decide(review, line, decision, others=others, by=by, at=at)
        except DomainError as refusal:
            field = str(line.public_id)
            raise DomainError(str(refusal), code=refusal.code, field=field) from refusal
    if not undecided(review, on=local_day(at)):
        _complete(review, by=by, at=at)
    return review


@transaction.atomic
def complete_review(*, review: AccessReview, by: User, at: datetime) -> AccessReview:
    """Close a review whose last open roles ended by themselves. Refuses while one is undecided."""
    require(Permission.ACCESS_MANAGE, by=by, at=at)
    review = _lock_open(review)
    if left := len(undecided(review, on=local_day(at))):
        roles_left = "1 role is" if left == 1 else f"{left} roles are"
        raise DomainError(f"{roles_left} still to be decided.", code="undecided")
    _complete(review, by=by, at=at)
    return review


def undecided(review: AccessReview, *, on: date) -> list[AccessReviewLine]:
    """Return the lines that nobody decided and whose role has not ended otherwise by the day."""
    lasting = Q(assignment__to_on__isnull=True) | Q(assignment__to_on__gte=on)
    return list(review.lines.filter(lasting, decision="", assignment__ended_at__isnull=True))


def _decide(
    review: AccessReview,
    line: AccessReviewLine,
    decision: str,
    *,
    others: list[User],
    by: User,
    at: datetime,
) -> None:
    """Decide one line."""
    mine = AccessReviewLine.objects.select_for_update(of=("self",)).select_related("assignment")
    found = mine.filter(pk=line.pk, review=review).first()
    if found is None or found.decision:
        raise DomainError("This role has been decided already.", code="decided")
    is_own = found.assignment.user_id == by.pk
    if decision == ReviewDecision.KEEP:
        verdict = authority.may_confirm_role(is_own=is_own, other_managers=len(others))
        if not verdict:
            raise DomainError(verdict.reason, code=verdict.code)
    else:
        roles.end_role(assignment=found.assignment, last_day=None, by=by, at=at)

    found.decision, found.decided_at, found.decided_by = ReviewDecision(decision), at, by
    found.save(update_fields=["decision", "decided_at", "decided_by"])
    facts = {"assignment": str(found.assignment.public_id), "decision": decision, "own": is_own}
    audit.record(verb=AuditVerb.REVIEWED, on=found, by=by, at=at, facts=facts)


def _complete(review: AccessReview, *, by: User, at: datetime) -> None:
    review.completed_at, review.completed_by = at, by
    review.save(update_fields=["completed_at", "completed_by"])
    kept = review.lines.filter(decision=ReviewDecision.KEEP).count()
    ended = review.lines.filter(decision=ReviewDecision.END).count()
    facts = {"kept": kept, "ended": ended}
    audit.record(verb=AuditVerb.COMPLETED, on=review, by=by, at=at, facts=facts)


def _lock_open(review: AccessReview) -> AccessReview:
    found = AccessReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if found.completed_at:
        raise DomainError("This review of access is complete.", code="review-complete")
    return found
