"""What recommendations come from here: a case's rapid review, and a review beside it."""

from typing import Final
from uuid import UUID

from deadlines.subjects import Subject
from governance.enums import RecommendationSource
from governance.recommended_from import Origin
from partnerships.access import Standing
from partnerships.models import User
from reviews.models import Incident, Review
from reviews.review_subject import REVIEW_KIND, subject_of_review
from reviews.subject import KIND, subject_of


def find_case(user: User, standing: Standing, public_id: UUID) -> Subject | None:
    """Return the case as a subject, if the person sees it; emergency access does not count."""
    seen = Incident.objects.visible_to(user, standing)
    found = seen.filter(public_id=public_id).first()
    return subject_of(found) if found else None


def find_review(user: User, standing: Standing, public_id: UUID) -> Subject | None:
    """Return the review as a subject, if the person sees it."""
    found = Review.objects.visible_to(user, standing).filter(public_id=public_id).first()
    return subject_of_review(found) if found else None


ORIGINS: Final = (
    Origin(
        kind=KIND,
        source=RecommendationSource.RAPID_REVIEW,
        find=find_case,
        page="reviews:case-recommendations",
        blank="case",
    ),
    Origin(
        kind=REVIEW_KIND,
        source=RecommendationSource.REVIEW,
        find=find_review,
        page="reviews:review-recommendations",
        blank="review",
    ),
)
