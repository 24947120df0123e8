"""Which days of a series are good ones, why a day is passed over, and which is next best. Pure.

House rules of the portal. A meeting is not put on a weekend or a bank holiday, on a day on which the
schools of an area of the partnership are closed, on the day of a linked board, or where somebody
who belongs to it sits in another meeting at the time. The next best day is the nearest one within a
fortnight that is free of all that, the same weekday before any other. A manager may still take the day that was passed over: it is advice.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

FRIDAY = 4
SEARCH = 14


@dataclass(frozen=True)
class Closed:
    """Days to keep clear, both ends counted, and what they are: a school holiday of an area."""

    first: date
    last: date
    what: str


@dataclass(frozen=True)
class Busy:
    """A time in which some seats and people are in another meeting, and which one that is."""

    starts_at: datetime
    ends_at: datetime
    what: str
    seats: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Diary:
    """All that a day is looked at against."""

    bank_holidays: dict[date, str] = field(default_factory=dict)
    school_holidays: Sequence[Closed] = ()
    boards: dict[date, tuple[str, ...]] = field(default_factory=dict)
    busy: Sequence[Busy] = ()


@dataclass(frozen=True)
class Asked:
    """The seats that belong to the group, and the people who hold them."""

    seats: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Proposal:
    """One day of the series: taken as it is, or passed over with reasons and the next best day."""

    wanted: date
    reasons: tuple[str, ...]
    instead: date | None = None

    @property
    def is_free(self) -> bool:
        return not self.reasons


def against(
    on: date, *, starts_at: datetime, ends_at: datetime, asked: Asked, diary: Diary
) -> tuple[str, ...]:
    """Return why a day is not a good one, a phrase each; nothing where it is."""
    reasons = []
    if on.weekday() > FRIDAY:
        reasons.append(f"It is a {on:%A}")
    if on in diary.bank_holidays:
        reasons.append(f"Bank holiday: {diary.bank_holidays[on]}")
    reasons += [each.what for each in diary.school_holidays if each.first <= on <= each.last]
    reasons += [f"{name} meets" for name in diary.boards.get(on, ())]
    reasons += _clashes(starts_at, ends_at, asked, diary.busy)
    return tuple(reasons)


def next_best(on: date) -> Iterator[date]:
    """Return the days to try instead, the best first.

    The same weekday a week later, a week earlier, two weeks later, two weeks earlier, because
    diaries are kept by weekday; then the nearest other day, a later one before an earlier one.
    """
    weeks = [days for days in range(-SEARCH, SEARCH + 1) if days and days % 7 == 0]
    others = [days for days in range(-SEARCH, SEARCH + 1) if days % 7]
    for group in (weeks, others):
        for distance in sorted(group, key=lambda days: (abs(days), days < 0)):
            yield on + timedelta(days=distance)


def propose(
    wanted: Sequence[date],
    *,
    why_against: Callable[[date], tuple[str, ...]],
    not_before: date,
) -> list[Proposal]:
    """Return each wanted day as it is, or passed over with the reasons and the next best day.

    No day is offered twice, none that the series wants anyway, and none before `not_before`.
    """
    taken = set(wanted)
    found = []
    for day in wanted:
        reasons = why_against(day)
        instead = None
        if reasons:
            free = (each for each in next_best(day) if each >= not_before and each not in taken)
            instead = next((each for each in free if not why_against(each)), None)
        if instead is not None:
            taken.add(instead)
        found.append(Proposal(day, reasons, instead))
    return found


def _clashes(
    starts_at: datetime, ends_at: datetime, asked: Asked, busy: Sequence[Busy]
) -> list[str]:
    found = []
    for each in busy:
        if not (each.starts_at < ends_at and starts_at < each.ends_at):
            continue
        shared = len(asked.seats & each.seats)
        people = len(asked.people & each.people)
        most = max(shared, people)
        if most:
            found.append(f"{each.what} at that time: {most} of the same {_people(most)}")
    return found


def _people(count: int) -> str:
    return "person" if count == 1 else "people"
