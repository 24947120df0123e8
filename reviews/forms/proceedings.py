"""Proceedings beside a case or a review, and a hold for them."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms

from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.forms import GovukDateField, GovukForm, GovukRadios
from reviews.enums import ParallelKind
from reviews.forms.steps import prose
from reviews.forms.wording import POST_HELP
from reviews.models import ParallelProcess
from reviews.services.proceedings import ProceedingsFacts

YES, NO, NONE = "yes", "no", "none"
FIELDS: Final = ("kind", "opened_on", "contact_post", "expected_until", "note")


class ProceedingsForm(GovukForm):
    """What is known of proceedings."""

    kind = forms.ChoiceField(
        label="Which proceedings?", choices=ParallelKind.choices, widget=GovukRadios
    )
    opened_on = GovukDateField(label="Since which day?", subject="The first day")
    expected_until = GovukDateField(
        label="Until when are they expected to last?", subject="The expected end", required=False
    )
    contact_post = forms.CharField(
        label="Which post is asked about them?", max_length=160, required=False, help_text=POST_HELP
    )
    holds = forms.ChoiceField(
        label="Does publication wait for them?",
        choices=[(YES, "Yes"), (NO, "No")],
        widget=GovukRadios,
        help_text="Learning never waits: what can be acted on is acted on.",
    )
    note = prose("Note", rows=3, required=False)

    def facts(self) -> ProceedingsFacts:
        """Return what was typed as the service takes it."""
        said = dict(self.cleaned_data)
        holds = said.pop("holds") == YES
        return ProceedingsFacts(**said, holds_publication=holds)


def first_proceedings(row: ParallelProcess) -> dict[str, Any]:
    """Return what the form shows of proceedings that are known."""
    known = {name: getattr(row, name) for name in FIELDS}
    return {**known, "holds": YES if row.holds_publication else NO}


class EndedForm(GovukForm):
    """When proceedings ended."""

    ended_on = GovukDateField(label="On which day did they end?", subject="The day")


class ReasonsForm(GovukForm):
    """When it was said why publication waits."""

    sent_on = GovukDateField(
        label="On which day were the Panel and the Secretary of State told why?",
        subject="The day",
        help_text="The portal does not send it. Send the reasons first, then record the day.",
    )


class HoldForm(GovukForm):
    """Why a review stands still, and for which proceedings."""

    words = prose("Why is it on hold?", rows=4)
    expected_until = GovukDateField(
        label="Until when is that expected?", subject="The expected end", required=False
    )

    def __init__(self, *args: Any, running: Iterable[ParallelProcess], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = {str(row.public_id): row for row in running}
        if self.rows:
            choices = [(key, _said(row)) for key, row in self.rows.items()]
            which = forms.ChoiceField(
                label="For which proceedings?",
                choices=[*choices, (NONE, "Something else")],
                widget=GovukRadios,
            )
            self.fields = {"because_of": which, **self.fields}

    def facts(self) -> dict[str, Any]:
        """Return what was typed as the service takes it."""
        said = self.cleaned_data
        return {**said, "because_of": self.rows.get(said.get("because_of", NONE))}


def _said(row: ParallelProcess) -> str:
    return f"{ParallelKind(row.kind).label}, since {in_words(row.opened_on)}"
