"""A review as other apps know it, and who may be told of it: as of the case behind it."""

from typing import Any, Final
from uuid import UUID

from deadlines.subjects import Subject, SubjectKind
from krscp_portal.foundation import moment
from partnerships import access
from partnerships.models import User
from reviews.models import Review

REVIEW_KIND: Final = "reviews.review"


def subject_of_review(review: Review) -> Subject:
    """Return the review as the subject of a deadline."""
    return Subject(REVIEW_KIND, review.public_id, review.reference, review.path)


def may_be_told(user: User, public_id: UUID) -> bool:
    """Say whether the person may be told of the review today; emergency access does not count."""
    standing = access.standing(user, on=moment.today())
    return Review.objects.visible_to(user, standing).filter(public_id=public_id).exists()


def visible_ids(user: User, standing: access.Standing) -> Any:
    """Return the public ids of the reviews that the person may see, as one query."""
    return Review.objects.visible_to(user, standing).values("public_id")


REVIEW_SUBJECT: Final = SubjectKind(
    code=REVIEW_KIND,
    may_be_told=may_be_told,
    visible_ids=visible_ids,
    owns_trigger=True,
    pressing=True,
)
