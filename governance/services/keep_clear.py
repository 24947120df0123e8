"""Days to keep clear of meetings, imported from a list: all of it or nothing."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from governance.day_lists import DayRow
from governance.models import BoardDate, LinkedBoard, SchoolHoliday
from governance.services.checks import require_edit
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.errors import DomainError
from partnerships import audit
from partnerships.enums import AuditVerb
from partnerships.models import Area, User


def holidays_there(rows: Sequence[DayRow], *, area: Area | None) -> list[str]:
    """Return a sentence for each row whose days the area has as a holiday already; one query."""
    there = set(SchoolHoliday.objects.current().filter(area=area).values_list("from_on", "to_on"))
    return [_there(row) for row in rows if (row.first, row.last) in there]


def dates_there(rows: Sequence[DayRow], *, board: LinkedBoard) -> list[str]:
    """Return a sentence for each row that no date of the board can be made of; one query."""
    there = set(BoardDate.objects.current().filter(board=board).values_list("on", flat=True))
    problems = [_there(row) for row in rows if row.first in there]
    return problems + [
        f"{row.where}: a board meets on one day, and this is more than one."
        for row in rows
        if row.last != row.first
    ]


@transaction.atomic
def import_holidays(
    *, rows: Sequence[DayRow], area: Area | None, source: str, by: User, at: datetime
) -> int:
    """Add school holidays of an area, or of all areas; return how many.

    Refuses a list of which any row is there already, and then adds none of it.
    """
    require_edit(by, at=at)
    _refuse(holidays_there(rows, area=area))
    made = SchoolHoliday.objects.bulk_create(
        SchoolHoliday(area=area, name=row.name, from_on=row.first, to_on=row.last, source=source)
        for row in rows
    )
    _record(made, "school holidays", by=by, at=at)
    return len(made)


@transaction.atomic
def import_dates(
    *, rows: Sequence[DayRow], board: LinkedBoard, source: str, by: User, at: datetime
) -> int:
    """Add the days on which a linked board meets; return how many. Refuses as `import_holidays`."""
    require_edit(by, at=at)
    _refuse(dates_there(rows, board=board))
    made = BoardDate.objects.bulk_create(
        BoardDate(
            board=board, on=row.first, starts_at=row.starts_at, ends_at=row.ends_at, source=source
        )
        for row in rows
    )
    _record(made, "dates of a board", by=by, at=at)
    return len(made)


def _there(row: DayRow) -> str:
    return f"{row.where}: {in_words(row.first)} is there already."


def _refuse(problems: list[str]) -> None:
    if problems:
        raise DomainError(problems[0], code="there", field="file")


def _record(
    made: Sequence[SchoolHoliday] | Sequence[BoardDate], what: str, *, by: User, at: datetime
) -> None:
    if made:
        facts = {"what": what, "rows": len(made)}
        audit.record(verb=AuditVerb.IMPORTED, on=made[0], by=by, at=at, reference=what, facts=facts)
