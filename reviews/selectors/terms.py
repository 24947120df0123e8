"""The terms of reference of a review as its page shows them, and what a form begins from."""

from dataclasses import dataclass

from krscp_portal.foundation.components import Row
from krscp_portal.foundation.days import in_words
from reviews.apportioning import in_pounds
from reviews.models import Review, ReviewTerms
from reviews.ready_to_start import Drafted, lacks_of_terms
from reviews.review_transitions import ENDED


@dataclass(frozen=True, kw_only=True)
class TermsPage:
    """The terms of one review in words; `row` is nothing where none are written."""

    row: ReviewTerms | None
    rows: list[Row]
    questions: list[str]
    lacks: list[str]
    is_over: bool

    @property
    def revision(self) -> int:
        """Return what a form begins from."""
        return self.row.revision if self.row else 0

    @property
    def may_be_agreed(self) -> bool:
        """Say whether the terms are written whole and not agreed yet."""
        return bool(self.row and self.row.agreed_on is None and not self.lacks and not self.is_over)


def terms_page(review: Review) -> TermsPage:
    """Return the terms of a review that the caller may see; two queries."""
    found = ReviewTerms.objects.select_related("methodology", "written_by", "agreed_by")
    row = found.filter(review=review).first()
    questions = list(review.questions.order_by("order").values_list("text", flat=True))
    drafted = Drafted(questions=bool(questions))
    if row is not None:
        drafted = Drafted(
            method=row.methodology_id is not None,
            period=bool(row.scope_from and row.scope_to),
            questions=bool(questions),
            proportionality=bool(row.proportionality),
            budget=row.budget_pence is not None,
        )
    return TermsPage(
        row=row,
        rows=_rows(row) if row else [],
        questions=questions,
        lacks=lacks_of_terms(review.kind, drafted),
        is_over=review.state in ENDED,
    )


def _rows(row: ReviewTerms) -> list[Row]:
    budget = "" if row.budget_pence is None else in_pounds(row.budget_pence)
    return [
        Row("How it is held", row.methodology.name if row.methodology else "Not chosen"),
        Row("Period", _period(row)),
        Row("How far it goes", row.proportionality or "Not said"),
        Row("Budget", budget or "Not set"),
    ]


def _period(row: ReviewTerms) -> str:
    first, last = row.scope_from, row.scope_to
    if first and last:
        return f"{in_words(first)} to {in_words(last)}"
    if first:
        return f"From {in_words(first)}; its end is not said"
    return f"Until {in_words(last)}; its beginning is not said" if last else "Not said"
