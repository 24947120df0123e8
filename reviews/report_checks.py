"""What the report of a review is checked for before the partners are asked to sign it. Pure.

The rule: before a practice review's report is signed, its facts are checked with those they come
from, the law is looked at where that is needed, and it is read for what may tell who a child is.
Each is answered in a sentence: which post did it, when, or why it was not needed. The answers are
frozen with the version that is signed. Reviews of other kinds may be checked and need not be.

Authority: statutory.md §4.2 ST12 (factual accuracy; legal, communications and redaction check) and
§4.4 (legal advice only when needed: S4 11.7). Not decided here: what goes from the text that the
public reads (`public_text`) and what is said to the press (`media_rules`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from krscp_portal.foundation.verdict import Allowed, Refused, Verdict
from reviews.enums import ReviewKind


@dataclass(frozen=True, slots=True)
class ReportCheck:
    """One check: its key, its name, and what is asked about it."""

    key: str
    title: str
    asks: str


CHECKS: Final = (
    ReportCheck("accuracy", "Facts", "How were the facts checked with those they come from?"),
    ReportCheck("law", "Law", "Who looked at the law, or why was that not needed?"),
    ReportCheck("telling", "Recognising", "Who read it for what may tell who a child is?"),
)
"""In the order in which they are asked and shown."""


def may_be_signed(kind: ReviewKind | str, answers: Mapping[str, str]) -> Verdict:
    """Say whether the partners may be asked; the code names the first check without an answer."""
    if kind != ReviewKind.LCSPR:
        return Allowed()
    for check in CHECKS:
        if not answers.get(check.key, "").strip():
            return Refused(f"{check.title}: say how it was checked.", code=check.key)
    return Allowed()


def answered(answers: Mapping[str, str]) -> list[dict[str, str]]:
    """Return what a frozen version keeps of the checks, in their order."""
    return [
        {"key": check.key, "title": check.title, "said": answers[check.key].strip()}
        for check in CHECKS
        if answers.get(check.key, "").strip()
    ]
