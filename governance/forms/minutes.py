"""Forms of minutes: until when to comment, approving, correcting, marking for the public copy."""

from collections.abc import Iterable
from typing import Any

from django import forms

from governance.enums import RedactionReason
from governance.forms.fields import DayField, words
from governance.services.minutes_approval import Passage
from krscp_portal.foundation.forms import GovukForm, GovukRadios

SHOWN = 70


class AskForm(GovukForm):
    until = DayField(label="Last day for comments")


class ApproveForm(GovukForm):
    approved_in = forms.ChoiceField(label="Which meeting approved them?", required=False)
    approved_on = DayField(label="Day of approval")

    def __init__(self, *args: Any, meetings: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["approved_in"]
        field.choices = [("", "None: by letter"), *meetings]


class CorrectForm(GovukForm):
    passage = forms.ChoiceField(label="Which paragraph is wrong?")
    text = words("How it should read", required=True)
    what_changed = words("What was wrong", required=True)
    noted_in = forms.ChoiceField(label="Which meeting noted it?", required=False)

    def __init__(
        self,
        *args: Any,
        content: list[dict[str, Any]],
        meetings: Iterable[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        passage: Any = self.fields["passage"]
        passage.choices = [("", "Choose one"), *_paragraphs(content)]
        noted: Any = self.fields["noted_in"]
        noted.choices = [("", "Choose one"), *meetings]

    def passage_said(self) -> Passage:
        """Return the paragraph as it should read."""
        block, _dash, paragraph = self.cleaned_data["passage"].partition("-")
        return Passage(int(block), int(paragraph), self.cleaned_data["text"].replace("\r\n", "\n"))


class MarkForm(GovukForm):
    paragraph = forms.ChoiceField(label="In which paragraph?")
    words = forms.CharField(
        label="Which words?",
        required=False,
        help_text="As they stand there. Leave it empty to leave out the whole paragraph.",
    )
    reason = forms.ChoiceField(
        label="Why is it left out?", choices=RedactionReason.choices, widget=GovukRadios()
    )

    def __init__(self, *args: Any, content: list[dict[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["paragraph"]
        field.choices = [("", "Choose one"), *_paragraphs(content, only_open=True)]


class TakeDownForm(GovukForm):
    why = forms.CharField(
        label="Why is it taken down?", max_length=200, help_text="Do not repeat what was left."
    )


def _paragraphs(content: list[dict[str, Any]], *, only_open: bool = False) -> list[tuple[str, str]]:
    """Return the paragraphs as a form offers them: by number, heading and first words."""
    return [
        (f"{nth}-{place}", f"{block['number']} {block['heading']}: {_short(text)}".strip())
        for nth, block in enumerate(content)
        if not only_open or block["part"] == "A"
        for place, text in enumerate(block["paragraphs"])
    ]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rstrip()}…"
