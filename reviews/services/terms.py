"""The terms of reference of a review: written by one hand after another, agreed on a day.

A save names the revision that it began from. One that began from older terms is not taken: what was
typed and what stands are both handed back, and nothing is lost.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from governance.services.checks import clean
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from reviews.models import Methodology, ProgressNote, Review, ReviewQuestion, ReviewTerms
from reviews.selectors.terms import terms_page
from reviews.services.impartial import refuse_conflicted
from reviews.services.running import hold_running, refuse_to_come

MOST_QUESTIONS: Final = 30
LONGEST: Final = ReviewQuestion._meta.get_field("text").max_length or 400
MEANWHILE: Final = "changed-meanwhile"


@dataclass(frozen=True, kw_only=True)
class TermsFacts:
    """How a review is held, over which period, what it asks, how far it goes, what it may cost."""

    methodology: Methodology | None = None
    scope_from: date | None = None
    scope_to: date | None = None
    questions: tuple[str, ...] = ()
    proportionality: str = ""
    budget_pence: int | None = None


@transaction.atomic
def write_terms(
    *, review: Review, facts: TermsFacts, revision: int, reason: str = "", by: User, at: datetime
) -> ReviewTerms:
    """Keep the terms of reference; `revision` is what they were begun from, 0 where there were none.

    Terms that were agreed are open again; the `reason` and the questions until then go into the log
    of progress, which the audit names: the audit is read by people who see no case. Refuses a review that has
    ended, terms begun from an older text (code `changed-meanwhile`), a change of agreed terms
    without a reason, a period out of order, and questions that are too many or too long.
    """
    held = hold_running(review=review, by=by, at=at)
    row = ReviewTerms.objects.select_for_update(of=("self",)).filter(review=held).first()
    row = row or ReviewTerms(review=held)
    refuse_older(row, revision)
    was_agreed = row.agreed_on is not None
    if was_agreed and not reason.strip():
        raise DomainError(
            "These terms are agreed. Say why they change; they are agreed anew after it.",
            code="reason-needed",
            field="reason",
        )
    questions = _questions(facts)
    note = _log_reason(held, reason, by=by, at=at) if was_agreed else None
    _fill(row, facts, by=by, at=at)
    row.save()
    ReviewQuestion.objects.filter(review=held).delete()
    ReviewQuestion.objects.bulk_create(
        [ReviewQuestion(review=held, order=n, text=text) for n, text in enumerate(questions, 1)]
    )
    said: dict[str, object] = {"revision": row.revision, "questions": len(questions)}
    if note is not None:
        said["reopened"] = str(note.public_id)
    verb = AuditVerb.CREATED if row.revision == 1 else AuditVerb.CHANGED
    audit.record(verb=verb, on=row, by=by, at=at, reference=held.reference, facts=said)
    return row


@transaction.atomic
def agree_terms(
    *, review: Review, revision: int, agreed_on: date, by: User, at: datetime
) -> ReviewTerms:
    """Note that the partners agreed the terms of reference, of the revision that was read.

    Refuses terms that are not written, that changed meanwhile, that are agreed already or lack what
    such a review needs (`ready_to_start`), a day to come or before the review was decided, and
    somebody whose declared interest nobody has dealt with.
    """
    held = hold_running(review=review, by=by, at=at)
    refuse_conflicted(what="the terms of reference", by=by, at=at)
    row = ReviewTerms.objects.select_for_update(of=("self",)).filter(review=held).first()
    if row is None:
        raise DomainError("Write the terms of reference first.", code="not-written")
    refuse_older(row, revision)
    if row.agreed_on is not None:
        raise DomainError("These terms are agreed already.", code="agreed")
    lacks = terms_page(held).lacks
    if lacks:
        raise DomainError(" ".join(lacks), code="not-whole")
    refuse_to_come(agreed_on, field="agreed_on", at=at)
    if agreed_on < local_day(held.decided_at):
        raise DomainError(
            "They cannot have been agreed before the review was decided.",
            code="too-early",
            field="agreed_on",
        )
    row.agreed_on, row.agreed_at, row.agreed_by = agreed_on, at, by
    row.save(update_fields=["agreed_on", "agreed_at", "agreed_by"])
    said = {"revision": row.revision, "agreed_on": agreed_on.isoformat()}
    verb = AuditVerb.DECIDED
    audit.record(verb=verb, on=row, by=by, at=at, reference=held.reference, facts=said)
    return row


def refuse_older(row: ReviewTerms, revision: int) -> None:
    """Refuse what was begun from another revision than the one that stands."""
    if row.revision != revision:
        raise DomainError(
            "Somebody changed these terms while you read or wrote. Nothing is lost: what stands "
            "now is shown below what you typed. Put them together and save again.",
            code=MEANWHILE,
        )


def _log_reason(review: Review, reason: str, *, by: User, at: datetime) -> ProgressNote:
    """Keep why agreed terms change, and what they asked until then."""
    asked = review.questions.order_by("order").values_list("order", "text")
    until = "\n".join(f"{order}. {text}" for order, text in asked)
    text = (
        f"The terms of reference were changed after they were agreed: {reason.strip()}\n"
        f"Until then they asked:\n{until}"
    )
    on = local_day(at)
    return ProgressNote.objects.create(
        review=review, on=on, text=text, recorded_at=at, recorded_by=by
    )


def _questions(facts: TermsFacts) -> list[str]:
    questions = [text.strip() for text in facts.questions if text.strip()]
    if len(questions) > MOST_QUESTIONS:
        raise DomainError(
            f"Ask {MOST_QUESTIONS} questions at most.", code="too-many", field="questions"
        )
    if any(len(text) > LONGEST for text in questions):
        raise DomainError(
            f"A question has {LONGEST} characters at most.", code="too-long", field="questions"
        )
    return questions


def _fill(row: ReviewTerms, facts: TermsFacts, *, by: User, at: datetime) -> None:
    row.methodology, row.proportionality = facts.methodology, facts.proportionality.strip()
    row.scope_from, row.scope_to = facts.scope_from, facts.scope_to
    row.budget_pence = facts.budget_pence
    row.agreed_on, row.agreed_at, row.agreed_by = None, None, None
    row.written_at, row.written_by = at, by
    row.revision += 1
    if row.scope_from and row.scope_to and row.scope_to < row.scope_from:
        raise DomainError("The period cannot end before it begins.", code="order", field="scope_to")
    if row.scope_from and row.scope_from > local_day(at):
        raise DomainError(
            "The period cannot begin in the future.", code="future", field="scope_from"
        )
    clean(row)
