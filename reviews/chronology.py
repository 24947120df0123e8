"""What a chronology must hold row by row, and where it has gaps and clashes. Pure.

A row says what happened; when is a day, a period, or words such as "spring 2024", or is not known.
A gap is a stretch of days of which nobody tells anything. A clash is one of three: two agencies
tell nearly the same event on different days; they tell it on the same day from different records;
a day lies outside the period that the agency was asked about.

Source: agencies' chronologies are what a rapid review and a practice review are built on
(statutory.md §4.2 ST5, §4.4). When two texts are "nearly the same" is a house rule: of the words
that carry meaning at least three are shared, and they are at least 60% of all; within 31 days.
Not decided here: which of two agencies is right.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from krscp_portal.foundation.days import in_words

MOST_ROWS: Final = 10_000
LONGEST: Final = {
    "event": 5_000,
    "comment": 5_000,
    "practice_note": 5_000,
    "source": 160,
    "when_words": 60,
}
NAMES: Final = {
    "event": "What happened",
    "comment": "The comment",
    "practice_note": "The practice note",
    "source": "The source",
    "when_words": "The period in words",
}
FIRST_YEAR: Final = 1900
USUAL_GAP: Final = 90
SHARED_WORDS: Final = 3
ALIKE: Final = 0.6
NEAR: Final = timedelta(days=31)
MOST_COMPARISONS: Final = 1_000_000  # ten thousand rows of ten years take a second or two
_WORD: Final = re.compile(r"[a-z0-9]+")
_SMALL_WORDS: Final = (
    "a an and are as at be been but by for from had has have he her him his in into is it its no "
    "not of on or she that the their them they this to was were when which who with"
)
_EMPTY_WORDS: Final = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True, kw_only=True)
class RowFacts:
    """One row as it was typed or read from a spreadsheet."""

    event: str
    from_on: date | None = None
    to_on: date | None = None
    when_words: str = ""
    source: str = ""
    comment: str = ""
    practice_note: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a row: at which field, in one sentence."""

    field: str
    words: str


@dataclass(frozen=True, slots=True)
class Told:
    """One row as the rules of gaps and clashes read it."""

    key: int
    agency: str
    event: str
    source: str = ""
    from_on: date | None = None
    to_on: date | None = None

    @property
    def last_day(self) -> date | None:
        """Return the day on which what is told ended."""
        return self.to_on or self.from_on


@dataclass(frozen=True)
class Period:
    """The days that an agency was asked about; either end may be open."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True)
class Gap:
    """A stretch of days without a row, from the day after one to the day before the next."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """Return how long it lasts."""
        return (self.last - self.first).days + 1

    @property
    def words(self) -> str:
        """Return the gap and its reason as one sentence."""
        return f"{in_words(self.first)} to {in_words(self.last)}: no row for {self.days} days."


@dataclass(frozen=True)
class Clash:
    """Rows that do not go together, and why."""

    keys: tuple[int, ...]
    words: str


@dataclass(frozen=True)
class Clashes:
    """The clashes that were found; `is_whole` is False where there was too much to compare."""

    found: tuple[Clash, ...]
    is_whole: bool = True


def faults(row: RowFacts, *, today: date) -> list[Fault]:
    """Return what is wrong with a row, each as one sentence; none where it may be kept.

    A day may be missing. A period in words stands instead of days, never beside them.
    """
    found = []
    if not row.event.strip():
        found.append(Fault("event", "Say what happened."))
    found += [
        Fault(name, f"{NAMES[name]} has {most:,} characters at most.")
        for name, most in LONGEST.items()
        if len(getattr(row, name)) > most
    ]
    if row.when_words.strip() and row.from_on is not None:
        found.append(Fault("when_words", "Give days or a period in words, not both."))
    found += _faults_of_days(row, today=today)
    return found


def gaps(rows: Iterable[Told], *, least: int) -> list[Gap]:
    """Return each stretch of at least so many days between two rows of which nobody tells anything.

    A period covers its days. Rows without a day say nothing here.
    """
    dated = sorted(
        (row.from_on, row.last_day) for row in rows if row.from_on and row.last_day is not None
    )
    found = []
    covered: date | None = None
    for first, last in dated:
        if covered is not None:
            between = Gap(covered + timedelta(days=1), first - timedelta(days=1))
            if between.days >= max(least, 1):
                found.append(between)
        covered = last if covered is None else max(covered, last)
    return found


def clashes(rows: Sequence[Told], *, asked: Mapping[str, Period]) -> Clashes:
    """Return where rows do not go together, by day. `asked` is each agency's period, where known.

    Says honestly when it stopped comparing: there were more pairs of near days than it looks at.
    """
    outside = [clash for row in rows if (clash := _outside(row, asked.get(row.agency))) is not None]
    dated = sorted((row for row in rows if row.from_on), key=lambda row: (row.from_on, row.key))
    said = [frozenset(_WORD.findall(row.event.lower())) - _EMPTY_WORDS for row in dated]
    pairs: list[Clash] = []
    left = MOST_COMPARISONS
    for place, row in enumerate(dated):
        for other in range(place + 1, len(dated)):
            after = dated[other]
            if _days_between(row, after) > NEAR:
                break
            left -= 1
            if left < 0:
                return Clashes((*outside, *pairs), is_whole=False)
            if row.agency != after.agency and _alike(said[place], said[other]):
                pairs += _of_pair(row, after)
    return Clashes((*outside, *pairs))


def _faults_of_days(row: RowFacts, *, today: date) -> list[Fault]:
    if row.to_on is not None and row.from_on is None:
        return [Fault("from_on", "A period needs its first day too.")]
    found = [
        Fault(name, "The day cannot be in the future.")
        if day > today
        else Fault(name, f"The day cannot be before {FIRST_YEAR}.")
        for name, day in (("from_on", row.from_on), ("to_on", row.to_on))
        if day is not None and (day > today or day.year < FIRST_YEAR)
    ]
    if row.from_on and row.to_on and row.to_on < row.from_on:
        found.append(Fault("to_on", "The last day cannot come before the first."))
    return found


def _days_between(row: Told, after: Told) -> timedelta:
    assert row.from_on is not None  # noqa: S101 -- both have a day; for the type checker
    assert after.from_on is not None  # noqa: S101 -- as above
    return after.from_on - row.from_on


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    if one == other:
        return bool(one)
    shared = len(one & other)
    return shared >= SHARED_WORDS and shared >= ALIKE * len(one | other)


def _of_pair(row: Told, after: Told) -> list[Clash]:
    assert row.from_on is not None  # noqa: S101 -- both have a day; for the type checker
    assert after.from_on is not None  # noqa: S101 -- as above
    keys = (row.key, after.key)
    if (row.from_on, row.to_on) != (after.from_on, after.to_on):
        words = (
            f"{row.agency} ({when(row)}) and {after.agency} ({when(after)}) tell nearly the same "
            "event on different days."
        )
        return [Clash(keys, words)]
    if row.source.casefold() != after.source.casefold():
        words = (
            f"{row.agency} ({row.source or 'no source'}) and {after.agency} "
            f"({after.source or 'no source'}) tell nearly the same event of {when(row)} from "
            "different records."
        )
        return [Clash(keys, words)]
    return []


def _outside(row: Told, period: Period | None) -> Clash | None:
    if period is None or row.from_on is None or row.last_day is None:
        return None
    early = period.first is not None and row.from_on < period.first
    late = period.last is not None and row.last_day > period.last
    if not early and not late:
        return None
    bound, day = ("before", period.first) if early else ("after", period.last)
    assert day is not None  # noqa: S101 -- for the type checker
    return Clash(
        (row.key,),
        f"{row.agency} tells of {when(row)}, {bound} {in_words(day)}: outside the period that it "
        "was asked about.",
    )


def when(row: Told | RowFacts) -> str:
    """Say when something happened: a day, a period, the words given for it, or that it is unknown."""
    if row.from_on is None:
        words = row.when_words if isinstance(row, RowFacts) else ""
        return words or "Day not known"
    if row.to_on is None or row.to_on == row.from_on:
        return in_words(row.from_on)
    return f"{in_words(row.from_on)} to {in_words(row.to_on)}"
