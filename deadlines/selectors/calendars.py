"""The calendar that every count is made on."""

from datetime import date, timedelta

from deadlines.models import Holiday
from deadlines.terms import Calendar
from krscp_portal.foundation.errors import DomainError


def calendar() -> Calendar:
    """Return the holidays known and how far they are known, in one query.

    They are known up to the day before the first provisional one. Refuses an empty table, because
    counting without holidays would give wrong dates in silence.
    """
    rows = list(Holiday.objects.order_by("day").values_list("day", "name", "provisional"))
    if not rows:
        raise DomainError(
            "No bank holidays are loaded, so no date can be worked out: "
            "run the command load_reference_data.",
            code="no-holidays",
        )
    provisional = [day for day, _, unsure in rows if unsure]
    last = rows[-1][0]
    until = provisional[0] - timedelta(days=1) if provisional else date(last.year, 12, 31)
    return Calendar(
        holidays={day: name for day, name, _ in rows},
        known_until=until,
        known_from=date(rows[0][0].year, 1, 1),
    )
