"""Who may be a relevant agency: the Schedule of SI 2018/789 (regulation 18), read from data.

The Schedule is a pool. Only a body in it, with functions in the area and chosen by the partners,
is bound (Children Act 2004 s.16E(3)); a body outside it may take part by invitation. So what this
module says is a flag, and never stops anybody.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parent / "data" / "schedule.toml"

CHECKED_WORDS = {"V": "Checked", "GK": "Not checked against the law"}
CHECKED_TONES = {"V": "green", "GK": "yellow"}


@dataclass(frozen=True)
class Entry:
    """One entry of the Schedule, in our words, and how far it was checked."""

    key: str
    group: str
    text: str
    confidence: str
    source: str
    number: int | None = None

    @property
    def checked(self) -> str:
        """Say in words how far the entry was checked."""
        return CHECKED_WORDS[self.confidence]

    @property
    def tone(self) -> str:
        """Name the colour that repeats it."""
        return CHECKED_TONES[self.confidence]

    @property
    def place(self) -> str:
        """Say where in the Schedule it stands, its number where that was read."""
        return f"{self.group}, entry {self.number}" if self.number else self.group


@dataclass(frozen=True)
class Flag:
    """What to say of a relevant agency beside the Schedule: a tag and the sentence behind it."""

    text: str
    tone: str
    why: str


def read(path: Path = DATA) -> dict[str, Entry]:
    """Return the entries by key, in the file's order. Refuses a repeated key or unknown mark."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    sources = content["sources"]
    found: dict[str, Entry] = {}
    for row in content["entry"]:
        entry = Entry(**{**row, "source": sources[row["source"]]})
        if entry.key in found or entry.confidence not in CHECKED_WORDS:
            raise ValueError(f"{entry.key} stands twice or has an unknown confidence.")
        found[entry.key] = entry
    return found


ENTRIES = read()


def entries_of(keys: Iterable[str]) -> tuple[Entry, ...]:
    """Return the entries with these keys in the Schedule's order; a key that went is left out."""
    wanted = set(keys)
    return tuple(entry for key, entry in ENTRIES.items() if key in wanted)


def unknown(keys: Iterable[str]) -> list[str]:
    """Return the keys that name no entry."""
    return sorted(set(keys) - set(ENTRIES))


def flag_of(keys: Iterable[str]) -> Flag:
    """Say how a relevant agency stands to the Schedule. SI 2018/789 reg. 18; statutory.md §8.

    Nothing of it is a refusal: partners may work with whom they like, but the law binds a body as
    a relevant agency only if the Schedule names its kind.
    """
    found = entries_of(keys)
    if not found:
        return Flag(
            "Outside the Schedule, or not compared with it",
            "orange",
            "Only a body of a kind that the Schedule names can be bound as a relevant agency. "
            "Match it to an entry, or record that it takes part by invitation.",
        )
    if any(entry.confidence == "V" for entry in found):
        return Flag("In the Schedule", "green", "It matches an entry that was checked.")
    return Flag(
        "In the Schedule, not checked against the law",
        "yellow",
        "It matches an entry that has not been read again in the regulations.",
    )
