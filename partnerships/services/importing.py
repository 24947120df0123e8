"""What can be imported from a spreadsheet: fields, how their text is read, and the registry.

An importer names its fields and begins a piece of work. The work knows what exists (asked for in
a fixed number of queries), looks at one row after another without a query, and makes a row through
the services that pages use, so that every rule and every line of the audit holds.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import Model, TextChoices

from krscp_portal.foundation.errors import DomainError
from partnerships.likeness import plain
from partnerships.models import Area, Organisation, PartnershipArea, User
from partnerships.selectors.bodies import Bodies

EARLIEST, LATEST = 1948, 2099
DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")
MIDNIGHT = re.compile(r"[ T]00:00(:00)?$")
YES, NO = frozenset({"yes", "y", "true", "x", "1"}), frozenset({"no", "n", "false", "0"})
SEVERAL = re.compile(r"[;\n]")
# Columns that are never stored: no import holds a way to reach a person, least of all a young one
# (statutory.md §9.1, 40 and 44). People are reached through their own accounts.
CONTACT = re.compile(
    r"e-?mail|phone|mobile|\btel\b|address|post ?code|contact|date of birth|\bdob\b|social media",
    re.IGNORECASE,
)


class Unclear(DomainError):
    """A cell does not say what its column asks for; the sentence says what may stand there."""


@dataclass(frozen=True)
class Field:
    """One thing that a column may hold.

    `read` turns its text into a value or raises `Unclear`; `blank` is the value of an empty cell.
    `also` are other headers by which the column is recognised.
    """

    key: str
    label: str
    read: Callable[[str], Any]
    required: bool = False
    help: str = ""
    allowed: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    blank: Any = ""
    example: str = ""


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be imported: the field's key, or none for the row, and the reason."""

    key: str
    reason: str


@dataclass(frozen=True)
class Look:
    """What would be made of a row, in words; what stands against it; what to know of it."""

    says: str
    faults: tuple[Fault, ...] = ()
    remarks: tuple[str, ...] = ()


Rows = Sequence[tuple[int, dict[str, Any]]]  # number in the file, and what was read


class Work(Protocol):
    """One run over a file: `look` row by row in the order of the file, then `make` once for all."""

    def look(self, number: int, values: dict[str, Any]) -> Look:
        """Say what would be made of the row; remember it, for rows that repeat it."""
        ...

    def make(self, rows: Rows, *, by: User, at: datetime) -> list[tuple[int, Model]]:
        """Make them through the services; return what is new, each with its row's number.

        What leads to others stands last. A refusal's `nth` is the row's place among the rows.
        """
        ...


@dataclass(frozen=True)
class Importer:
    """A kind of list that can be imported: its fields, and how a run over a file begins."""

    key: str
    label: str
    one: str
    fields: tuple[Field, ...]
    begin: Callable[[date], Work]
    help: str = ""

    def field(self, key: str) -> Field:
        """Return the field of this key."""
        return next(each for each in self.fields if each.key == key)


@dataclass
class Faults:
    """The faults of a row, gathered as it is looked at."""

    found: list[Fault] = field(default_factory=list)

    def add(self, key: str, reason: str) -> None:
        """Note one."""
        self.found.append(Fault(key, reason))

    def refused_by(self, check: Callable[[], object], **named: str) -> None:
        """Note what a rule refuses; `named` says which field its own name stands for here."""
        try:
            check()
        except DomainError as refusal:
            key = refusal.field or ""
            self.add(named.get(key, key), str(refusal))


def body_called(bodies: Bodies, name: str, faults: Faults) -> Organisation | None:
    """Return the body of the directory that goes by this name; note where it may be several."""
    found = [body for body, _name in bodies.called(name)]
    if len(found) > 1:
        names = "; ".join(sorted(body.name for body in found))
        faults.add("organisation", f"“{name}” may be any of: {names}. Write its full name.")
    return found[0] if len(found) == 1 else None


def covered_areas() -> dict[str, Area]:
    """Return the areas of the partnership by their plain names, in their order; one query."""
    covered = Area.objects.filter(pk__in=PartnershipArea.objects.values("area_id"))
    return {plain(each.name): each for each in covered.order_by("name")}


def area_called(areas: Mapping[str, Area], name: str, *, key: str, faults: Faults) -> Area | None:
    """Return the area of the partnership that has this name; note where there is none."""
    if name and plain(name) not in areas:
        allowed = "; ".join(each.name for each in areas.values()) or "none"
        faults.add(key, f"“{name}” is not an area of this partnership: {allowed}.")
    return areas.get(plain(name))


# --- how a cell's text is read


def text(limit: int) -> Callable[[str], str]:
    """Return a reader of text of at most so many characters."""

    def read(cell: str) -> str:
        if len(cell) > limit:
            raise Unclear(f"is longer than {limit:,} characters")
        return cell

    return read


def choice(choices: type[TextChoices]) -> Callable[[str], str]:
    """Return a reader of one of the choices, by its words or by its code."""
    known = {
        _spoken(name): str(each.value) for each in choices for name in (each.label, each.value)
    }

    def read(cell: str) -> str:
        if (found := known.get(_spoken(cell))) is None:
            raise Unclear(f"“{cell}” is not one of: {'; '.join(labels(choices))}")
        return found

    return read


def several(choices: type[TextChoices]) -> Callable[[str], list[str]]:
    """Return a reader of several choices, divided by semicolons."""
    one = choice(choices)

    def read(cell: str) -> list[str]:
        return list(dict.fromkeys(one(part) for part in divided(cell)))

    return read


def divided(cell: str) -> list[str]:
    """Return the parts of a cell that holds several things, divided by semicolons."""
    return [part.strip() for part in SEVERAL.split(cell) if part.strip()]


def day(cell: str) -> date:
    """Read a date: 4 June 2026, 04/06/2026 (day first) or 2026-06-04."""
    plain = MIDNIGHT.sub("", cell)
    for form in DAY_FORMATS:
        try:
            found = datetime.strptime(plain, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
        if not EARLIEST <= found.year <= LATEST:
            raise Unclear(f"“{cell}”: the year must be between {EARLIEST} and {LATEST}")
        return found
    raise Unclear(f"“{cell}” is not a date; write 4 June 2026, 04/06/2026 or 2026-06-04")


def yes_no(cell: str) -> bool:
    """Read yes or no."""
    spoken = cell.casefold()
    if spoken not in YES | NO:
        raise Unclear(f"“{cell}” is not one of: Yes; No")
    return spoken in YES


def labels(choices: type[TextChoices]) -> tuple[str, ...]:
    """Return the choices in words."""
    return tuple(str(each.label) for each in choices)


def _spoken(words: str) -> str:
    return " ".join(words.casefold().replace("’", "'").replace("_", " ").split())


# --- the registry

_importers: dict[str, Importer] = {}


def register(found: Importer) -> None:
    """Make a kind of list known; registering the same key twice is a fault."""
    if found.key in _importers:
        raise ValueError(f"importer {found.key} is registered already")
    _importers[found.key] = found


def importers() -> Sequence[Importer]:
    """Return every kind of list that can be imported, in the order of registering."""
    return tuple(_importers.values())


def importer(key: str) -> Importer:
    """Return the kind of this key; refuse one that is not known."""
    if key not in _importers:
        raise DomainError("Select what the file holds.", code="kind-unknown", field="kind")
    return _importers[key]
