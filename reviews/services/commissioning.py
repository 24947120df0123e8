"""A reviewer's work on one review: commissioned, checked, asked about conflicts, under contract."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.papers import Paper
from partnerships.services.uploads import keep_paper
from reviews.competence import KEYS
from reviews.enums import CheckAnswer
from reviews.models import Commission, CommissionCheck, Review, Reviewer
from reviews.services.impartial import refuse_conflicted
from reviews.services.running import hold_running, refuse_to_come, said


@dataclass(frozen=True, kw_only=True)
class PointFacts:
    """Whether one point of competence is met, and how that is known."""

    criterion: str
    answer: str
    note: str


@transaction.atomic
def commission_reviewer(
    *,
    review: Review,
    reviewer: Reviewer,
    fee_pence: int | None = None,
    by: User,
    at: datetime,
) -> Commission:
    """Commission somebody of the register to lead a review.

    Refuses a review that has ended, a reviewer who was taken off the register or leads it already,
    and somebody whose own declared interest nobody has dealt with.
    """
    held = hold_running(review=review, by=by, at=at)
    refuse_conflicted(what="who leads a review", by=by, at=at)
    if reviewer.ended_on is not None:
        raise DomainError(
            "This reviewer is no longer in the register.", code="ended", field="reviewer"
        )
    if held.commissions.filter(reviewer=reviewer, ended_on=None).exists():
        raise DomainError("This reviewer leads the review already.", code="twice", field="reviewer")
    row = Commission.objects.create(
        review=held, reviewer=reviewer, fee_pence=fee_pence, named_at=at, named_by=by
    )
    _record(AuditVerb.CREATED, row, by=by, at=at)
    return row


@transaction.atomic
def check_competence(
    *, commission: Commission, points: Sequence[PointFacts], by: User, at: datetime
) -> Commission:
    """Keep what was found on points of competence; a point that is not named stays as it was.

    Refuses a point that `competence` does not have, and one without saying how it is known.
    """
    row = _held(commission, by=by, at=at)
    before = {check.criterion: check for check in row.checks.all()}
    changed = []
    for point in points:
        if point.criterion not in KEYS or point.answer not in CheckAnswer.values:
            raise DomainError("This is no point of competence.", code="unknown")
        note = said(point.note, "Say how this is known.", field=f"{point.criterion}_note")
        check = before.get(point.criterion)
        check = check or CommissionCheck(commission=row, criterion=point.criterion)
        if (check.answer, check.note) == (point.answer, note):
            continue
        check.answer, check.note = point.answer, note
        check.checked_at, check.checked_by = at, by
        check.save()
        changed.append(point.criterion)
    if changed:
        _record(AuditVerb.CONFIRMED, row, by=by, at=at, points=", ".join(sorted(changed)))
    return row


@transaction.atomic
def declare_conflict(
    *, commission: Commission, declared_on: date, conflict: str = "", by: User, at: datetime
) -> Commission:
    """Keep what a reviewer declared on a day; no words mean that there is nothing to declare.

    A new declaration takes away how an earlier one was dealt with. Refuses a day to come.
    """
    row = _held(commission, by=by, at=at)
    refuse_to_come(declared_on, field="declared_on", at=at)
    row.declared_on, row.conflict, row.conflict_answer = declared_on, conflict.strip(), ""
    row.save(update_fields=["declared_on", "conflict", "conflict_answer"])
    found = "something" if row.conflict else "nothing"
    _record(AuditVerb.DECLARED, row, by=by, at=at, declared=found)
    return row


@transaction.atomic
def answer_conflict(*, commission: Commission, answer: str, by: User, at: datetime) -> Commission:
    """Keep how a declared conflict is dealt with.

    Refuses where nothing was declared, no words, and somebody whose own declared interest nobody
    has dealt with.
    """
    row = _held(commission, by=by, at=at)
    refuse_conflicted(what="how a reviewer’s conflict is dealt with", by=by, at=at)
    if not row.conflict:
        raise DomainError("No conflict was declared.", code="nothing-declared")
    row.conflict_answer = said(answer, "Say how it is dealt with.", field="answer")
    row.save(update_fields=["conflict_answer"])
    _record(AuditVerb.DECIDED, row, by=by, at=at)
    return row


@transaction.atomic
def keep_contract(*, commission: Commission, paper: Paper, by: User, at: datetime) -> Commission:
    """Keep the contract; a newer one takes its place, the older stays in storage.

    Refuses what `partnerships.papers` refuses.
    """
    row = _held(commission, by=by, at=at)
    name = f"{row.review.reference}-contract"
    row.contract = keep_paper(paper=paper, name=name, at=at, field="paper")
    row.save(update_fields=["contract"])
    _record(AuditVerb.CHANGED, row, by=by, at=at, sha256=row.contract.sha256)
    return row


@transaction.atomic
def end_commission(*, commission: Commission, reason: str, by: User, at: datetime) -> Commission:
    """Note that a reviewer no longer leads a review, and why. Refuses a second end, and no reason."""
    row = _held(commission, by=by, at=at)
    row.ended_because = said(reason, "Say why it ends.", field="reason")
    row.ended_on = local_day(at)
    row.save(update_fields=["ended_on", "ended_because"])
    _record(AuditVerb.ENDED, row, by=by, at=at)
    return row


def note_contract_taken(*, commission: Commission, by: User, at: datetime) -> None:
    """Write who took a contract away as a file. Refuses nobody: the page did."""
    _record(AuditVerb.DOWNLOADED, commission, by=by, at=at)


def _held(commission: Commission, *, by: User, at: datetime) -> Commission:
    """Return the commission locked, of a review that has not ended. Refuses one that has ended."""
    hold_running(review=commission.review, by=by, at=at)
    rows = Commission.objects.select_for_update(of=("self",)).select_related("review")
    row = rows.get(pk=commission.pk)
    if row.ended_on is not None:
        raise DomainError("This commission has ended.", code="ended")
    return row


def _record(verb: AuditVerb, row: Commission, *, by: User, at: datetime, **facts: object) -> None:
    audit.record(verb=verb, on=row, by=by, at=at, reference=row.review.reference, facts=dict(facts))
