"""What changed between two versions of a text, paragraph by paragraph. Pure.

A paragraph is what stands between empty lines; a list's lines are paragraphs of their own, so that
one new duty in a list of twelve shows as one line.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

SAME: Final = "same"
ADDED: Final = "added"
REMOVED: Final = "removed"
MARKS_OF_A_LIST: Final = re.compile(r"^[-*+] +")
WORDS: Final = {SAME: "", ADDED: "Added", REMOVED: "Taken out"}


@dataclass(frozen=True)
class Passage:
    """One paragraph, and whether both versions have it."""

    kind: str
    text: str

    @property
    def label(self) -> str:
        """Return in words what the colour says."""
        return WORDS[self.kind]

    @property
    def shown(self) -> str:
        """Return the paragraph without the marks of a heading, with a point before a list's line."""
        if MARKS_OF_A_LIST.match(self.text):
            return MARKS_OF_A_LIST.sub("• ", self.text)
        return self.text.lstrip("#").strip()


def compared(before: str, after: str) -> list[Passage]:
    """Return every paragraph of both texts in order; where one changed, the old stands first."""
    old, new = _paragraphs(before), _paragraphs(after)
    found: list[Passage] = []
    for tag, first, last, start, end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            found += [Passage(SAME, each) for each in new[start:end]]
            continue
        found += [Passage(REMOVED, each) for each in old[first:last]]
        found += [Passage(ADDED, each) for each in new[start:end]]
    return found


def differs(passages: list[Passage]) -> bool:
    """Say whether anything changed at all."""
    return any(each.kind != SAME for each in passages)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
