"""What the page components are given: small values, made ready before a template sees them.

Each class belongs to the file of the same idea in `templates/components/`. They hold texts, not
rows of the database, so a component can never start a query.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

STATES: Mapping[str, tuple[str, str]] = {
    "running": ("On the clock", "blue"),
    "due_soon": ("Due soon", "yellow"),
    "due_today": ("Due today", "orange"),
    "overdue": ("Overdue", "red"),
    "met": ("Done in time", "green"),
    "met_late": ("Done late", "orange"),
    "held_until": ("Must wait", "purple"),
    "free": ("Waiting time over", "green"),
    "ended_early": ("Ended too early", "red"),
    "no_figure": ("No set date", "grey"),
}
"""How each state of a deadline is named and coloured, everywhere."""

PAGES_EITHER_SIDE = 1


@dataclass(frozen=True)
class Link:
    """A place to go: breadcrumbs, navigation, a table's cell."""

    text: str
    href: str


@dataclass(frozen=True)
class Status:
    """A status in words with the tone that repeats it: a table's cell."""

    text: str
    tone: str = "grey"


@dataclass(frozen=True)
class Number:
    """A figure in a table, set to the right."""

    text: str
    numeric: bool = True


@dataclass(frozen=True)
class Column:
    """A column's heading."""

    text: str
    numeric: bool = False


@dataclass(frozen=True)
class Row:
    """A fact in a summary list; with `href` it can be changed there, `change` being the verb."""

    key: str
    value: str
    href: str = ""
    change: str = "Change"


@dataclass(frozen=True)
class Task:
    """A part of a long job. Without `href` it cannot be started yet."""

    title: str
    status: str
    href: str = ""
    hint: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Event:
    """Something that happened: `at` as people read it, `datetime` as machines do."""

    title: str
    at: str
    by: str = ""
    body: str = ""
    datetime: str = ""
    href: str = ""
    link_text: str = ""


@dataclass(frozen=True)
class Clock:
    """A deadline on a page: the date in words, what is left in words, and the working.

    `state` is one of STATES; a state that is not known is refused, so none goes unnamed.
    """

    title: str
    due: str
    words: str
    state: str
    lines: tuple[str, ...] = ()
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise ValueError(f"{self.state} is not a state of a deadline.")

    @property
    def label(self) -> str:
        """Name the state."""
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        """Name the colour that repeats the state."""
        return STATES[self.state][1]


@dataclass(frozen=True)
class PageStep:
    """One number of the pagination; `number` 0 stands for pages left out."""

    number: int
    href: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class Pagination:
    """The pages of a list: first, last, the present one and its neighbours.

    `query` is what the address already asks for (filters), kept in every link.
    """

    number: int
    total: int
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_needed(self) -> bool:
        """Say whether there is more than one page."""
        return self.total > 1

    @property
    def previous(self) -> str:
        """Return the address of the page before, or nothing on the first."""
        return self._href(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        """Return the address of the page after, or nothing on the last."""
        return self._href(self.number + 1) if self.number < self.total else ""

    @property
    def steps(self) -> tuple[PageStep, ...]:
        """Return the numbers to show, a gap where some are left out."""
        near = range(self.number - PAGES_EITHER_SIDE, self.number + PAGES_EITHER_SIDE + 1)
        shown = sorted({1, self.total} | {page for page in near if 1 <= page <= self.total})
        steps: list[PageStep] = []
        for before, page in zip([0, *shown], shown, strict=False):
            if page - before > 1:
                steps.append(PageStep(0))
            steps.append(PageStep(page, self._href(page), page == self.number))
        return tuple(steps)

    def _href(self, page: int) -> str:
        return "?" + urlencode({**self.query, "page": page})
