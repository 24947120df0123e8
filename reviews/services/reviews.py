"""A review beside the rapid one: opened by a decision, moved, and told to those who must know."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from deadlines.models import Deadline
from deadlines.models.deadline import DeadlineQuerySet
from deadlines.services import cancel_deadline, meet_deadline, open_deadline
from governance.services.registers import next_reference
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships import access, audit
from partnerships.enums import AuditVerb
from partnerships.models import User
from partnerships.roles import Permission
from reviews import timing
from reviews.enums import Recipient, ReviewKind
from reviews.models import Incident, Review, ReviewTold
from reviews.review_subject import REVIEW_KIND, subject_of_review
from reviews.review_transitions import ENDED, STEPS, ReviewMove, check_review
from reviews.selectors.reviewers import lacks_of_review
from reviews.services import endings
from reviews.services.closing_reviews import refuse_unfinished
from reviews.services.held import hold_review as held
from reviews.services.impartial import refuse_conflicted
from reviews.services.reports import begin_report

REGISTER: Final = "RV"
TELL, PUBLISH = "tell_lcspr_decision", "lcspr_publish"
REASONS: Final = {
    ReviewMove.HOLD: "Say why the review is on hold.",
    ReviewMove.STOP: "Say why the review is stopped.",
    ReviewMove.ACT: "Say what was learned.",
}


@dataclass(frozen=True, kw_only=True)
class ReviewFacts:
    """What the partners decided to review, why, when and through which posts.

    `code_name` says nothing about a child; `lead_partnership` is another one that leads jointly.
    """

    kind: str
    code_name: str
    why: str
    decided_at: datetime
    decided_by: str
    lead_partnership: str = ""


@dataclass(frozen=True, kw_only=True)
class ToldFacts:
    """Who was told of a practice review, of which reviewers, when and how."""

    recipient: str
    reviewers: str
    told_at: datetime
    how: str = ""


@transaction.atomic
def open_review(
    *, facts: ReviewFacts, incident: Incident | None = None, by: User, at: datetime
) -> Review:
    """Store that a review is held, of a case or without one; a practice review's clocks start.

    Refuses whoever may not decide on cases, somebody whose declared interest nobody has dealt
    with, a decision in the future, a practice review without a case, and what
    `endings.hold_review` refuses.
    """
    access.standing(by, on=local_day(at)).can(Permission.CASE_DECIDE).or_raise()
    refuse_conflicted(what="the decision to hold a review", by=by, at=at)
    timing.check_past(facts.decided_at, what="The decision", field="decided_at", at=at)
    if facts.kind == ReviewKind.LCSPR and incident is None:
        raise DomainError(
            "A practice review is held of a case. Open it from the case’s own page.",
            code="case-needed",
            field="kind",
        )
    review = Review.objects.create(
        reference=next_reference(register=REGISTER, at=at),
        kind=facts.kind,
        code_name=facts.code_name.strip(),
        incident=incident,
        why=facts.why.strip(),
        decided_at=facts.decided_at,
        decided_by=facts.decided_by.strip(),
        lead_partnership=facts.lead_partnership.strip(),
        logged_at=at,
        logged_by=by,
    )
    if incident is not None:
        endings.hold_review(incident=incident, review=review, by=by, at=at)
    _record(review, AuditVerb.DECIDED, {"kind": facts.kind}, by=by, at=at)
    if facts.kind == ReviewKind.LCSPR:
        _start_clocks(review, by=by, at=at)
    return review


@transaction.atomic
def move_review(
    *,
    review: Review,
    code: ReviewMove,
    words: str = "",
    expected_until: date | None = None,
    by: User,
    at: datetime,
) -> Review:
    """Bring a review one step on; `words` is why it is held or stopped, or what was learned.

    A hold stops no clock. Stopping takes the clocks off with the reason. Refuses what the table of
    `review_transitions` does not list, a practice review that is not ready to begin
    (`ready_to_start`), a hold or a stop without a reason, learning without words,
    an end of a hold that has passed, closing while something of it is unfinished
    (`closing_reviews`), and somebody whose declared interest nobody has dealt with.
    """
    locked = held(review=review, by=by, at=at)
    verdict = check_review(code, locked.state, locked.kind)
    if not verdict:
        raise DomainError(verdict.reason, code=verdict.code)
    refuse_conflicted(what="the course of a review", by=by, at=at)
    _check_words(locked, code, words=words, expected_until=expected_until, at=at)

    step = STEPS[code]
    before, locked.state = locked.state, step.target
    locked.held_because = words.strip() if code is ReviewMove.HOLD else ""
    locked.hold_expected_until = expected_until if code is ReviewMove.HOLD else None
    if code is ReviewMove.STOP:
        locked.ended_because = words.strip()
        _stop_clocks(locked, reason="The review was stopped.", by=by, at=at)
    if code is ReviewMove.ACT:
        locked.learned = words.strip()
    locked.closed_on = local_day(at) if step.target in ENDED else None
    locked.save()
    said = {"move": code.value, "from": before, "to": locked.state}
    _record(locked, step.verb, said, by=by, at=at)
    if code is ReviewMove.START:
        begin_report(incident=None, review=locked, by=by, at=at)
    return locked


@transaction.atomic
def record_told(*, review: Review, facts: ToldFacts, by: User, at: datetime) -> ReviewTold:
    """Store that one of those who must be told was told; the duty is met once all were.

    Refuses a review that nobody need be told of, a review that has ended, no reviewer's name, and
    a moment in the future or before the decision.
    """
    locked = held(review=review, by=by, at=at)
    if locked.kind != ReviewKind.LCSPR:
        raise DomainError("Only a practice review is told to these.", code="no-duty")
    if locked.state in ENDED:
        raise DomainError("The review has ended.", code="ended")
    if not facts.reviewers.strip():
        raise DomainError("Name who will review.", code="reviewers-needed", field="reviewers")
    timing.check_past(facts.told_at, what="The telling", field="told_at", at=at)
    if facts.told_at < locked.decided_at:
        raise DomainError(
            "They cannot have been told before it was decided.", code="too-early", field="told_at"
        )
    row = ReviewTold.objects.create(
        review=locked,
        recipient=facts.recipient,
        reviewers=facts.reviewers.strip(),
        told_at=facts.told_at,
        how=facts.how.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    _record(locked, AuditVerb.NOTIFIED, {"recipient": facts.recipient}, by=by, at=at)
    told = dict(locked.told.order_by("-told_at").values_list("recipient", "told_at"))
    if set(told) == set(Recipient.values):
        for deadline in _running(locked).filter(rule_key=TELL):
            meet_deadline(
                deadline=deadline, met_at=max(told.values()), late_reason="", by=by, at=at
            )
    return row


def note_reading(*, review: Review, by: User, at: datetime, page: str = "review") -> None:
    """Write in the audit that the person read a page of this review."""
    _record(review, AuditVerb.VIEWED, {"page": page}, by=by, at=at)


def _check_words(
    review: Review, code: ReviewMove, *, words: str, expected_until: date | None, at: datetime
) -> None:
    lacks = lacks_of_review(review) if code is ReviewMove.START else []
    if lacks:
        raise DomainError(" ".join(lacks), code="not-ready")
    if code in REASONS and not words.strip():
        raise DomainError(REASONS[code], code="words-needed", field="words")
    if expected_until is not None and expected_until < local_day(at):
        raise DomainError(
            "The day until which it is expected to last has passed.",
            code="passed",
            field="expected_until",
        )
    if code is ReviewMove.CLOSE:
        refuse_unfinished(review)


def _running(review: Review) -> DeadlineQuerySet:
    return Deadline.objects.of_subject(REVIEW_KIND, review.public_id).open()


def _start_clocks(review: Review, *, by: User, at: datetime) -> None:
    works_on_cases = access.can(by, Permission.CASE_EDIT, on=local_day(at))
    for key in (TELL, PUBLISH):
        open_deadline(
            rule_key=key,
            subject=subject_of_review(review),
            trigger_at=review.decided_at,
            owner=by if works_on_cases and not by.is_system else None,
            by=by,
            at=at,
        )


def _stop_clocks(review: Review, *, reason: str, by: User, at: datetime) -> None:
    for deadline in _running(review).order_by("pk"):
        cancel_deadline(deadline=deadline, reason=reason, by=by, at=at)


def _record(
    review: Review, verb: AuditVerb, said: dict[str, str], *, by: User, at: datetime
) -> None:
    audit.record(verb=verb, on=review, by=by, at=at, reference=review.reference, facts=said)
