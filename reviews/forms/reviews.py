"""A review beside the rapid one: opened, moved, told."""

from typing import Any

from django import forms

from krscp_portal.foundation.forms import GovukDateTimeField, GovukForm, GovukRadios
from reviews.enums import Recipient, ReviewKind
from reviews.forms.steps import post, prose
from reviews.review_transitions import ReviewMove
from reviews.services.reviews import ReviewFacts, ToldFacts

CODE_NAME_HELP = "A word that says nothing about a child, such as the name of a tree."
ASKED = {
    ReviewMove.STOP: "Why is it stopped?",
    ReviewMove.ACT: "What was learned?",
}


class ReviewForm(GovukForm):
    """What the partners decided to review."""

    kind = forms.ChoiceField(label="What is held?", choices=ReviewKind.choices, widget=GovukRadios)
    code_name = forms.CharField(label="Code name", max_length=60, help_text=CODE_NAME_HELP)
    why = prose("Why is it held?", rows=4)
    decided_at = GovukDateTimeField(label="When was it decided?", subject="The decision")
    decided_by = post("Which posts decided?")
    lead_partnership = forms.CharField(
        label="Which other partnership leads it, if one does?", max_length=160, required=False
    )

    def __init__(self, *args: Any, of_a_case: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not of_a_case:
            kinds = [each for each in ReviewKind.choices if each[0] != ReviewKind.LCSPR]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def facts(self) -> ReviewFacts:
        """Return what was typed as the service takes it."""
        return ReviewFacts(**self.cleaned_data)


class MoveForm(GovukForm):
    """One step of a review, with the words that the step asks for."""

    def __init__(self, *args: Any, code: ReviewMove, **options: Any) -> None:
        super().__init__(*args, **options)
        if code in ASKED:
            self.fields["words"] = prose(ASKED[code], rows=4)

    def facts(self) -> dict[str, Any]:
        """Return what was typed as the service takes it."""
        return self.cleaned_data


class ToldForm(GovukForm):
    """Who was told that a practice review is held, and of whom."""

    recipient = forms.ChoiceField(
        label="Who was told?", choices=Recipient.choices, widget=GovukRadios
    )
    reviewers = forms.CharField(
        label="Which reviewers were named?", max_length=300, help_text="Their names, as told."
    )
    told_at = GovukDateTimeField(label="When were they told?", subject="The telling")
    how = forms.CharField(
        label="How?", max_length=160, required=False, help_text="Such as: by secure e-mail."
    )

    def facts(self) -> ToldFacts:
        """Return what was typed as the service takes it."""
        return ToldFacts(**self.cleaned_data)
