"""What must be finished before a review is closed: its actions, its recommendations, their impact.

Source: statutory.md §4.2 ST16 and ST17 ("all actions closed and impact audit"), and the forbidden
move of closing with open actions.
"""

from governance.enums import ActionSource, ActionState, RecommendationState
from governance.models import Action, Recommendation, RecommendationImpact
from krscp_portal.foundation.errors import DomainError
from reviews.models import Review
from reviews.review_subject import REVIEW_KIND


def refuse_unfinished(review: Review) -> None:
    """Refuse to close a review of which something is still to be done, and say what."""
    actions = Action.objects.filter(
        source=ActionSource.REVIEW,
        source_id=review.public_id,
        state__in=[ActionState.OPEN, ActionState.DONE],
    ).count()
    if actions:
        said = "1 action of it is" if actions == 1 else f"{actions} actions of it are"
        raise DomainError(f"{said} still open.", code="actions-open")
    made = Recommendation.objects.filter(subject_kind=REVIEW_KIND, subject_id=review.public_id)
    waiting = made.filter(state=RecommendationState.OPEN).count()
    if waiting:
        said = (
            "1 recommendation of it is" if waiting == 1 else f"{waiting} recommendations of it are"
        )
        raise DomainError(f"{said} still open. Close them first.", code="recommendations-open")
    asked = RecommendationImpact.objects.filter(answered_at__isnull=False)
    unasked = made.filter(state=RecommendationState.CLOSED).exclude(impacts__in=asked).count()
    if unasked:
        said = "1 recommendation" if unasked == 1 else f"{unasked} recommendations"
        raise DomainError(
            f"It is not answered yet whether {said} made a difference that lasted. Answer that "
            "first.",
            code="impact-not-asked",
        )
