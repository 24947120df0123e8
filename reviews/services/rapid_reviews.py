"""The rapid review: its lead, its completion by all three partners, its sending.

It is completed by the third signature under one version of its report (`services.signing`), or at
once, where the business unit records what three posts signed: then a version is frozen as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.wording import in_a_row
from partnerships.enums import PartnerKind
from partnerships.models import User
from reviews import models, timing
from reviews.models import Incident, RapidReview, Report, ReportVersion
from reviews.services import clocks, dispatches
from reviews.services.freezing import freeze
from reviews.services.reports import Conclusion, begin_report, keep_conclusion
from reviews.services.steps import move, take
from reviews.transitions import MoveCode

TOGETHER: Final = "Recorded together by the business unit"


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
    """Store the outcome with its reasons and three signatures, after which nothing is edited.

    The report is frozen as it is, and the signatures stand under that version. Refuses a report
    with unanswered comments or out for signatures, a completion before the notification or in the
    future, and fewer than all three partners' signatures within those times.
    """
    locked = take(incident=incident, move=MoveCode.ASK_FOR_SIGNATURES, by=by, at=at)
    review = locked.rapid_review
    timing.check_completion(facts.completed_at, opened_at=review.opened_at, at=at)
    _check_sign_offs(review, facts)

    report = Report.objects.select_for_update().filter(incident=locked).first()
    if report is None:
        report = begin_report(incident=locked, review=None, by=by, at=at)
    report.incident = locked
    said = Conclusion(outcome=facts.outcome, rationale=facts.rationale)
    keep_conclusion(report=report, facts=said, by=by, at=at)
    version = freeze(report=report, as_is=True, by=by, at=at)
    models.Signature.objects.bulk_create(
        models.Signature(
            version=version,
            sha256=version.sha256,
            evidence=TOGETHER,
            signed_at=at,
            signed_by=by,
            **vars(each),
        )
        for each in facts.sign_offs
    )
    move(incident=locked, code=MoveCode.ASK_FOR_SIGNATURES, by=by, at=at)
    return finish_rapid_review(
        incident=locked, version=version, completed_at=facts.completed_at, by=by, at=at
    )


def finish_rapid_review(
    *, incident: Incident, version: ReportVersion, completed_at: datetime, by: User, at: datetime
) -> RapidReview:
    """Complete the rapid review of a held case by the version that all three partners signed."""
    review = RapidReview.objects.select_for_update().get(incident=incident)
    review.outcome, review.rationale = version.content["outcome"], version.content["rationale"]
    review.completed_at, review.completed_by = completed_at, by
    review.sent_at, review.sent_by, review.late_reason = None, None, ""
    review.save()
    said = {"outcome": review.outcome, "version": version.number, "sha256": version.sha256}
    move(incident=incident, code=MoveCode.COMPLETE_RAPID_REVIEW, by=by, at=at, facts=said)
    return review


@transaction.atomic
def record_sent(
    *,
    incident: Incident,
    sent_at: datetime,
    late_reason: str = "",
    how: str = "",
    receipt: str = "",
    by: User,
    at: datetime,
) -> RapidReview:
    """Store when the completed review went to the Panel, meet its dates, wait for the answer.

    What was prepared for the Panel is recorded as sent; where nothing was, it is prepared now, so
    that the copy with its hash is kept either way. Refuses a case without a completed review, one whose review was sent already, a time before the
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
    facts = dispatches.SentFacts(sent_at=sent_at, how=how, receipt=receipt, late_reason=late_reason)
    dispatches.note_panel_sent(incident=locked, facts=facts, by=by, at=at)
    clocks.start_panel_answer(incident=locked, sent_at=sent_at, by=by, at=at)
    move(incident=locked, code=MoveCode.SEND_RAPID_REVIEW, by=by, at=at)
    return review


def _check_sign_offs(review: RapidReview, facts: CompletionFacts) -> None:
    signed = {PartnerKind(each.partner) for each in facts.sign_offs if each.signatory.strip()}
    absent = [partner for partner in PartnerKind if partner not in signed]
    if absent:
        names = in_a_row(partner.label.lower() for partner in absent)
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
