"""The steps of a case: views, decision, notification, rapid review."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from krscp_portal.foundation.forms import (
    GovukCheckboxes,
    GovukDateField,
    GovukDateTimeField,
    GovukForm,
    GovukRadios,
    Section,
)
from partnerships.enums import PartnerKind
from reviews.enums import Answer, NextForUnnotified, RapidReviewOutcome
from reviews.forms.wording import NO_NAMES, POST_HELP
from reviews.models import Child
from reviews.services import CompletionFacts, NotificationFacts, Signature

LATE_HELP = "Needed only where it was sent after its date. The reason stays on the record."


def prose(label: str, *, rows: int = 3, help_text: str = NO_NAMES, required: bool = True) -> Any:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=4000,
        required=required,
        help_text=help_text,
    )


def post(label: str) -> Any:
    """Return a field for a post."""
    return forms.CharField(label=label, max_length=160, help_text=POST_HELP)


class ViewForm(GovukForm):
    """One safeguarding partner's view."""

    answer = forms.ChoiceField(
        label="What is this partner’s view?", choices=Answer.choices, widget=GovukRadios
    )
    reason = prose("Why?", rows=4)
    given_by = post("Which post gave it?")
    given_at = GovukDateTimeField(label="When was it given?", subject="The view")


class DecisionForm(GovukForm):
    """Whether the Panel is notified."""

    answer = forms.ChoiceField(
        label="What was decided?",
        choices=Answer.choices,
        widget=GovukRadios(
            hints={
                Answer.NOTIFY: "A rapid review follows by itself once the notification is recorded.",
                Answer.DO_NOT_NOTIFY: "All three partners will see why.",
            }
        ),
    )
    rationale = prose("Why?", rows=5)
    dissent = prose(
        "Where the partners differ: what each thought, and why",
        required=False,
        help_text="The local authority’s view decides, because the duty to notify is its own.",
    )
    without_views_reason = prose(
        "Where a view is missing: why it was not waited for",
        required=False,
        help_text="A partner who has not answered cannot hold a notification up.",
    )
    follow_up = forms.ChoiceField(
        label="Where the Panel is not notified: what follows instead?",
        choices=NextForUnnotified.choices,
        widget=GovukRadios,
        required=False,
    )
    decided_by = post("Which post took the decision?")
    decided_at = GovukDateTimeField(label="When was it decided?", subject="The decision")


class ReconsiderForm(GovukForm):
    """Why a decision is taken up again."""

    reason = prose("What is new, or why is it taken up again?", rows=4)


class NotificationForm(GovukForm):
    """A form that was sent to the Panel."""

    reference = forms.CharField(
        label="Reference given by the Panel’s form",
        max_length=60,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"}),
    )
    children = forms.MultipleChoiceField(
        label="Which children does it cover?",
        widget=GovukCheckboxes,
        help_text="Each child who died needs a notification of their own. Children harmed together "
        "may share one.",
    )
    submitted_at = GovukDateTimeField(label="When was it sent?", subject="The notification")
    submitted_by = post("Which post sent it?")
    partners_told_at = GovukDateTimeField(
        label="When were the safeguarding partners told?",
        subject="The time at which the partners were told",
    )
    late_reason = prose("Why was it late?", required=False, help_text=LATE_HELP)

    def __init__(self, *args: Any, waiting: Iterable[Child], first: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = list(waiting)
        field = self.fields["children"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [
            (str(each.public_id), f"{each.pseudonym} ({each.get_harm_display().lower()})")
            for each in rows
        ]
        if len(rows) == 1:
            field.initial = [str(rows[0].public_id)]
        if not first:
            del self.fields["partners_told_at"]

    def facts(self) -> NotificationFacts:
        """Return what was typed as the service takes it."""
        said = dict(self.cleaned_data)
        children = tuple(UUID(each) for each in said.pop("children"))
        return NotificationFacts(**said, children=children)


class DeathNoticeForm(GovukForm):
    """The Secretary of State and Ofsted told of a death."""

    reference = forms.CharField(label="Reference", max_length=60, required=False)
    submitted_at = GovukDateTimeField(label="When was it sent?", subject="The notice")
    submitted_by = post("Which post sent it?")
    late_reason = prose("Why was it late?", required=False, help_text=LATE_HELP)


class LeadForm(GovukForm):
    """Who leads a rapid review."""

    lead = post("Which post leads the rapid review?")


class CompletionForm(GovukForm):
    """The outcome of a rapid review with its three sign-offs."""

    outcome = forms.ChoiceField(
        label="What was decided?",
        choices=RapidReviewOutcome.choices,
        widget=GovukRadios(
            hints={
                RapidReviewOutcome.NATIONAL: "The Panel decides whether there is a national review.",
            }
        ),
    )
    rationale = prose("Why?", rows=6)
    completed_at = GovukDateTimeField(label="When was it completed?", subject="The completion")

    sections: ClassVar[tuple[Section, ...]] = (
        Section("Outcome", ("outcome", "rationale", "completed_at")),
        *(
            Section(f"Signed off: {kind.label.lower()}", (f"{kind}_signatory", f"{kind}_signed_on"))
            for kind in PartnerKind
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in PartnerKind:
            self.fields[f"{kind}_signatory"] = post("Which post signed?")
            self.fields[f"{kind}_signed_on"] = GovukDateField(
                label="On which day?", subject="The day of signing"
            )

    def facts(self) -> CompletionFacts:
        """Return what was typed as the service takes it."""
        said = self.cleaned_data
        return CompletionFacts(
            outcome=said["outcome"],
            rationale=said["rationale"],
            completed_at=said["completed_at"],
            sign_offs=tuple(
                Signature(
                    partner=kind.value,
                    signatory=said[f"{kind}_signatory"],
                    signed_on=said[f"{kind}_signed_on"],
                )
                for kind in PartnerKind
            ),
        )


class SentForm(GovukForm):
    """When the rapid review went to the Panel."""

    sent_at = GovukDateTimeField(label="When was it sent to the Panel?", subject="The sending")
    late_reason = prose("Why was it late?", required=False, help_text=LATE_HELP)
