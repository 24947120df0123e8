"""The shape of meetings in one partnership's file: rules, series, days to keep clear."""

from governance.enums import MeetingKind, Recurrence
from tests.data.notation import SLUG, TEXT, TIME, Schema, number, one_of, rows, table, text

CITED: dict[str, Schema] = {"source": text(200)}
MONTHS = rows(number(1, 12), 1)
MONTH_DAY: Schema = {"type": "string", "pattern": r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"}

MEETING_RULE = table(
    {"group": SLUG, **CITED},
    {
        "with_group": SLUG,
        "kind": one_of(*MeetingKind.values),
        "per_year": number(1, 99),
        "every_weeks": number(1, 52),
        "months": MONTHS,
        "note": TEXT,
    },
)
SERIES = table(
    {
        "key": SLUG,
        "group": SLUG,
        "title": text(160),
        "recurrence": one_of(*Recurrence.values),
        "start": TIME,
        "minutes": number(5, 720),
        "place": text(200),
        "past_months": number(0, 24),
        "sent": number(0, 12),
        "drafts": number(0, 12),
        **CITED,
    },
    {
        "nth": number(-1, 20),
        "weekday": number(0, 6),
        "every_weeks": number(1, 52),
        "every_months": number(1, 12),
        "cancelled": number(0, 12),
    },
)
SCHOOL_HOLIDAY = table({"name": text(120), "first": MONTH_DAY, "last": MONTH_DAY, **CITED})
BOARD_DATE = table(
    {
        "board": SLUG,
        "nth": number(-1, 4),
        "weekday": number(0, 6),
        "months": MONTHS,
        "start": TIME,
        "end": TIME,
        **CITED,
    }
)
