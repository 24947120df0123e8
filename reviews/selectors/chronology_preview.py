"""What a spreadsheet would bring into a chronology, looked at before anything is kept.

Nothing is stored for the look: the rows travel with the page, signed, so that what is confirmed is
what was shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.core import signing

from krscp_portal.foundation import spreadsheets
from krscp_portal.foundation.errors import DomainError
from reviews.chronology import MOST_ROWS, RowFacts, when
from reviews.chronology_cells import COLUMNS, Parsed, Problem, parse

SHOWN: Final = 20
MOST_PROBLEMS: Final = 50
MOST_CARRIED: Final = 4_000_000  # characters; a form may bring five megabytes
KEPT_FOR: Final = 8 * 60 * 60
SALT: Final = "reviews.chronology"
OUTDATED: Final = "What you looked at is too old. Give the rows again."


@dataclass(frozen=True)
class Shown:
    """One row as the preview shows it."""

    when: str
    row: RowFacts


@dataclass(frozen=True)
class Preview:
    """What a file holds: how many rows, the first of them, what is wrong, what was left out.

    `carried` brings the rows back with the page; "" where something is wrong.
    """

    count: int
    first: tuple[Shown, ...]
    problems: tuple[Problem, ...]
    wrong: int
    remarks: tuple[str, ...]
    carried: str = ""

    @property
    def more(self) -> int:
        """Return how many rows are not shown."""
        return self.count - len(self.first)

    @property
    def more_problems(self) -> int:
        """Return how many faults are not shown."""
        return self.wrong - len(self.problems)


def preview(*, name: str, content: bytes, today: date, subject: str, agency: str = "") -> Preview:
    """Return what a spreadsheet would bring.

    Refuses what `spreadsheets.read` and `chronology_cells.parse` refuse, more than ten thousand
    rows, and texts that are too long all together to travel with a page. `subject` and `agency`
    are what the rows may be confirmed for, and for nothing else.
    """
    try:
        sheet = spreadsheets.read(name=name, content=content, most=MOST_ROWS)
    except spreadsheets.Unreadable as refusal:
        refusal.field = "file"
        raise
    found = parse(sheet.columns, sheet.rows, today=today)
    if not found.rows and not found.problems:
        raise DomainError("The file has no row with anything in it.", code="empty", field="file")
    carried = "" if found.problems else _carry(found.rows, subject=subject, agency=agency)
    return Preview(
        count=len(found.rows),
        first=tuple(Shown(when(row), row) for row in found.rows[:SHOWN]),
        problems=found.problems[:MOST_PROBLEMS],
        wrong=len(found.problems),
        remarks=(*sheet.remarks, *_left_out(found)),
        carried=carried,
    )


def carried_rows(text: str, *, subject: str) -> tuple[str, list[RowFacts]]:
    """Return the agency and the rows that a preview carried.

    Refuses what was not shown for this subject, was changed on the way, or is too old.
    """
    try:
        said = signing.loads(text, salt=f"{SALT}:{subject}", max_age=KEPT_FOR)
    except signing.BadSignature as refusal:
        raise DomainError(OUTDATED, code="outdated", field="file") from refusal
    return said["agency"], [_facts(values) for values in said["rows"]]


def _carry(rows: Sequence[RowFacts], *, subject: str, agency: str) -> str:
    said = {"agency": agency, "rows": [_values(row) for row in rows]}
    text = signing.dumps(said, salt=f"{SALT}:{subject}", compress=True)
    if len(text) > MOST_CARRIED:
        raise DomainError(
            "The texts are too long all together. Divide the file into two.",
            code="too-large",
            field="file",
        )
    return text


def _values(row: RowFacts) -> list[str]:
    said = (getattr(row, name) for name in COLUMNS)
    return [each.isoformat() if isinstance(each, date) else each or "" for each in said]


def _facts(values: Sequence[str]) -> RowFacts:
    said: dict[str, Any] = dict(zip(COLUMNS, values, strict=True))
    for name in ("from_on", "to_on"):
        said[name] = date.fromisoformat(said[name]) if said[name] else None
    return RowFacts(**said)


def _left_out(found: Parsed) -> tuple[str, ...]:
    if not found.left_out:
        return ()
    return (f"Columns that a chronology has no place for: {', '.join(found.left_out)}.",)
