"""What the tests of recommendations share."""

from datetime import UTC, date, datetime

from governance.enums import RecommendationSource
from governance.models import Recommendation
from governance.services.recommendations import RecommendationFacts, make_recommendation
from partnerships.models import User

AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 6, 20, 9, 0, tzinfo=UTC)
MADE = date(2026, 5, 1)
DUE = date(2026, 9, 30)


def recommended(by: User, **said) -> Recommendation:
    """A recommendation of a scrutineer to the partners together, unless said otherwise."""
    at = said.pop("at", AT)
    known = {
        "text": "Hold a clinic on neglect in every school.",
        "outcome_measure": "Neglect is noticed earlier.",
        "source": RecommendationSource.SCRUTINY,
        "source_label": "Scrutiny of 2026",
        "made_on": MADE,
        "due_on": DUE,
        "collectively": True,
    }
    facts = RecommendationFacts(**{**known, **said})
    return make_recommendation(facts=facts, by=by, at=at)
