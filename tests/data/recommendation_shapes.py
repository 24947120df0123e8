"""The shape of recommendations, their themes and agreed shares of costs in the fictional file."""

from governance.enums import RecommendationResponse, RecommendationSource
from tests.data.action_shapes import CITED, DAYS
from tests.data.notation import DATE, SLUG, TEXT, YES, number, one_of, rows, table, text

EITHER_DAY = {"anyOf": [DATE, DAYS]}

THEME = table({"name": text(120), "order": number(1, 99), **CITED})
RECOMMENDATION = table(
    {
        "key": SLUG,
        "text": TEXT,
        "measure": TEXT,
        "from": one_of(*RecommendationSource.values),
        "made": EITHER_DAY,
        "due": EITHER_DAY,
        "recorded": DAYS,
        "themes": rows(text(120), 1),
        **CITED,
    },
    {
        "label": text(160),
        "number": number(1, 99),
        "case": SLUG,
        "to": rows(SLUG, 1),
        "groups": rows(SLUG, 1),
        "together": YES,
        "earlier": rows(SLUG, 1),
        "confidential": text(200),
        "answers": rows(
            table(
                {"by": SLUG, "response": one_of(*RecommendationResponse.values), "ago": DAYS},
                {"text": TEXT},
            ),
            1,
        ),
        "action": table({"title": text(200), "seat": SLUG, "due": DAYS, "ago": DAYS}),
        "closed": table(
            {"ago": DAYS, "difference": TEXT, "how_known": TEXT, "months": number(3, 6)}
        ),
    },
)
COST_SHARE = table({"organisation": SLUG, "thousandths": number(1, 1000), **CITED})
