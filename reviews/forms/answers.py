"""What an agency answers."""

from typing import Any

from django import forms

from krscp_portal.foundation.forms import GovukForm, GovukRadios
from partnerships.paper_field import PaperField
from reviews.enums import Involvement
from reviews.scanning import LIMIT
from reviews.services.answering import AnswerFacts

NO_NAMES = "No names: write “mother”, “older brother”, “social worker”."


def _sentences(label: str, *, hint: str) -> Any:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
        required=False,
        help_text=hint,
    )


class AnswerForm(GovukForm):
    """The parts of an answer; each may wait. It carries the revision that it began from."""

    involvement = forms.ChoiceField(
        label="Was your agency involved?",
        choices=Involvement.choices,
        widget=GovukRadios,
        required=False,
    )
    summary = _sentences("What your agency knew and did", hint=NO_NAMES)
    learning = _sentences(
        "What your agency has learned and changed already", hint="Leave it empty if nothing yet."
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    over = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def facts(self) -> AnswerFacts:
        """Return what was typed, with line ends as they are stored."""
        said = dict(self.cleaned_data)
        for name in ("summary", "learning"):
            said[name] = said[name].replace("\r\n", "\n")
        return AnswerFacts(**said)


class FileForm(GovukForm):
    """A file that goes with an answer."""

    title = forms.CharField(
        label="What is it?", max_length=160, help_text="Such as “Chronology”. No names."
    )
    paper = PaperField(
        label="File",
        limit=LIMIT,
        help_text="A PDF, a Word document (.docx) or an OpenDocument text (.odt), up to 25"
        " megabytes, without a password.",
    )


class HandInForm(GovukForm):
    """Which senior post agreed the answer that the person has just read."""

    signed_off_by = forms.CharField(
        label="Which senior post has agreed this answer?",
        max_length=160,
        help_text="A post, such as Director of nursing. No person’s name.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
