"""The rapid review: its lead, its completion by all three partners, its sending."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from partnerships.enums import PartnerKind
from partnerships.models import User
from reviews import threshold, timing
from reviews.enums import CaseState
from reviews.models import Incident, RapidReview, SignOff
from reviews.services import clocks
from reviews.services.steps import move, take
from reviews.transitions import MoveCode


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One partner's sign-off: the post that signed, and the day."""

    partner: str
    signatory: str
    signed_on: date


@dataclass(frozen=True, kw_only=True)
class CompletionFacts:
    """What the three partners decided at the end of the rapid review, and why."""

    outcome: str
    rationale: str
    completed_at: datetime
    sign_offs: Sequence[Signature] = field(default_factory=tuple)


@transaction.atomic
def name_lead(*, incident: Incident, lead: str, by: User, at: datetime) -> RapidReview:
    """Store which post leads the open rapid review."""
    locked = take(incident=incident, move=MoveCode.NAME_LEAD, by=by, at=at)
    review = locked.rapid_review
    if not lead.strip():
        raise DomainError("Enter the post that leads.", code="lead-needed", field="lead")

    review.lead = lead.strip()
    review.save(update_fields=["lead"])
    move(incident=locked, code=MoveCode.NAME_LEAD, by=by, at=at)
    return review


@transaction.atomic
def complete_rapid_review(
    *, incident: Incident, facts: CompletionFacts, by: User, at: datetime
) -> RapidReview:
    """Store the outcome with its reasons and three sign-offs, after which nothing is edited.

    Asks for the signatures first where nobody did. Refuses a completion before the notification or
    in the future, and fewer than all three partners' signatures within those times.
    """
    opened = Incident.objects.filter(pk=incident.pk, state=CaseState.RAPID_REVIEW_OPEN).exists()
    code = MoveCode.ASK_FOR_SIGNATURES if opened else MoveCode.COMPLETE_RAPID_REVIEW
    locked = take(incident=incident, move=code, by=by, at=at)
    review = locked.rapid_review
    timing.check_completion(facts.completed_at, opened_at=review.opened_at, at=at)
    _check_sign_offs(review, facts)

    review.outcome, review.rationale = facts.outcome, facts.rationale
    review.completed_at, review.completed_by = facts.completed_at, by
    review.sent_at, review.sent_by, review.late_reason = None, None, ""
    review.save()
    SignOff.objects.bulk_create(
        SignOff(rapid_review=review, round=review.round, **vars(each)) for each in facts.sign_offs
    )
    said = {"outcome": facts.outcome}
    if opened:
        move(incident=locked, code=code, by=by, at=at)
    move(incident=locked, code=MoveCode.COMPLETE_RAPID_REVIEW, by=by, at=at, facts=said)
    return review


@transaction.atomic
def record_sent(
    *, incident: Incident, sent_at: datetime, late_reason: str = "", by: User, at: datetime
) -> RapidReview:
    """Store when the completed review went to the Panel, meet its dates, wait for the answer.

    Refuses a case without a completed review, one whose review was sent already, a time before the
    completion or in the future, and a late sending without a reason.
    """
    locked = take(incident=incident, move=MoveCode.SEND_RAPID_REVIEW, by=by, at=at)
    review = RapidReview.objects.filter(incident=locked).first()
    if review is None or review.completed_at is None:
        raise DomainError("This case has no rapid review to send.", code="no-rapid-review")
    if review.sent_at is not None:
        raise DomainError("The rapid review has been sent already.", code="sent-already")
    timing.check_sent(sent_at, completed_at=review.completed_at, at=at)

    clocks.meet(
        incident=locked,
        keys=[clocks.FROM_AWARENESS, clocks.FROM_NOTIFICATION],
        met_at=sent_at,
        late_reason=late_reason,
        by=by,
        at=at,
    )
    review.sent_at, review.sent_by = sent_at, by
    review.late_reason = late_reason.strip()
    review.save(update_fields=["sent_at", "sent_by", "late_reason"])
    clocks.start_panel_answer(incident=locked, sent_at=sent_at, by=by, at=at)
    move(incident=locked, code=MoveCode.SEND_RAPID_REVIEW, by=by, at=at)
    return review


def _check_sign_offs(review: RapidReview, facts: CompletionFacts) -> None:
    signed = {PartnerKind(each.partner) for each in facts.sign_offs if each.signatory.strip()}
    absent = [partner for partner in PartnerKind if partner not in signed]
    if absent:
        names = threshold.in_a_row(partner.label.lower() for partner in absent)
        raise DomainError(
            f"All three partners sign a rapid review off. Still to sign: {names}.",
            code="signatures-needed",
            field=f"{absent[0].value}_signatory",
        )
    for each in facts.sign_offs:
        timing.check_sign_off(
            each.signed_on,
            opened_at=review.opened_at,
            completed_at=facts.completed_at,
            field=f"{each.partner}_signed_on",
        )
