"""What might tell who a child is in what is about to be published: the leak check. Pure.

The rule: the frozen text and the words of its PDF are looked through for words of sealed identities,
the names that only the partnership uses, initials beside a date, days of birth and exact ages,
addresses and numbers to call, small numbers of children, characters that nobody sees, words in the
file's own properties, and words that were taken out and still stand. It finds too much rather than
too little; a person reads each finding. Of a sealed word only the place is said: to show it would
say that it is one. That nothing is found proves nothing, so the page says to read the text as well.

Authority: products.md §5, 13; statutory.md §9.1, 36 (small numbers in anything public). Not decided
here: whether what is found may stay (`publication_gate` asks that somebody has said so).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from governance.redacting import still_there
from reviews.enums import LeakKind
from reviews.leak_words import (
    BIRTHS,
    CONTACTS,
    DATE,
    DOTTED,
    HIDDEN_TEXT,
    JOINED,
    KNOWN_SHORT,
    LARGER,
    MONTHS,
    MULTIPLE,
    SENTENCE,
    SMALL,
)
from reviews.public_text import UNSEEN, paragraphs, places, seen

SHORTEST: Final = 3
LONGEST: Final = 200
PLACE: Final = 160
_BROKEN: Final = re.compile(r"(?<=\w)[-\u2010]\s*\n\s*(?=\w)")
_TOGETHER: Final = re.compile(r"(?<=[^\W\d_])(?=[A-Z][a-z])|_")  # words as in #JusticeForSomebody
_SAYS_NOTHING: Final = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "was",
        "were",
        "has",
        "had",
        "not",
        "but",
        "his",
        "her",
        "hers",
        "him",
        "she",
        "they",
        "them",
        "their",
        "from",
        "that",
        "this",
        "who",
        "whom",
        "which",
        "also",
        "known",
        "born",
        "name",
        "named",
        "called",
        "see",
        "lives",
        "lived",
        "living",
        "school",
        "nursery",
        "college",
        "mother",
        "father",
        "parent",
        "parents",
        "brother",
        "sister",
        "sibling",
        "child",
        "children",
        "baby",
        "family",
        "nhs",
        "number",
        "none",
        "road",
        "street",
        "avenue",
        "lane",
        "close",
        "drive",
        "way",
        "house",
        "flat",
        "care",
        "home",
        "county",
        "council",
        "other",
        "about",
    ]
)


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words and where they stand, as the page says it."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a person must look at; a sealed word is not repeated."""

    kind: LeakKind
    where: str
    excerpt: str = ""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What must not stand: words of sealed identities, internal names, words taken out."""

    sealed: tuple[str, ...] = field(default=(), repr=False)
    internal: tuple[str, ...] = ()
    taken_out: tuple[str, ...] = ()


def sealed_words(name: str, *, born_on: date | None = None, other: str = "") -> tuple[str, ...]:
    """Return what is looked for of one sealed identity.

    The whole name, each of its words of three letters or more, the day of birth as people write it,
    and of the other words the names and numbers among them.
    """
    found = [" ".join(name.split()), "".join(name.split()), *_words(name)]
    chosen = _words(other)
    if any(each[0].isupper() or each[0].isdigit() for each in chosen):
        chosen = [each for each in chosen if each[0].isupper() or any(map(str.isdigit, each))]
    found += [each for each in chosen if _folded(each) not in _SAYS_NOTHING]
    found += _written(born_on) if born_on else []
    return tuple(dict.fromkeys(each for each in found if each.strip()))


def passages_of(content: Mapping[str, Any]) -> list[Passage]:
    """Return the words of a public version, paragraph by paragraph, with where each stands."""
    around = (("Title", "title"), ("Reviewers", "reviewers"), ("What readers are told", "warning"))
    found = [Passage(name, content[key]) for name, key in around if content.get(key)]
    for each in content.get("sections", []):
        title = each["title"][: PLACE - 20]
        found.append(Passage(f"{title}, heading", each["title"]))
        found += [
            Passage(f"{title}, paragraph {place}", text)
            for place, text in enumerate(paragraphs(each["body"]), start=1)
        ]
    return found


def in_text(passages: Iterable[Passage], known: Known) -> list[Finding]:
    """Return what is found in the words, in their order; the same thing in one place once."""
    found: dict[tuple[str, str, str], Finding] = {}
    sealed = _any_of(known.sealed)
    for passage in passages:
        for kind, excerpt in _found(passage.text, sealed, known):
            cut = "" if kind is LeakKind.SEALED else _line(excerpt)[:LONGEST]
            one = Finding(kind, passage.where[:PLACE], cut)
            found.setdefault((kind, one.where, _folded(cut)), one)
    return list(found.values())


def in_pdf(pages: Sequence[Passage], known: Known, *, text: Sequence[Finding]) -> list[Finding]:
    """Return what the PDF's words hold beyond what was found in the text that it was made from.

    A word broken at the end of a line is put together again.
    """
    whole = [Passage(each.where, _BROKEN.sub("", each.text)) for each in pages]
    said = {(each.kind, _folded(each.excerpt)) for each in text}
    both = in_text([*pages, *whole], known)
    return [each for each in both if (each.kind, _folded(each.excerpt)) not in said]


def in_properties(
    properties: Mapping[str, str], *, expected: Mapping[str, Sequence[str]], known: Known
) -> list[Finding]:
    """Return the properties of the file that hold anything but what the portal set there.

    What the portal sets is the title, which is looked through with the text, its own name and the
    partnership's. A value that holds a sealed word is not repeated.
    """
    sealed = _any_of(known.sealed)
    found = []
    for name, value in properties.items():
        if not value.strip() or value in expected.get(name, ()):
            continue
        hides = sealed is not None and sealed.search(_folded(value)) is not None
        excerpt = "" if hides else _line(value)[:LONGEST]
        where = f"Property of the file: {name}"[:PLACE]
        found.append(Finding(LeakKind.METADATA, where, excerpt))
    return found


def _found(
    text: str, sealed: re.Pattern[str] | None, known: Known
) -> Iterator[tuple[LeakKind, str]]:
    plain = seen(text)
    folded = _folded(plain)
    apart = _folded(_TOGETHER.sub(" ", plain))
    if sealed is not None and (sealed.search(folded) or sealed.search(apart)):
        yield LeakKind.SEALED, ""
    for word in known.internal:
        named = _any_of([word])
        if named is not None and (named.search(folded) or named.search(apart)):
            yield LeakKind.CODE_NAME, word
    left = set(still_there(known.taken_out, plain))
    for word in known.taken_out:
        if word in left or places(plain, word):
            yield LeakKind.REDACTED, word
    yield from ((LeakKind.INITIALS, each) for each in _initials(plain))
    yield from ((LeakKind.BIRTH, each) for each in _births(plain))
    for pattern in CONTACTS:
        yield from ((LeakKind.CONTACT, each.group()) for each in pattern.finditer(plain))
    yield from ((LeakKind.SMALL, each) for each in _small(plain))
    yield from ((LeakKind.HIDDEN, each) for each in _hidden(text))


def _initials(text: str) -> Iterator[str]:
    for sentence in SENTENCE.split(text):
        day = DATE.search(sentence)
        if day is None:
            continue
        shown = [each.group().strip() for each in DOTTED.finditer(sentence)]
        shown += [
            each.group() for each in JOINED.finditer(sentence) if each.group() not in KNOWN_SHORT
        ]
        yield from (f"{each} … {day.group().strip()}" for each in dict.fromkeys(shown))


def _births(text: str) -> Iterator[str]:
    taken: list[tuple[int, int]] = []
    for pattern in BIRTHS:
        for each in pattern.finditer(text):
            if any(start < each.end() and each.start() < end for start, end in taken):
                continue
            taken.append(each.span())
            yield each.group()


def _small(text: str) -> Iterator[str]:
    for each in SMALL.finditer(text):
        if not LARGER.search(text[: each.start()]):
            yield each.group()
    yield from (each.group() for each in MULTIPLE.finditer(text))


def _hidden(text: str) -> Iterator[str]:
    without_breaks = re.sub("(?<!\u00ad)\u00ad(?!\u00ad)", "", text)
    shown = {f"U+{ord(each):04X}" for each in UNSEEN.findall(without_breaks)}
    yield from (f"The character {each}" for each in sorted(shown))
    yield from (each.group() for each in HIDDEN_TEXT.finditer(text))


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    """Return what finds any of the words, each whole or with a plural or a genitive, once folded."""
    parts = [_folded(word).split() for word in words]
    found = [r"\s+".join(re.escape(part) for part in each) for each in parts if each]
    if not found:
        return None
    longest_first = "|".join(sorted(found, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{longest_first})(?:'?s|s'|es)?(?![^\W_])")


def _folded(text: str) -> str:
    """Return a text for comparing: no accents, no capitals, nothing unseen, one kind of mark."""
    bare = unicodedata.normalize("NFKD", UNSEEN.sub("", text))
    letters = "".join(each for each in bare if not unicodedata.combining(each))
    return re.sub("[‐‑‒–—−]", "-", re.sub("[’‘ʼ`´]", "'", letters)).casefold()  # noqa: RUF001


def _words(text: str) -> list[str]:
    whole = re.findall(r"[^\W_]+(?:[-’'][^\W_]+)*", text)
    parts = [part for each in whole for part in re.split(r"[-’']", each)]
    joined = [re.sub(r"[-’']", "", each) for each in whole]
    return [each for each in dict.fromkeys([*whole, *joined, *parts]) if len(each) >= SHORTEST]


def _written(day: date) -> list[str]:
    month = MONTHS[day.month - 1].title()
    number = day.day
    ending = "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    found = []
    for name in (month, month[:3], "Sept" if day.month == 9 else month):
        for said in (f"{number}", f"{number:02d}", f"{number}{ending}"):
            found += [f"{said} {name} {day.year}", f"{said} of {name} {day.year}"]
            found += [f"{name} {said} {day.year}", f"{name} {said}, {day.year}"]
            found += [f"{said} {name}, {day.year}"]
    for mark in "/.-":
        for year in (f"{day.year}", f"{day.year % 100:02d}"):
            found.append(f"{number}{mark}{day.month}{mark}{year}")
            found.append(f"{number:02d}{mark}{day.month:02d}{mark}{year}")
    return list(dict.fromkeys([*found, day.isoformat()]))


def _line(text: str) -> str:
    return " ".join(UNSEEN.sub("", text).split())
