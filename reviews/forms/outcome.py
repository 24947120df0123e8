"""How a case goes on after its rapid review, and how it ends."""

from typing import Any, ClassVar

from django import forms

from krscp_portal.foundation.forms import (
    GovukDateField,
    GovukDateTimeField,
    GovukForm,
    GovukRadios,
    Section,
)
from partnerships.enums import PartnerKind
from partnerships.paper_field import KINDS, PaperField
from partnerships.papers import Paper
from reviews.enums import NationalStatus, PanelAnswer
from reviews.forms.steps import post, prose
from reviews.services import Agreement, NationalFacts, PanelResponseFacts, WithdrawalFacts


class WithdrawalForm(GovukForm):
    """Why a notification is withdrawn, with three agreements."""

    reason = prose("Why is the notification withdrawn?", rows=4)
    panel_told_at = GovukDateTimeField(
        label="When was the Panel told?", subject="Telling the Panel"
    )

    sections: ClassVar[tuple[Section, ...]] = (
        Section("Withdrawal", ("reason", "panel_told_at")),
        *(
            Section(f"Agreed: {kind.label.lower()}", (f"{kind}_signatory", f"{kind}_agreed_on"))
            for kind in PartnerKind
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in PartnerKind:
            self.fields[f"{kind}_signatory"] = post("Which post agreed?")
            self.fields[f"{kind}_agreed_on"] = GovukDateField(
                label="On which day?", subject="The day of agreeing"
            )

    def facts(self) -> WithdrawalFacts:
        """Return what was typed as the service takes it."""
        said = self.cleaned_data
        return WithdrawalFacts(
            reason=said["reason"],
            panel_told_at=said["panel_told_at"],
            agreements=tuple(
                Agreement(
                    partner=kind.value,
                    signatory=said[f"{kind}_signatory"],
                    agreed_on=said[f"{kind}_agreed_on"],
                )
                for kind in PartnerKind
            ),
        )


class PanelResponseForm(GovukForm):
    """One answer of the Panel."""

    answer = forms.ChoiceField(
        label="What did the Panel answer?", choices=PanelAnswer.choices, widget=GovukRadios
    )
    text = prose(
        "What does it say?",
        rows=5,
        required=False,
        help_text="Needed where the Panel asks for something. No names of children, families or "
        "staff.",
    )
    received_at = GovukDateTimeField(label="When did it come?", subject="The Panel’s answer")
    letter = PaperField(
        label="The letter, if it came as a file",
        required=False,
        help_text=f"{KINDS} It can be added later.",
    )

    def facts(self) -> PanelResponseFacts:
        """Return what was typed as the service takes it."""
        said = {name: what for name, what in self.cleaned_data.items() if name != "letter"}
        return PanelResponseFacts(**said)

    def letter_sent(self) -> Paper | None:
        """Return the letter, where one was chosen."""
        paper: Paper | None = self.cleaned_data["letter"]
        return paper


class PanelLetterForm(GovukForm):
    """The letter of an answer that is recorded already."""

    letter = PaperField(label="The Panel’s letter")


class PanelReplyForm(GovukForm):
    """What the partners replied to one answer of the Panel."""

    reply = prose("What was replied?", rows=5)
    disagreement = prose(
        "Why the partners keep to their decision",
        required=False,
        help_text="Only where the Panel asked them to think again and they do not agree.",
    )

    def __init__(self, *args: Any, may_disagree: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_disagree:
            del self.fields["disagreement"]


class NationalForm(GovukForm):
    """A national review, as the partnership was told of it."""

    status = forms.ChoiceField(
        label="How does it stand?", choices=NationalStatus.choices, widget=GovukRadios
    )
    told_on = GovukDateField(
        label="When was the partnership told?", subject="The day of being told"
    )
    title = forms.CharField(label="What is it called?", max_length=200, required=False)
    local_paused = forms.BooleanField(
        label="The partnership’s own review waits for it", required=False
    )
    note = prose("What else is known?", required=False)
    web_address = forms.URLField(
        label="Web address of the report", required=False, assume_scheme="https"
    )

    def facts(self) -> NationalFacts:
        """Return what was typed as the service takes it."""
        return NationalFacts(**self.cleaned_data)


class CloseForm(GovukForm):
    """What came of a case that is closed."""

    summary = prose(
        "What came of this case?",
        rows=5,
        help_text="Two or three sentences for the yearly report: nothing that tells who the child "
        "is.",
    )
    without_answer = prose(
        "Why is it closed without the Panel’s answer?",
        required=False,
        help_text="The Panel owes no answer by a date. What is written here stays on the record.",
    )

    def __init__(self, *args: Any, answer_missing: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not answer_missing:
            del self.fields["without_answer"]


class ReopenForm(GovukForm):
    """Why a closed case is opened again."""

    reason = prose("Why is it opened again?", rows=4)


class ReviseForm(GovukForm):
    """Nothing is asked: the button alone takes the rapid review up again."""
