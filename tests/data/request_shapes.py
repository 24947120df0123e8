"""How the example files say what agencies were asked for a rapid review, or for a review beside."""

from reviews.enums import Involvement
from tests.data.notation import SLUG, TEXT, one_of, table, text

DAYS_AGO = {"type": "integer", "minimum": 0, "maximum": 400}
ANSWER = table(
    {
        "involvement": one_of(*Involvement.values),
        "summary": {"type": "string"},
        "learning": {"type": "string"},
    }
)
AGENCY_REQUEST = table(
    {
        "organisation": SLUG,
        "post": text(160),
        "email": text(254),
        "due_days": {"type": "integer", "minimum": -600, "maximum": 60},
    },
    {
        "case": SLUG,
        "review": SLUG,
        "asked_days_ago": DAYS_AGO,
        "opened_days_ago": DAYS_AGO,
        "answer": ANSWER,
        "answered_days_ago": DAYS_AGO,
        "signed_off_by": text(160),
        "handed_in_days_ago": DAYS_AGO,
        "chased_days_ago": DAYS_AGO,
        "refused_days_ago": DAYS_AGO,
        "refused_because": TEXT,
    },
)
AGENCY_REQUEST["oneOf"] = [{"required": ["case"]}, {"required": ["review"]}]
AGENCY_REQUEST["dependentRequired"] = {
    "opened_days_ago": ["asked_days_ago"],
    "answered_days_ago": ["answer", "asked_days_ago"],
    "handed_in_days_ago": ["answered_days_ago", "signed_off_by"],
    "chased_days_ago": ["asked_days_ago"],
    "refused_days_ago": ["asked_days_ago", "refused_because"],
}
