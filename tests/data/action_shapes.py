"""The shape of actions, risks and letters in the fictional partnership's file."""

from tests.data.notation import SLUG, TEXT, YES, Schema, number, rows, table, text

CITED: dict[str, Schema] = {"source": text(200)}
DAYS = number(-200, 44)  # working days before the day of loading; the partnership began 45 before

ACTION = table(
    {"key": SLUG, "title": text(200), "seat": SLUG, "given": DAYS, "due": DAYS, **CITED},
    {
        "detail": TEXT,
        "group": SLUG,
        "priority": text(200),
        "confidential": YES,
        "progress": rows(table({"ago": DAYS, "text": TEXT}), 1),
        "moved": table({"ago": DAYS, "to": DAYS, "why": TEXT}),
        "done": table({"ago": DAYS, "evidence": TEXT}, {"late": TEXT}),
        "accepted": table(
            {"ago": DAYS, "difference": TEXT, "how_known": TEXT, "months": number(3, 12)}
        ),
        "cancelled": table({"ago": DAYS, "why": TEXT}),
    },
)
RISK = table(
    {
        "title": text(200),
        "cause": TEXT,
        "likelihood": number(1, 5),
        "impact": number(1, 5),
        "mitigation": TEXT,
        "raised": DAYS,
        "review": DAYS,
        **CITED,
    },
    {"group": SLUG, "seat": SLUG},
)
LETTER = table(
    {"seat": SLUG, "subject": text(200), "body": TEXT, "drafted": DAYS, **CITED},
    {"group": SLUG, "sent": DAYS},
)
