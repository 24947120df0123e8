"""How the example files say what agencies told of a family, and how a panel met on it."""

from governance.enums import Presence
from partnerships.enums import PartnerKind
from tests.data.notation import SLUG, TEXT, number, one_of, rows, table, text

AGO = number(0, 60)
TOLD_DAY = number(-4000, 0)
CHRONOLOGY = table(
    {
        "case": SLUG,
        "organisation": SLUG,
        "told_days_ago": AGO,
        "rows": rows(
            table(
                {"event": TEXT},
                {
                    "day": TOLD_DAY,
                    "until": TOLD_DAY,
                    "when_words": text(60),
                    "source": text(160),
                    "comment": TEXT,
                    "practice_note": TEXT,
                },
            ),
            1,
        ),
        "source": one_of("fictional"),
    }
)
PRESENCE = one_of(*Presence.values)
PANEL_MEETING = table(
    {
        "case": SLUG,
        "planned_days_ago": AGO,
        "place": text(160),
        "chair": text(160),
        "source": one_of("fictional"),
    },
    {
        "meets_in": number(1, 30),
        "met_days_ago": AGO,
        "register": table({}, dict.fromkeys(PartnerKind.values, PRESENCE)),
        "minutes": rows(TEXT, 4),
        "agreed_days_ago": AGO,
    },
)
