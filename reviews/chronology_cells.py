"""Rows of a chronology from the cells of a spreadsheet: which column is what, what cannot be read. Pure.

A cell of the first column that holds words ("spring 2024") is a period in words. One that looks
like a day and is none is a fault, never words: a typing error must not vanish.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from krscp_portal.foundation.errors import DomainError
from reviews.chronology import Fault, RowFacts, faults

COLUMNS: Final = {
    "from_on": "From",
    "to_on": "To",
    "when_words": "When in words",
    "source": "Source",
    "event": "Event",
    "comment": "Comment",
    "practice_note": "Practice note",
}
"""The columns as the portal writes them; it reads the other names below too."""

_ALSO: Final = {
    "date": "from_on",
    "day": "from_on",
    "date from": "from_on",
    "from date": "from_on",
    "date to": "to_on",
    "to date": "to_on",
    "until": "to_on",
    "period": "when_words",
    "when": "when_words",
    "source of information": "source",
    "record": "source",
    "what happened": "event",
    "description": "event",
    "comments": "comment",
    "practice": "practice_note",
    "analysis": "practice_note",
}
_FORMS: Final = (
    *("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y"),
    *("%d %B %Y", "%d %b %Y"),
)
_TIME: Final = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2})?$")
_MONTH_OR_YEAR: Final = re.compile(r"(0?[1-9]|1[0-2])[/.-](19|20)\d\d|(19|20)\d\d")
_LETTER: Final = re.compile(r"[A-Za-z]")
_A_WRITTEN_DAY: Final = re.compile(r"\d{1,2}(st|nd|rd|th)? [A-Za-z]+ \d{4}")
SHOWN: Final = 40


@dataclass(frozen=True)
class Problem:
    """What is wrong with one row of the file; `number` is the row as the file counts it."""

    number: int
    column: str
    words: str


@dataclass(frozen=True)
class Parsed:
    """What a file holds: rows that may be kept, what is wrong, and columns that were left out."""

    rows: tuple[RowFacts, ...]
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...] = ()


def parse(columns: Sequence[str], rows: Sequence[Sequence[str]], *, today: date) -> Parsed:
    """Return the rows of a spreadsheet, and what is wrong with each that is at fault.

    Refuses a header without the column for what happened, and one that names a column twice.
    """
    fields = [_field(each) for each in columns]
    known = [each for each in fields if each]
    if "event" not in known:
        named = ", ".join(COLUMNS.values())
        raise DomainError(
            f"No column is called Event. The first row names the columns: {named}.",
            code="no-event",
            field="file",
        )
    twice = next((each for each in known if known.count(each) > 1), None)
    if twice:
        raise DomainError(
            f"Two columns hold the same: {COLUMNS[twice]}.", code="twice", field="file"
        )
    kept: list[RowFacts] = []
    problems: list[Problem] = []
    for number, cells in enumerate(rows, start=2):
        if not any(cells):
            continue
        facts, wrong = _row(dict(zip(fields, cells, strict=False)), today=today)
        problems += [Problem(number, COLUMNS[each.field], each.words) for each in wrong]
        if not wrong:
            kept.append(facts)
    left_out = tuple(
        name for name, field in zip(columns, fields, strict=True) if name and not field
    )
    return Parsed(tuple(kept), tuple(problems), left_out)


def as_day(text: str) -> date | None:
    """Return the day that a cell holds, with or without a time after it; None where it holds none."""
    plain = _TIME.sub("", text.strip())
    for form in _FORMS:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    return None


def _field(column: str) -> str:
    said = " ".join(column.casefold().replace("_", " ").split())
    named = {name.casefold(): field for field, name in COLUMNS.items()}
    return named.get(said) or _ALSO.get(said, "")


def _row(cells: dict[str, str], *, today: date) -> tuple[RowFacts, list[Fault]]:
    said = {name: cells.get(name, "").strip() for name in COLUMNS}
    wrong: list[Fault] = []
    days: dict[str, date | None] = {}
    for name in ("from_on", "to_on"):
        days[name] = as_day(said[name]) if said[name] else None
        if not said[name] or days[name] is not None:
            continue
        if name == "from_on" and _is_period(said[name]) and not said["when_words"]:
            said["when_words"] = said[name]
        else:
            shown = said[name][:SHOWN]
            wrong.append(Fault(name, f"“{shown}” is no day. Write it as 5 March 2024."))
    words = {name: said[name] for name in COLUMNS if name not in days}
    facts = RowFacts(**words, from_on=days["from_on"], to_on=days["to_on"])
    if not wrong:
        wrong = faults(facts, today=today)
    return facts, wrong


def _is_period(text: str) -> bool:
    """Say whether a cell that is no day tells of a time in words, or is a month or a year."""
    if _A_WRITTEN_DAY.fullmatch(text):
        return False
    return bool(_LETTER.search(text) or _MONTH_OR_YEAR.fullmatch(text))
