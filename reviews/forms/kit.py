"""Forms of the plan of days and of what agencies are asked."""

from collections.abc import Iterable
from typing import Any

from django import forms

from krscp_portal.foundation.forms import GovukCheckboxes, GovukDateField, GovukForm
from partnerships.models import AgencyMembership
from reviews.forms.wording import NO_NAMES, POST_HELP
from reviews.services.plans import StepFacts
from reviews.services.requests import RecipientFacts, RequestFacts

LETTER_LIMIT = 6000


def sentences(label: str, *, rows: int = 4, limit: int = 2000, hint: str = NO_NAMES) -> Any:
    """Return a field for a few sentences."""
    box = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=box, max_length=limit, help_text=hint)


class StepForm(GovukForm):
    """A step of a plan or of the template."""

    title = forms.CharField(label="What is to be done?", max_length=160, help_text=NO_NAMES)
    from_day = forms.IntegerField(
        label="First working day",
        min_value=0,
        max_value=400,
        help_text="The notification is day 0; the next working day is day 1.",
    )
    to_day = forms.IntegerField(label="Last working day", min_value=0, max_value=400)

    def facts(self) -> StepFacts:
        """Return the step that was typed."""
        return StepFacts(**self.cleaned_data)


class DoneForm(GovukForm):
    """On which day a step was done."""

    done_on = GovukDateField(label="On which day was it done?", subject="The day")


class ReasonForm(GovukForm):
    """Why something ends."""

    reason = forms.CharField(label="Why?", max_length=200, help_text=NO_NAMES)


class PrepareForm(GovukForm):
    """Which agencies are asked, what for, and until when."""

    agencies = forms.MultipleChoiceField(
        label="Which agencies?",
        widget=GovukCheckboxes,
        help_text="Those that take part for the areas concerned are ticked.",
    )
    letter = sentences("Letter", rows=12, limit=LETTER_LIMIT)
    period_from = GovukDateField(
        label="Chronology from", subject="The first day of the chronology", required=False
    )
    period_to = GovukDateField(
        label="Chronology to", subject="The last day of the chronology", required=False
    )
    due_on = GovukDateField(label="Answer by", subject="The day")

    def __init__(self, *args: Any, agencies: Iterable[AgencyMembership], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = {str(each.public_id): each for each in agencies}
        field: Any = self.fields["agencies"]
        field.choices = [(key, each.organisation.name) for key, each in self.rows.items()]

    def chosen(self) -> list[AgencyMembership]:
        """Return the agencies that were ticked."""
        return [self.rows[key] for key in self.cleaned_data["agencies"]]

    def facts(self) -> RequestFacts:
        """Return what they are asked."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "agencies"}
        return RequestFacts(**said)


class RecipientForm(GovukForm):
    """To whom one request goes, and its letter."""

    to_post = forms.CharField(label="To which post?", max_length=160, help_text=POST_HELP)
    to_email = forms.EmailField(
        label="E-mail address", help_text="The secret link goes there. Use an address of the post."
    )
    due_on = GovukDateField(label="Answer by", subject="The day")
    letter = sentences("Letter", rows=12, limit=LETTER_LIMIT)

    def facts(self) -> RecipientFacts:
        """Return what was typed."""
        return RecipientFacts(**self.cleaned_data)


class ConfirmForm(GovukForm):
    """Nothing to type: the preview is what is agreed to."""


class LinkForm(GovukForm):
    """Where a fresh link goes."""

    to_email = forms.EmailField(label="E-mail address")


class DueForm(GovukForm):
    """Another day for an answer."""

    due_on = GovukDateField(label="Answer by", subject="The day")
    reason = sentences("Why is the day moved?", rows=2, limit=500)


class RefusalForm(GovukForm):
    """What an agency gave as its reason."""

    reason = sentences("What reason did the agency give?")


class RequireForm(GovukForm):
    """A requirement under section 16H."""

    text = sentences("Text of the requirement", rows=8, limit=LETTER_LIMIT)
    due_on = GovukDateField(label="Answer by", subject="The day")


class SendBackForm(GovukForm):
    """What an answer lacks."""

    what_is_missing = sentences("What is missing?")
    due_on = GovukDateField(label="Answer by", subject="The day")
