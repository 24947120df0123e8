"""Taking passages out of minutes for good, and proving that they are gone. Pure.

The public copy is made by leaving out: what was marked is not hidden under a black box, it is not
there. A passage is then looked for in the words of the finished page and PDF, so that a name that
was marked once and stands elsewhere as well is found before anybody reads it (S1 p12 publishes its
executive's minutes; statutory.md §9.1). Part B never goes into a public copy.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict

SHORT = 6  # letters; what is shorter is looked for as a whole word
REASONS = {
    "personal": "personal information",
    "case": "about a case",
    "confidence": "given in confidence",
    "commercial": "commercial",
    "legal": "legal proceedings",
}


@dataclass(frozen=True)
class Mark:
    """One passage: the paragraph of a block, from where to where, and why it goes."""

    block: int
    paragraph: int
    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Piece:
    """A run of a paragraph as a page shows it: plain, or marked with the reason."""

    text: str
    reason: str = ""


def find(paragraph: str, words: str) -> list[tuple[int, int]]:
    """Return every place of the words in a paragraph, whatever the spaces and the capitals."""
    parts = words.split()
    if not parts:
        return []
    pattern = r"\s+".join(re.escape(part) for part in parts)
    return [found.span() for found in re.finditer(pattern, paragraph, re.IGNORECASE)]


def may_mark(paragraph: str | None, words: str, *, part: str) -> Verdict:
    """Say whether these words of a paragraph can be marked; nothing typed marks all of it."""
    if paragraph is None:
        return Refused("Choose the paragraph.", code="paragraph")
    if part == "B":
        return Refused("Part B is left out of the public copy anyway.", code="paragraph")
    if words.strip() and not find(paragraph, words):
        return Refused("These words do not stand in that paragraph.", code="words")
    return Allowed()


def public_content(
    content: Sequence[dict[str, Any]], marks: Iterable[Mark]
) -> list[dict[str, Any]]:
    """Return the blocks of part A with the marked passages gone and the reason in their place."""
    marks = list(marks)
    by_place: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        by_place.setdefault((mark.block, mark.paragraph), []).append(mark)
    words = [(_marked(content, mark), REASONS[mark.reason]) for mark in marks]
    found = []
    for nth, block in enumerate(content):
        if block["part"] == "B":
            continue
        texts = [
            "".join(
                f"[removed: {REASONS[piece.reason]}]" if piece.reason else piece.text
                for piece in pieces(text, by_place.get((nth, place), []))
            )
            for place, text in enumerate(block["paragraphs"])
        ]
        found.append({**block, "heading": _cleared(block["heading"], words), "paragraphs": texts})
    return found


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Return a paragraph cut at its marks; marks that overlap become one, for the first reason."""
    found: list[Piece] = []
    at = 0
    for start, end, reason in _merged(marks):
        if start > at:
            found.append(Piece(text[at:start]))
        found.append(Piece(text[start:end], reason))
        at = end
    if at < len(text):
        found.append(Piece(text[at:]))
    return found


def passages(content: Sequence[dict[str, Any]], marks: Iterable[Mark]) -> list[str]:
    """Return the words that were marked, and every paragraph of part B: what must not be found."""
    marked = [_marked(content, mark) for mark in marks]
    open_words = {_letters(text) for block in content if block["part"] == "A" for text in
                  block["paragraphs"]}  # fmt: skip
    # A line such as "Nothing was said." may stand in both parts; then it gives nothing away.
    closed = [
        text
        for block in content
        if block["part"] == "B"
        for text in block["paragraphs"]
        if _letters(text) not in open_words
    ]
    return [each for each in dict.fromkeys([*marked, *closed]) if _letters(each)]


def still_there(wanted: Iterable[str], text: str) -> list[str]:
    """Return the passages that a text still holds, whatever its line ends, hyphens and capitals."""
    letters, plain = _letters(text), _spaced(text)
    return [each for each in wanted if _holds(each, letters, plain)]


def _marked(content: Sequence[dict[str, Any]], mark: Mark) -> str:
    text: str = content[mark.block]["paragraphs"][mark.paragraph]
    return text[mark.start : mark.end]


def _cleared(heading: str, words: Iterable[tuple[str, str]]) -> str:
    """Return a heading without the words that are marked somewhere: nobody can mark a heading."""
    for marked, reason in words:
        for start, end in reversed(find(heading, marked)):
            heading = f"{heading[:start]}[removed: {reason}]{heading[end:]}"
    return heading


def _holds(passage: str, letters: str, plain: str) -> bool:
    found = _letters(passage)
    if len(found) >= SHORT:
        return found in letters
    return re.search(rf"(?<!\w){re.escape(_spaced(passage))}(?!\w)", plain) is not None


def _letters(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


def _spaced(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").casefold().split())


def _merged(marks: Iterable[Mark]) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for mark in sorted(marks, key=lambda each: (each.start, each.end)):
        if found and mark.start < found[-1][1]:
            start, end, reason = found[-1]
            found[-1] = (start, max(end, mark.end), reason)
        else:
            found.append((mark.start, mark.end, mark.reason))
    return found
