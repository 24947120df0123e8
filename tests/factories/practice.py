"""Reviews made ready to begin, by the real services alone."""

from datetime import date, datetime
from typing import Any

from krscp_portal.foundation.moment import local_day
from partnerships.models import User
from reviews.competence import KEYS
from reviews.models import Commission, Methodology, Review, Reviewer, ReviewTerms
from reviews.services import commissioning
from reviews.services.commissioning import PointFacts
from reviews.services.reviewers import ReviewerFacts, add_reviewer
from reviews.services.terms import TermsFacts, agree_terms, write_terms

QUESTIONS = ("What helped?", "What stood in the way?")


def terms_facts(**said: Any) -> TermsFacts:
    """Whole terms of reference, in the first methodology that there is or one made for it."""
    way = Methodology.objects.first() or Methodology.objects.create(name="Learning event")
    usual: dict[str, Any] = {
        "methodology": way,
        "scope_from": date(2025, 1, 1),
        "scope_to": date(2026, 5, 1),
        "questions": QUESTIONS,
        "proportionality": "Two agencies and one event.",
        "budget_pence": 450_000,
    }
    return TermsFacts(**{**usual, **said})


def agreed_terms(review: Review, *, by: User, at: datetime, **said: Any) -> ReviewTerms:
    """Terms of a review written and agreed on the same day."""
    row = write_terms(review=review, facts=terms_facts(**said), revision=0, by=by, at=at)
    return agree_terms(review=review, revision=row.revision, agreed_on=local_day(at), by=by, at=at)


def reviewer(name: str = "Alex Reader", *, by: User, at: datetime) -> Reviewer:
    """Somebody in the register."""
    return add_reviewer(facts=ReviewerFacts(name=name), by=by, at=at)


def points(*keys: str, answer: str = "met") -> list[PointFacts]:
    """Points of competence that were all found the same."""
    return [PointFacts(criterion=key, answer=answer, note="Seen") for key in keys or KEYS]


def checked(review: Review, *, by: User, at: datetime, name: str = "Alex Reader") -> Commission:
    """A commission that was checked on every point, with nothing to declare."""
    who = {"by": by, "at": at}
    row = commissioning.commission_reviewer(review=review, reviewer=reviewer(name, **who), **who)
    commissioning.check_competence(commission=row, points=points(), **who)
    return commissioning.declare_conflict(commission=row, declared_on=local_day(at), **who)


def ready(review: Review, *, by: User, at: datetime) -> Review:
    """A practice review with agreed terms and a reviewer, so that it may begin."""
    agreed_terms(review, by=by, at=at)
    checked(review, by=by, at=at)
    return review
