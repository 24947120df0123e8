"""Reads the data files of this app into plain rows. Which rule says what is theirs, never code's.

Nothing is decided here. A row that contradicts itself is refused with its key, before anything
is stored.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import holidays

from deadlines.terms import Rule

FOLDER: Final = Path(__file__).parent / "data"
Row = dict[str, Any]
ARITHMETIC: Final = (
    "unit",
    "length",
    "direction",
    "day_zero",
    "bound",
    "month",
    "day",
    "trigger_event",
)
"""The columns of a rule that its date depends on."""


@dataclass(frozen=True)
class HolidayRow:
    """One day of the seed, provisional where gov.uk has not published it."""

    day: date
    name: str
    source: str
    provisional: bool


def rules_file() -> dict[str, Any]:
    """Return editions, rules and overrides as they stand in the data file."""
    return tomllib.loads((FOLDER / "rules.toml").read_text(encoding="utf-8"))


def overrides_for(slug: str) -> tuple[Row, ...]:
    """Return what the data file says of one partnership's own text."""
    return tuple(row for row in rules_file()["override"] if row["partnership"] == slug)


def arithmetic(row: Row) -> Rule:
    """Return the row's arithmetic; refuse (`CalendarError`) one that contradicts itself."""
    return Rule(key=row["key"], **{name: row[name] for name in ARITHMETIC if name in row})


def digest(row: Row) -> str:
    """Return a fingerprint of the row's content, by which a changed row is known."""
    text = json.dumps(row, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def holiday_rows() -> Iterator[HolidayRow]:
    """Give the days of the seed in order, each marked where it is beyond what is published."""
    told = tomllib.loads((FOLDER / "holidays.toml").read_text(encoding="utf-8"))
    seed, known = told["seed"], told["known"]
    found = holidays.country_holidays(
        seed["country"],
        subdiv=seed["subdivision"],
        years=range(seed["first_year"], seed["last_year"] + 1),
    )
    for day, name in sorted(found.items()):
        provisional = day > known["known_until"]
        source = seed["source"] if provisional else known["source"]
        yield HolidayRow(day, name, source, provisional)
