"""The three partners' views, the decision, and taking it up again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from krscp_portal.foundation.errors import DomainError
from partnerships.enums import PartnerKind
from partnerships.models import User
from reviews import threshold, timing
from reviews.enums import Answer, CaseState
from reviews.models import Incident, PartnerView, ThresholdDecision
from reviews.services import clocks
from reviews.services.impartial import refuse_conflicted
from reviews.services.steps import move, take
from reviews.transitions import MoveCode


@dataclass(frozen=True, kw_only=True)
class ViewFacts:
    """One partner's view: what, why, when, and the post that gave it."""

    partner: str
    answer: str
    reason: str
    given_at: datetime
    given_by: str


@dataclass(frozen=True, kw_only=True)
class DecisionFacts:
    """The decision: what, why, when, by which post, and what the rule asks for beside it."""

    answer: str
    rationale: str
    decided_at: datetime
    decided_by: str
    dissent: str = ""
    without_views_reason: str = ""
    follow_up: str = ""


@transaction.atomic
def record_view(*, incident: Incident, facts: ViewFacts, by: User, at: datetime) -> PartnerView:
    """Store one safeguarding partner's view; a newer one replaces it and keeps the older.

    Refuses a moment before awareness or in the future, and a view once it is decided.
    """
    locked = take(incident=incident, move=MoveCode.RECORD_VIEW, by=by, at=at)
    timing.check_after_awareness(
        facts.given_at, aware_at=locked.aware_at, what="The view", field="given_at", at=at
    )

    locked.views.filter(partner=facts.partner, current=True).update(current=False)
    view = PartnerView.objects.create(
        incident=locked, recorded_at=at, recorded_by=by, **vars(facts)
    )
    said = {"partner": facts.partner, "answer": facts.answer, "view": str(view.public_id)}
    move(incident=locked, code=MoveCode.RECORD_VIEW, by=by, at=at, facts=said)
    return view


@transaction.atomic
def record_decision(
    *, incident: Incident, facts: DecisionFacts, by: User, at: datetime
) -> ThresholdDecision:
    """Store whether the Panel is notified; not to notify takes the notification's clocks off.

    Refuses what `reviews.threshold` does not bear out, times that cannot be, and somebody whose
    declared interest nobody has dealt with.
    """
    answer = Answer(facts.answer)
    code = MoveCode.DECIDE_TO_NOTIFY if answer is Answer.NOTIFY else MoveCode.DECIDE_NOT_TO_NOTIFY
    locked = take(incident=incident, move=code, by=by, at=at)
    refuse_conflicted(what="the decision on notifying", by=by, at=at)
    views = current_views(locked)
    threshold.check_decision(
        answer,
        views,
        dissent=facts.dissent,
        without_views_reason=facts.without_views_reason,
    )
    timing.check_after_awareness(
        facts.decided_at, aware_at=locked.aware_at, what="The decision", field="decided_at", at=at
    )
    _check_follow_up(answer, facts.follow_up)

    decision = ThresholdDecision.objects.create(
        incident=locked, recorded_at=at, recorded_by=by, **vars(facts)
    )
    if answer is Answer.DO_NOT_NOTIFY:
        reason = "It was decided that the incident is not notifiable."
        clocks.stop_notification(incident=locked, reason=reason, by=by, at=at)
    said = {"decision": str(decision.public_id), "split": threshold.is_split(views)}
    move(incident=locked, code=code, by=by, at=at, facts=said)
    return decision


@transaction.atomic
def reconsider(*, incident: Incident, reason: str, by: User, at: datetime) -> Incident:
    """Take the decision up again, because something new is known; what was decided is kept.

    The notification's clocks run again, still counted from awareness: what is new may show that
    the notification is late, and then it says so. Refuses an empty reason.
    """
    locked = take(incident=incident, move=MoveCode.RECONSIDER, by=by, at=at)
    if not reason.strip():
        raise DomainError(
            "Say what is new, or why it is taken up again.", code="reason-needed", field="reason"
        )

    locked.decisions.filter(current=True).update(current=False, set_aside_because=reason.strip())
    if locked.state == CaseState.NOT_NOTIFIABLE:
        clocks.start_notification(incident=locked, by=by, at=at)
    move(incident=locked, code=MoveCode.RECONSIDER, by=by, at=at)
    return locked


def current_views(incident: Incident) -> dict[PartnerKind, Answer]:
    """Return each partner's view that counts."""
    rows = incident.views.filter(current=True).values_list("partner", "answer")
    return {PartnerKind(partner): Answer(answer) for partner, answer in rows}


def _check_follow_up(answer: Answer, follow_up: str) -> None:
    if answer is Answer.DO_NOT_NOTIFY and not follow_up:
        raise DomainError(
            "Select what follows instead.", code="follow-up-needed", field="follow_up"
        )
    if answer is Answer.NOTIFY and follow_up:
        raise DomainError(
            "What follows is asked only where the Panel is not notified: a notification leads to "
            "a rapid review.",
            code="follow-up-not-needed",
            field="follow_up",
        )
