"""The end of a recommendation: closed by somebody else, and asked about again months later."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from deadlines.working_days import ONE_DAY, add_months
from governance import recommending
from governance.enums import ImpactRating, RecommendationEvent, RecommendationState
from governance.models import Recommendation, RecommendationImpact
from governance.services.checks import clean, refuse_unless
from governance.services.recommendations import locked, note, open_actions, record
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.moment import local_day
from partnerships.enums import AuditVerb
from partnerships.models import User


@dataclass(frozen=True)
class Closing:
    """What is different for children, how that is known, and when the question comes again."""

    difference: str
    how_known: str
    months: int


@transaction.atomic
def close(
    *, recommendation: Recommendation, facts: Closing, by: User, at: datetime
) -> Recommendation:
    """Close a recommendation with the difference that it made; the question comes again later.

    Refuses whoever recorded it, one with an action that has not been closed, no difference or no
    way of knowing it, another number of months than 3 or 6, and one that is not open.
    """
    row = locked(recommendation, recommending.CLOSE, by=by, at=at)
    refuse_unless(
        recommending.may_close(
            closer=by.pk,
            recorder=row.recorded_by_id,
            open_actions=open_actions(row).count(),
            difference=facts.difference,
            how_known=facts.how_known,
            months=facts.months,
        )
    )
    row.state, row.closed_at, row.closed_by = RecommendationState.CLOSED, at, by
    row.difference, row.how_known = facts.difference.strip(), facts.how_known.strip()
    clean(row)
    row.save(update_fields=["state", "closed_at", "closed_by", "difference", "how_known"])
    note(row=row, event=RecommendationEvent.CLOSED, text=row.difference, by=by, at=at)
    record(AuditVerb.CONFIRMED, row, by=by, at=at, months=facts.months)
    _ask_again(row, facts.months, at=at)
    return row


@transaction.atomic
def answer_impact(
    *,
    impact: RecommendationImpact,
    rating: str,
    answer: str,
    months: int = 0,
    by: User,
    at: datetime,
) -> RecommendationImpact:
    """Answer, months later, whether the difference has lasted; `months` asks once more after that.

    Refuses a second answer, one without a choice or without words, and anybody but those who keep
    the recommendation.
    """
    recommendation = locked(impact.recommendation, recommending.ASK, by=by, at=at)
    row = RecommendationImpact.objects.select_for_update(of=("self",)).get(pk=impact.pk)
    if row.answered_at is not None:
        raise DomainError("This question has been answered already.", code="answered")
    if rating not in ImpactRating.values:
        raise DomainError("Choose whether it has lasted.", code="needs-choice", field="rating")
    refuse_unless(recommending.has_words(answer, field="answer", words="Say how you know."))
    if months:
        refuse_unless(recommending.may_ask_after(months))
    row.rating, row.answer, row.answered_at, row.answered_by = rating, answer.strip(), at, by
    clean(row)
    row.save(update_fields=["rating", "answer", "answered_at", "answered_by"])
    said = f"{row.get_rating_display()}. {row.answer}"
    note(row=recommendation, event=RecommendationEvent.ASKED_AGAIN, text=said, by=by, at=at)
    record(AuditVerb.REVIEWED, recommendation, by=by, at=at, rating=rating)
    if months:
        _ask_again(recommendation, months, at=at)
    return row


def _ask_again(row: Recommendation, months: int, *, at: datetime) -> None:
    due_on = add_months(local_day(at), months)
    asked = RecommendationImpact.objects.filter(recommendation=row)
    while asked.filter(due_on=due_on).exists():
        due_on += ONE_DAY  # an early answer may ask again for the very day of the first question
    RecommendationImpact.objects.create(recommendation=row, due_on=due_on)
