"""What the public reads of a signed report: which sections, and which words are gone. Pure.

The rule: in full, every section that holds words goes in; where only the improvements are published,
the chosen sections alone, and the summary of improvements and the recommendations always. Words
that were taken out are not hidden, they are not there: "[removed: why]" stands in their place, in
the section that was named or wherever they stand, the title and the reviewers included. What cannot
be seen (zero-width and directing characters, soft hyphens) never goes in: it would hide a word
from whoever looks for it.

Authority: Children Act 2004 s.16F and Working Together ch.4 (statutory.md D10, §3.4); products.md
§5, 13 (the removal of words is proven). Not decided here: who decides, when it may be published
(`publication_gate`), and what may still tell who a child is (`leaks`).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from governance.redacting import REASONS, SHORT, Mark, pieces
from krscp_portal.foundation.verdict import Allowed, Refused, Verdict
from krscp_portal.foundation.wording import in_a_row
from reviews.enums import PublicationForm

ALWAYS: Final = ("improvements", "recommendations")
"""The keys of the sections that are published whatever the form."""

UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e007f\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
)
"""Characters that show nothing, or turn the direction of what follows."""

_QUOTES, _DASHES = "'’‘ʼ`´", "-‐‑‒–—−"  # noqa: RUF001 -- what people and programs type for them
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True, slots=True)
class Cut:
    """Words that are taken out: of one section by its key, or wherever they stand; and why."""

    words: str
    reason: str
    section: str = ""


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What the partners decided: the form, what stands around the text, and the sections."""

    form: str
    title: str
    reviewers: str
    warning: str = ""
    sections: tuple[str, ...] = ()


def may_choose(
    form: str, keys: Iterable[str], *, reasons: str, report: Mapping[str, Any]
) -> Verdict:
    """Say whether this may be decided of a report; the code is the field that it is about."""
    if form not in PublicationForm.values:
        return Refused("Choose how much is published.", code="form")
    if form == PublicationForm.FULL:
        return Allowed()
    if not reasons.strip():
        return Refused("Say why the report is not published in full.", code="reasons")
    chosen, written = set(keys), titles_of(report)
    unknown = chosen - set(written)
    if unknown:
        return Refused("Choose sections of the report that hold words.", code="chosen")
    missing = [written.get(key, key) for key in ALWAYS if key not in chosen]
    if missing:
        return Refused(f"These are always published: {in_a_row(missing)}.", code="chosen")
    return Allowed()


def titles_of(report: Mapping[str, Any]) -> dict[str, str]:
    """Return the sections of a report that hold words, by key, in their order."""
    rows = report.get("sections", [])
    return {each["key"]: each["title"] for each in rows if seen(each["body"]).strip()}


def public_content(
    report: Mapping[str, Any], chosen: Chosen, cuts: Sequence[Cut]
) -> dict[str, Any]:
    """Return what the public reads: title, form, reviewers, warning, sections; the words gone."""
    everywhere = [each for each in cuts if not each.section]
    written = titles_of(report)
    keys = written if chosen.form == PublicationForm.FULL else chosen.sections
    sections = []
    for each in report.get("sections", []):
        if each["key"] not in keys or each["key"] not in written:
            continue
        own = [cut for cut in cuts if cut.section in ("", each["key"])]
        sections.append(
            {
                "key": each["key"],
                "title": cleared(each["title"], own),
                "body": cleared(each["body"], own),
            }
        )
    return {
        "form": chosen.form,
        "title": cleared(chosen.title, everywhere),
        "reviewers": cleared(chosen.reviewers, everywhere),
        "warning": cleared(chosen.warning, everywhere),
        "sections": sections,
    }


def cleared(text: str, cuts: Iterable[Cut]) -> str:
    """Return a text without the words, the reason in the place of each; overlapping ones as one."""
    plain = seen(text)
    marks = [
        Mark(0, 0, start, end, cut.reason)
        for cut in cuts
        for start, end in places(plain, cut.words)
    ]
    return "".join(
        f"[removed: {REASONS[piece.reason]}]" if piece.reason else piece.text
        for piece in pieces(plain, marks)
    ).strip()


def places(text: str, words: str) -> list[tuple[int, int]]:
    """Return every place of the words in a text.

    Capitals, the kind of quotation mark or dash and the spaces between words do not matter. Short
    words are taken whole: "Ann" stands in "Ann’s" and does not stand in "anniversary".
    """
    parts = seen(words).split()
    if not parts:
        return []
    pattern = r"\s+".join("".join(_like(letter) for letter in part) for part in parts)
    if sum(letter.isalnum() for part in parts for letter in part) < SHORT:
        pattern = rf"(?<![^\W_])(?:{pattern})(?![^\W_])"
    return [found.span() for found in re.finditer(pattern, text, re.IGNORECASE)]


def standing_in(report: Mapping[str, Any], chosen: Chosen, cut: Cut) -> list[str]:
    """Return where the words of a cut stand in what would be published, by title."""
    content = public_content(report, chosen, ())
    around = [] if cut.section else [("Title", "title"), ("Reviewers", "reviewers")]
    around += [] if cut.section else [("What readers are told first", "warning")]
    found = [name for name, key in around if places(content[key], cut.words)]
    return found + [
        each["title"]
        for each in content["sections"]
        if cut.section in ("", each["key"])
        and (places(each["title"], cut.words) or places(each["body"], cut.words))
    ]


def paragraphs(body: str) -> list[str]:
    """Return the paragraphs of a text, as a blank line parts them."""
    return [each for each in _PARAGRAPH.split(body) if each.strip()]


def seen(text: str) -> str:
    """Return a text as a reader sees it: composed letters, one kind of line end, nothing unseen."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", UNSEEN.sub("", lines))


def _like(letter: str) -> str:
    for alike in (_QUOTES, _DASHES):
        if letter in alike:
            return f"[{re.escape(alike)}]"
    return re.escape(letter)
