"""What is published of a review: the decision, words taken out, versions, copies, the end."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms

from governance.redacting import REASONS
from krscp_portal.foundation.forms import (
    GovukCheckboxes,
    GovukDateField,
    GovukForm,
    GovukRadios,
    Section,
)
from reviews.enums import DispatchRecipient, PublicationForm
from reviews.forms.steps import LATE_HELP, post, prose
from reviews.forms.wording import NO_NAMES
from reviews.services.publication_deciding import PublicationFacts

EVERYWHERE = "Wherever they stand"


class DecisionForm(GovukForm):
    """What the partners decided to publish."""

    form = forms.ChoiceField(
        label="How much is published?", choices=PublicationForm.choices, widget=GovukRadios
    )
    reasons = prose(
        "If it is not the report in full: why?",
        required=False,
        help_text="Kept on the record and never published.",
    )
    chosen = forms.MultipleChoiceField(
        label="If it is not the report in full: which sections are published?",
        widget=GovukCheckboxes,
        required=False,
        help_text="The improvements and the recommendations always are.",
    )
    title = forms.CharField(
        label="Title that the public reads",
        max_length=160,
        help_text="Nothing that tells who a child is, and not the name that you use among you.",
    )
    reviewers = forms.CharField(label="Reviewers, as they are named in public", max_length=300)
    warning = prose(
        "What readers are told before they read",
        required=False,
        help_text="Such as: this report tells of the death of a baby.",
    )
    decided_on = GovukDateField(label="When did the partners decide?", subject="The decision")
    decided_by = post("Which posts decided?")
    planned_on = GovukDateField(
        label="On which day is it to be published?",
        subject="The day of publication",
        required=False,
        help_text="The day by which the copies must go is counted back from it.",
    )

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    sections: ClassVar[tuple[Section, ...]] = (
        Section("How much", ("form", "reasons", "chosen")),
        Section("What stands around the text", ("title", "reviewers", "warning")),
        Section("The decision", ("decided_on", "decided_by", "planned_on")),
    )

    def __init__(self, *args: Any, written: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["chosen"]
        field.choices = list(written.items())

    def facts(self) -> PublicationFacts:
        """Return what was typed as the service takes it."""
        said = dict(self.cleaned_data)
        said.pop("revision")
        return PublicationFacts(sections=tuple(said.pop("chosen")), **said)


class PlanForm(GovukForm):
    """The day on which it is to be published."""

    planned_on = GovukDateField(
        label="On which day is it to be published?", subject="The day of publication"
    )


class CutForm(GovukForm):
    """Words that are taken out."""

    words = forms.CharField(
        label="Words that are taken out",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="As they stand in the report. Capitals and line ends do not matter.",
    )
    section = forms.ChoiceField(label="Where?", widget=GovukRadios, required=False)
    reason = forms.ChoiceField(
        label="Why?",
        choices=[(key, words.capitalize()) for key, words in REASONS.items()],
        widget=GovukRadios,
        help_text="The public reads the reason in the place of the words.",
    )

    def __init__(self, *args: Any, written: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["section"]
        field.choices = [("", EVERYWHERE), *((key, f"In: {name}") for key, name in written.items())]


class FreezeForm(GovukForm):
    """Freezing what the page showed, with the reason where the public reads another text now."""

    because = prose(
        "Why is what the public reads replaced?",
        help_text="Kept on the record. Do not repeat what was wrong.",
    )
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, corrects: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not corrects:
            del self.fields["because"]


class ReasonForm(GovukForm):
    """One reason; the page says for what, and how long it may be."""

    def __init__(self, *args: Any, label: str, longest: int = 2000, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"] = forms.CharField(
            label=label,
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=NO_NAMES,
        )


class CopyForm(GovukForm):
    """To whom a copy goes."""

    recipient = forms.ChoiceField(label="Who is it sent to?", widget=GovukRadios)

    def __init__(self, *args: Any, possible: Iterable[DispatchRecipient], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["recipient"]
        field.choices = [(each.value, each.label) for each in possible]


class PublishForm(GovukForm):
    """Publishing, with why where it is late."""

    late_reason = prose("Why is it late?", required=False, help_text=LATE_HELP)

    def __init__(self, *args: Any, is_late: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_late:
            del self.fields["late_reason"]


class NoWordsForm(GovukForm):
    """An act that asks for nothing but the button."""
