"""A letter about delay or about new information."""

from collections.abc import Iterable
from typing import Any

from django import forms

from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.forms import GovukForm, GovukRadios
from reviews.enums import ParallelKind
from reviews.forms.wording import NO_NAMES
from reviews.models import ParallelProcess

NONE = "none"
LONGEST = 10_000


class LetterForm(GovukForm):
    """The words of a letter, and the proceedings for which a review is delayed, where there are any."""

    proceedings = forms.ChoiceField(label="What is it delayed for?", widget=GovukRadios)
    words = forms.CharField(
        label="What does the letter say?",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=f"Fill in what stands in square brackets. {NO_NAMES}",
    )

    def __init__(self, *args: Any, holding: Iterable[ParallelProcess], **options: Any) -> None:
        super().__init__(*args, **options)
        self.holding = {str(each.public_id): each for each in holding}
        if not self.holding:
            del self.fields["proceedings"]
            return
        field: Any = self.fields["proceedings"]
        field.choices = [
            *((key, _name(each)) for key, each in self.holding.items()),
            (NONE, "Something else"),
        ]

    def facts(self) -> dict[str, Any]:
        """Return what was typed as the service takes it."""
        said = self.cleaned_data
        return {
            "words": said["words"],
            "proceedings": self.holding.get(said.get("proceedings", NONE)),
        }


def _name(row: ParallelProcess) -> str:
    return f"{ParallelKind(row.kind).label}, since {in_words(row.opened_on)}"
