"""The terms of reference of a review, and the list of ways to hold one."""

from decimal import Decimal
from typing import Any, Final

from django import forms

from krscp_portal.foundation.forms import GovukDateField, GovukForm, GovukRadios
from reviews.forms.steps import prose
from reviews.forms.wording import NO_NAMES
from reviews.models import Methodology, ReviewTerms
from reviews.services.terms import TermsFacts

PENCE: Final = 100
MOST_POUNDS: Final = Decimal(1_000_000)
PERIOD_HELP: Final = "Keep it short enough to bear on how people work now."


def in_pence(pounds: Decimal | None) -> int | None:
    """Return pounds as pence; nothing stays nothing."""
    return None if pounds is None else int(pounds * PENCE)


def pounds(label: str, *, help_text: str = "In pounds, for example 4500.00.") -> Any:
    """Return a field for an amount that may be left empty."""
    return forms.DecimalField(
        label=label,
        max_digits=9,
        decimal_places=2,
        min_value=Decimal(0),
        max_value=MOST_POUNDS,
        required=False,
        help_text=help_text,
    )


class TermsForm(GovukForm):
    """How a review is held, over which period, what it asks, how far it goes, what it may cost."""

    methodology = forms.ModelChoiceField(
        Methodology.objects.none(),
        label="How is the review held?",
        to_field_name="public_id",
        widget=GovukRadios,
        empty_label=None,
        required=False,
    )
    scope_from = GovukDateField(
        label="First day of the period",
        subject="The first day",
        required=False,
        help_text=PERIOD_HELP,
    )
    scope_to = GovukDateField(
        label="Last day of the period", subject="The last day", required=False
    )
    questions = prose(
        "Questions",
        rows=8,
        required=False,
        help_text=f"One on each line, in their order. {NO_NAMES}",
    )
    proportionality = prose(
        "How far does it go?",
        rows=4,
        required=False,
        help_text="What keeps it proportionate to the case and to what can be learned.",
    )
    budget = pounds(
        "Budget", help_text="In pounds, for example 4500.00. Nought where it costs nothing."
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, row: ReviewTerms | None, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["methodology"]
        open_ = Methodology.objects.current()
        if row is not None and row.methodology_id is not None:
            open_ |= Methodology.objects.filter(pk=row.methodology_id)
        field.queryset = open_.order_by("order", "name", "pk")
        field.label_from_instance = lambda way: way.name
        hints = {str(way.public_id): way.description for way in field.queryset}
        field.widget.hints = hints
        if not hints:
            del self.fields["methodology"]
        if row is not None and row.agreed_on is not None:
            self.fields["reason"] = prose("Why do the agreed terms change?", rows=2)

    def facts(self) -> TermsFacts:
        """Return what was typed as the service takes it."""
        said = self.cleaned_data
        return TermsFacts(
            methodology=said.get("methodology"),
            scope_from=said["scope_from"],
            scope_to=said["scope_to"],
            questions=tuple(said["questions"].splitlines()),
            proportionality=said["proportionality"],
            budget_pence=in_pence(said["budget"]),
        )

    def begin_from(self, revision: int) -> None:
        """Let the next save of what was typed begin from the terms that stand now."""
        typed = {name: self.data.get(name, "") for name in self.data}
        self.data = {**typed, "revision": str(revision)}


def first_terms(row: ReviewTerms | None, questions: list[str]) -> dict[str, Any]:
    """Return what the form shows before anything is typed."""
    if row is None:
        return {"revision": 0}
    pence = row.budget_pence
    return {
        "methodology": row.methodology.public_id if row.methodology else None,
        "scope_from": row.scope_from,
        "scope_to": row.scope_to,
        "questions": "\n".join(questions),
        "proportionality": row.proportionality,
        "budget": None if pence is None else Decimal(pence) / PENCE,
        "revision": row.revision,
    }


class AgreeForm(GovukForm):
    """On which day the partners agreed the terms that the page showed."""

    agreed_on = GovukDateField(label="On which day did the partners agree them?", subject="The day")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class MethodologyForm(GovukForm):
    """One more way of holding a review."""

    name = forms.CharField(label="Name", max_length=160)
    description = forms.CharField(
        label="What is it, in a sentence or two?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
        required=False,
    )
    source = forms.CharField(
        label="Source", max_length=200, required=False, help_text="Where it is described."
    )
