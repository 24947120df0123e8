"""Forms of documents: they parse and explain; the services decide."""

from django import forms

from krscp_portal.foundation.forms import GovukForm
from publications.enums import BlockCode

NO_BLOCK = ("", "Nothing: this section is text only")
MARKDOWN_HINT = (
    "Start a heading with # and a list with -. Put **two stars** around strong words, and write a "
    "link as [words](address)."
)


class TitleForm(GovukForm):
    title = forms.CharField(
        label="Title", max_length=160, help_text="As it stands on the cover and the public page."
    )


class SectionForm(GovukForm):
    """A section's words and what it shows; `revision` notices a change by somebody else."""

    heading = forms.CharField(label="Heading", max_length=120)
    block = forms.ChoiceField(
        label="Facts from the record",
        required=False,
        choices=[NO_BLOCK, *BlockCode.choices],
        help_text="Shown after the text, and read afresh each time a version is made.",
    )
    text = forms.CharField(
        label="Text",
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=MARKDOWN_HINT,
        strip=True,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=1)


class WithdrawForm(GovukForm):
    reason = forms.CharField(
        label="Why is it withdrawn?",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The public reads this at the version's address.",
    )


class ConfirmPageForm(GovukForm):
    """A person's word that a public page is right; `seen` says what they looked at."""

    looked = forms.BooleanField(
        label="I have looked at the preview, and what it says is right",
        error_messages={"required": "Look at the preview, then say that what it says is right."},
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def look_again(self, seen: str) -> None:
        """Ask for the word afresh, about the page as it reads now."""
        typed = {name: value for name, value in self.data.items() if name != "looked"}
        self.data = {**typed, "seen": seen}
