"""The shape of agendas, registers and minutes in one partnership's file."""

from governance.enums import GroupKind, Part, Purpose
from tests.data.notation import (
    SLUG,
    TEXT,
    YES,
    Schema,
    number,
    one_of,
    rows,
    table,
    text,
    unlike,
)

CITED: dict[str, Schema] = {"source": text(200)}
WORDS_BY_TITLE: Schema = {
    "type": "object",
    "propertyNames": text(200),
    "additionalProperties": TEXT,
    "minProperties": 1,
}
PARAGRAPHS_BY_TITLE: Schema = {**WORDS_BY_TITLE, "additionalProperties": rows(TEXT, 1)}

STANDING_ITEM = {
    **table(
        {"order": number(1, 99), "title": text(200), "purpose": one_of(*Purpose.values), **CITED},
        {
            "group": SLUG,
            "group_kind": one_of(*GroupKind.values),
            "minutes": number(1, 240),
            "locked": YES,
            "note": TEXT,
        },
    ),
    "oneOf": [{"required": ["group"]}, {"required": ["group_kind"]}],
}
ITEM = table(
    {"title": text(200), "purpose": one_of(*Purpose.values)},
    {
        "minutes": number(1, 240),
        "lead": SLUG,
        "guest": text(160),
        "priority": text(200),
        "part": one_of(*Part.values),
        "part_reason": text(200),
        "text": TEXT,
        "papers": PARAGRAPHS_BY_TITLE,
    },
)
AGENDA = table(
    {"group": SLUG, "meeting": number(0, 12), "items": rows(ITEM, 1), **CITED}, {"sent": YES}
)
ATTENDANCE = table(
    {"group": SLUG, "ways": {"type": "string", "pattern": "^[PVDAX]+$"}, **CITED},
    {"missed": unlike(SLUG)},
)
MINUTES = table(
    {"group": SLUG, "back": number(1, 12), "text": TEXT, **CITED},
    {"approved": YES, "decisions": WORDS_BY_TITLE},
)
DECISION_BETWEEN = table(
    {
        "group": SLUG,
        "days_ago": number(0, 400),
        "lead": SLUG,
        "title": text(200),
        "text": TEXT,
        **CITED,
    }
)
