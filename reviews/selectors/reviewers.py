"""The register of reviewers, who leads a review, and what it still needs before it begins."""

from dataclasses import dataclass

from django.db.models import Count, Q

from krscp_portal.foundation.components import Row, Status
from krscp_portal.foundation.days import in_words
from reviews.apportioning import in_pounds
from reviews.competence import POINTS
from reviews.enums import CheckAnswer
from reviews.models import Commission, CommissionCheck, Review, Reviewer, ReviewTerms
from reviews.ready_to_start import Lead, lacks_for_start, lacks_of


@dataclass(frozen=True, kw_only=True)
class ReviewerLine:
    """One reviewer of the register, and how many reviews they lead now."""

    row: Reviewer
    leads: int


@dataclass(frozen=True, kw_only=True)
class PointWords:
    """One point of competence as it was found for one reviewer."""

    name: str
    looks_for: str
    status: Status
    note: str


@dataclass(frozen=True, kw_only=True)
class CommissionCard:
    """One commission in words: how it stands, what was found, what is still open."""

    row: Commission
    status: Status
    rows: list[Row]
    points: list[PointWords]
    lacks: list[str]

    @property
    def has_open_conflict(self) -> bool:
        """Say whether a conflict was declared and nobody has said how it is dealt with."""
        return bool(self.row.conflict and not self.row.conflict_answer)


def register() -> list[ReviewerLine]:
    """Return those who can be commissioned, by name; one query."""
    leading = Count(
        "commissions", filter=Q(commissions__ended_on=None, commissions__review__closed_on=None)
    )
    rows = Reviewer.objects.current().annotate(leading=leading).order_by("name", "pk")
    return [ReviewerLine(row=row, leads=row.leading) for row in rows]


def commissions_of(review: Review) -> list[CommissionCard]:
    """Return who leads the review and who did, those who do first; two queries."""
    return [_card(row) for row in sorted(_rows(review), key=lambda row: row.ended_on is not None)]


def lacks_of_review(review: Review) -> list[str]:
    """Return what the review still needs before it begins, a sentence for each; three queries."""
    agreed = ReviewTerms.objects.filter(review=review, agreed_on__isnull=False).exists()
    leads = [_lead(row) for row in _rows(review) if row.ended_on is None]
    return lacks_for_start(review.kind, terms_agreed=agreed, leads=leads)


def names_of_reviewers(review: Review) -> str:
    """Return those who lead the review, as they are named to others; one query."""
    rows = review.commissions.filter(ended_on=None).order_by("pk")
    return ", ".join(rows.values_list("reviewer__name", flat=True))


def _rows(review: Review) -> list[Commission]:
    found = review.commissions.select_related("reviewer", "contract").prefetch_related("checks")
    return list(found.order_by("pk"))


def _lead(row: Commission) -> Lead:
    checks = {check.criterion: check.answer for check in row.checks.all()}
    return Lead(
        name=row.reviewer.name,
        checked=set(checks),
        met={key for key, answer in checks.items() if answer == CheckAnswer.MET},
        has_declared=row.declared_on is not None,
        has_conflict=bool(row.conflict),
        is_answered=bool(row.conflict_answer),
    )


def _card(row: Commission) -> CommissionCard:
    lacks = [] if row.ended_on else lacks_of(_lead(row))
    status = Status("Checked", "green") if not lacks else Status("Checks open", "yellow")
    checks = {check.criterion: check for check in row.checks.all()}
    return CommissionCard(
        row=row,
        status=Status("Ended", "grey") if row.ended_on else status,
        rows=_facts(row),
        points=[
            PointWords(
                name=point.name,
                looks_for=point.looks_for,
                status=_found(checks.get(point.key)),
                note=checks[point.key].note if point.key in checks else "",
            )
            for point in POINTS
        ],
        lacks=lacks,
    )


def _found(check: CommissionCheck | None) -> Status:
    if check is None:
        return Status("Not looked at", "grey")
    met = check.answer == CheckAnswer.MET
    return Status(CheckAnswer(check.answer).label, "green" if met else "orange")


def _facts(row: Commission) -> list[Row]:
    rows = [Row("Organisation", row.reviewer.organisation or "None")]
    if row.declared_on is None:
        rows.append(Row("Conflict of interest", "Not asked yet"))
    else:
        declared = row.conflict or "Nothing to declare"
        rows.append(Row("Conflict of interest", f"{declared} ({in_words(row.declared_on)})"))
    if row.conflict:
        rows.append(Row("How it is dealt with", row.conflict_answer or "Nobody has said yet"))
    rows.append(Row("Fee", "Not set" if row.fee_pence is None else in_pounds(row.fee_pence)))
    if row.ended_on:
        rows.append(Row("Ended", f"{in_words(row.ended_on)}: {row.ended_because}"))
    return rows
