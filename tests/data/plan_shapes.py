"""The shape of priorities, figures, plans and reviews in one partnership's file."""

from governance.enums import Polarity, Rag
from governance.planning import UNCHANGED
from tests.data.notation import SLUG, TEXT, Schema, number, one_of, rows, table, text, unlike

CITED: dict[str, Schema] = {"source": text(200)}
DAYS = number(-2000, 2000)

PRIORITY = table(
    {
        "title": text(200),
        "years": {"type": "string", "pattern": r"^\d{4}-\d{4}$"},
        **CITED,
    },
    {"summary": TEXT, "lead": SLUG, "area": SLUG, "outcomes": unlike(TEXT)},
)
INDICATOR = table(
    {
        "priority": text(200),
        "name": text(200),
        "polarity": one_of(*Polarity.values),
        "values": {"type": "array", "items": number(0, 100000)},
        **CITED,
    },
    {
        "definition": TEXT,
        "unit": text(40),
        "baseline": number(0, 100000),
        "target": number(0, 100000),
        "owner": SLUG,
    },
)
PLAN = table(
    {"key": SLUG, "title": text(160), "from_days": DAYS, "to_days": DAYS, **CITED},
    {"group": SLUG, "note": TEXT},
)
STEP = table({"title": text(200), "due_days": DAYS}, {"done_days": DAYS})
UPDATE = table(
    {"days": DAYS, "answer": one_of(UNCHANGED, *Rag.values), "by": text(254)}, {"reason": TEXT}
)
PLAN_LINE = table(
    {"key": SLUG, "plan": SLUG, "title": text(240), "owner": SLUG, "due_days": DAYS, **CITED},
    {
        "priority": text(200),
        "outcome": number(1, 20),
        "serves": SLUG,
        "measure": TEXT,
        "steps": rows(STEP, 1),
        "updates": rows(UPDATE, 1),
    },
)
PLAN_REVIEW = table(
    {
        "priority": text(200),
        "days": DAYS,
        "rag": one_of(*Rag.values),
        "what_changed": TEXT,
        "what_next": TEXT,
        **CITED,
    }
)
