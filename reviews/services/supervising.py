"""Supervising a review: its log of progress, and written questions to the reviewer.

Partners ask a reviewer about progress in writing alone (statutory.md D17), so each question is kept
as it was asked, with its answer. The log is never changed.
"""

from datetime import date, datetime

from django.db import transaction

from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from reviews.models import ProgressNote, Review, ReviewerQuery
from reviews.services.running import hold_running, refuse_to_come, said


@transaction.atomic
def note_progress(
    *,
    review: Review,
    on: date,
    text: str,
    early_learning: bool = False,
    by: User,
    at: datetime,
) -> ProgressNote:
    """Add an entry to the log; early learning is what is acted on before the review ends.

    Refuses a day to come, no words, and a review that has ended.
    """
    held = hold_running(review=review, by=by, at=at)
    refuse_to_come(on, field="on", at=at)
    words = said(text, "Say what happened.", field="text")
    row = ProgressNote.objects.create(
        review=held,
        on=on,
        text=words,
        early_learning=early_learning,
        recorded_at=at,
        recorded_by=by,
    )
    early = "yes" if early_learning else "no"
    _record(AuditVerb.CREATED, held, row, by=by, at=at, early_learning=early)
    return row


@transaction.atomic
def note_new_information(
    *, review: Review, told_on: date, text: str, by: User, at: datetime
) -> ProgressNote:
    """Log what may be of national importance, with the day on which the Panel was told.

    Source: statutory.md §4.2 ST11N. Refuses what `note_progress` refuses.
    """
    words = said(text, "Say what is new.", field="text")
    refuse_to_come(told_on, field="told_on", at=at)
    return note_progress(
        review=review,
        on=told_on,
        text=f"New information that may be of national importance. The Panel was told on "
        f"{in_words(told_on)}.\n{words}",
        by=by,
        at=at,
    )


@transaction.atomic
def ask_reviewer(*, review: Review, text: str, by: User, at: datetime) -> ReviewerQuery:
    """Keep a written question to the reviewer. Refuses no words, and a review without a reviewer."""
    held = hold_running(review=review, by=by, at=at)
    words = said(text, "Write the question.", field="text")
    if not held.commissions.filter(ended_on=None).exists():
        raise DomainError("No reviewer is commissioned.", code="no-reviewer")
    row = ReviewerQuery.objects.create(review=held, text=words, asked_at=at, asked_by=by)
    _record(AuditVerb.CREATED, held, row, by=by, at=at)
    return row


@transaction.atomic
def answer_query(
    *, query: ReviewerQuery, answer: str, answered_on: date, by: User, at: datetime
) -> ReviewerQuery:
    """Keep the reviewer's written answer.

    Refuses no words, a second answer (another question takes that), and a day to come or before
    the question.
    """
    held = hold_running(review=query.review, by=by, at=at)
    row = ReviewerQuery.objects.select_for_update(of=("self",)).get(pk=query.pk)
    if row.answered_on is not None:
        raise DomainError("This question is answered already.", code="answered")
    words = said(answer, "Write what the reviewer answered.", field="answer")
    refuse_to_come(answered_on, field="answered_on", at=at)
    if answered_on < local_day(row.asked_at):
        raise DomainError(
            "It cannot have been answered before it was asked.",
            code="too-early",
            field="answered_on",
        )
    row.answer, row.answered_on, row.recorded_at, row.recorded_by = words, answered_on, at, by
    row.save(update_fields=["answer", "answered_on", "recorded_at", "recorded_by"])
    _record(AuditVerb.COMPLETED, held, row, by=by, at=at)
    return row


def _record(
    verb: AuditVerb,
    review: Review,
    row: ProgressNote | ReviewerQuery,
    *,
    by: User,
    at: datetime,
    **facts: object,
) -> None:
    reference = review.reference
    audit.record(verb=verb, on=row, by=by, at=at, reference=reference, facts=dict(facts))
