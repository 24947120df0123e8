"""Taking a notification back: the only way past a rapid review."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from krscp_portal.foundation.wording import in_a_row
from partnerships.enums import PartnerKind
from partnerships.models import User
from reviews import timing
from reviews.models import Incident, RapidReview, Withdrawal, WithdrawalAgreement
from reviews.services import clocks
from reviews.services.impartial import refuse_conflicted
from reviews.services.steps import move, take
from reviews.transitions import MoveCode


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """One partner's agreement: the post that agreed, and the day."""

    partner: str
    signatory: str
    agreed_on: date


@dataclass(frozen=True, kw_only=True)
class WithdrawalFacts:
    """Why the notification is withdrawn, who agreed, and when the Panel was told."""

    reason: str
    panel_told_at: datetime
    agreements: Sequence[Agreement] = field(default_factory=tuple)


@transaction.atomic
def withdraw_notification(
    *, incident: Incident, facts: WithdrawalFacts, by: User, at: datetime
) -> Withdrawal:
    """Store that the notification was withdrawn and take its clocks off, with the reason kept.

    What is owed for a death still runs. Refuses a rapid review that was completed once, fewer than
    all three partners, an agreement before the notification or after the Panel was told, times in
    the future, and somebody whose declared interest nobody has dealt with.
    """
    locked = take(incident=incident, move=MoveCode.WITHDRAW, by=by, at=at)
    refuse_conflicted(what="a withdrawal", by=by, at=at)
    review = RapidReview.objects.get(incident=locked)
    if review.completed_at is not None:
        raise DomainError(
            "The rapid review was completed, so the notification can no longer be withdrawn.",
            code="completed-already",
        )
    if not facts.reason.strip():
        raise DomainError("Say why it is withdrawn.", code="reason-needed", field="reason")
    _check_times(facts, opened_at=review.opened_at, at=at)
    _check_agreements(facts, opened_at=review.opened_at)

    withdrawal = Withdrawal.objects.create(
        incident=locked,
        reason=facts.reason.strip(),
        panel_told_at=facts.panel_told_at,
        recorded_at=at,
        recorded_by=by,
    )
    WithdrawalAgreement.objects.bulk_create(
        WithdrawalAgreement(withdrawal=withdrawal, **vars(each)) for each in facts.agreements
    )
    clocks.stop_after_withdrawal(incident=locked, by=by, at=at)
    said = {"withdrawal": str(withdrawal.public_id)}
    move(incident=locked, code=MoveCode.WITHDRAW, by=by, at=at, facts=said)
    return withdrawal


def _check_times(facts: WithdrawalFacts, *, opened_at: datetime, at: datetime) -> None:
    timing.check_past(facts.panel_told_at, what="Telling the Panel", field="panel_told_at", at=at)
    if facts.panel_told_at < opened_at:
        raise DomainError(
            "The Panel cannot have been told before it was notified.",
            code="told-before-notified",
            field="panel_told_at",
        )


def _check_agreements(facts: WithdrawalFacts, *, opened_at: datetime) -> None:
    agreed = {PartnerKind(each.partner) for each in facts.agreements if each.signatory.strip()}
    absent = [partner for partner in PartnerKind if partner not in agreed]
    if absent:
        names = in_a_row(partner.label.lower() for partner in absent)
        raise DomainError(
            f"All three partners agree to withdraw a notification. Still to agree: {names}.",
            code="agreements-needed",
            field=f"{absent[0].value}_signatory",
        )
    last = local_day(facts.panel_told_at)
    for each in facts.agreements:
        if not local_day(opened_at) <= each.agreed_on <= last:
            raise DomainError(
                "A partner agrees between the notification and the day on which the Panel is told.",
                code="agreed-out-of-time",
                field=f"{each.partner}_agreed_on",
            )
