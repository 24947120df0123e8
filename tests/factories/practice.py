"""Reviews made ready to begin, by the real services alone."""

from datetime import date, datetime
from typing import Any

from krscp_portal.foundation.moment import local_day
from partnerships.models import User
from reviews.models import Methodology, Review, ReviewTerms
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
