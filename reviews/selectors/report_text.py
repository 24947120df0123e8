"""A report as text: one frozen version, or as it stands; for a page, a PDF and a Word document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from krscp_portal.foundation.components import Row
from krscp_portal.foundation.templatetags.portal import day
from partnerships.enums import PartnerKind
from reviews.criteria import ALL
from reviews.enums import CriterionAnswer, RapidReviewOutcome, ReportKind
from reviews.models import Report, ReportVersion, Signature

TITLES: Final[Mapping[str, str]] = {
    ReportKind.RAPID_REVIEW: "Rapid review",
    ReportKind.REVIEW: "Report of the review",
}


@dataclass(frozen=True)
class Passage:
    """One section: its title and its words, or that it is written elsewhere."""

    title: str
    body: str


@dataclass(frozen=True)
class Judgement:
    """One criterion in words: what it asks, where it stands, the answer and why."""

    words: str
    source: str
    answer: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ReportText:
    """A report ready to be read; without a `number` it is the text as it stands."""

    title: str
    reference: str
    passages: list[Passage]
    criteria: list[Judgement]
    outcome: str
    rationale: str
    elsewhere: list[str] = field(default_factory=list)
    number: int | None = None
    sha256: str = ""
    made_at: datetime | None = None
    checks: list[Row] = field(default_factory=list)
    signed: list[Row] = field(default_factory=list)
    unsigned: list[str] = field(default_factory=list)

    @property
    def is_draft(self) -> bool:
        """Say whether it is not signed by all three partners."""
        return bool(self.unsigned) or self.number is None


def text_of_version(version: ReportVersion) -> ReportText:
    """Return a frozen version with who signed it; one query."""
    content = version.content
    rows = list(version.signatures.order_by("signed_at", "pk"))
    return ReportText(
        title=TITLES.get(content.get("kind", ""), "Report"),
        reference=content.get("reference", ""),
        passages=[Passage(each["title"], each["body"]) for each in content.get("sections", [])],
        criteria=[_judgement(each) for each in content.get("criteria", [])],
        outcome=_outcome(content.get("outcome", "")),
        rationale=content.get("rationale", ""),
        elsewhere=content.get("written_elsewhere", []),
        checks=[Row(each["title"], each["said"]) for each in content.get("checks", [])],
        number=version.number,
        sha256=version.sha256,
        made_at=version.made_at,
        signed=signed_in_words(rows),
        unsigned=still_to_sign(rows),
    )


def text_of_draft(report: Report, *, reference: str) -> ReportText:
    """Return the text as it stands; two queries."""
    answered = {each.key: each for each in report.criteria.all()}
    return ReportText(
        title=TITLES[report.kind],
        reference=reference,
        passages=[Passage(each.title, each.body) for each in report.sections.order_by("order")],
        criteria=[
            Judgement(
                each.words,
                each.source,
                CriterionAnswer(answered[each.key].answer).label,
                answered[each.key].why,
            )
            for each in ALL
            if each.key in answered
        ],
        outcome=_outcome(report.outcome),
        rationale=report.rationale,
        unsigned=[each.label for each in PartnerKind],
    )


def signed_in_words(rows: Iterable[Signature]) -> list[Row]:
    """Return each signature: the partner, the post, the day, and how it is known."""
    return [
        Row(
            PartnerKind(row.partner).label,
            f"{row.signatory}, {day(row.signed_on)}"
            + (f" ({row.evidence})" if row.evidence else ""),
        )
        for row in rows
    ]


def still_to_sign(rows: Iterable[Signature]) -> list[str]:
    """Return the partners without a signature among the rows, in the usual order."""
    signed = {row.partner for row in rows}
    return [each.label for each in PartnerKind if each not in signed]


def _judgement(row: Mapping[str, Any]) -> Judgement:
    answer = CriterionAnswer(row["answer"]).label
    return Judgement(row["words"], row["source"], answer, row["why"])


def _outcome(code: str) -> str:
    return RapidReviewOutcome(code).label if code else ""
