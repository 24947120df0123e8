"""Forms of the deadlines pages: they parse and explain, and decide nothing."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from deadlines.models import StatutoryRule
from krscp_portal.foundation.date_fields import read_time
from krscp_portal.foundation.forms import GovukDateField, GovukDateTimeField, GovukForm
from krscp_portal.foundation.moment import LONDON


class CalculatorForm(GovukForm):
    """Which duty, from which day; the time only where it matters to the reader."""

    rule = forms.ChoiceField(label="Which duty?")
    date = GovukDateField(
        label="What day did it start?",
        subject="The day",
        help_text="The day of the event that starts the clock, or the planned day of publication "
        "for the copy before publication. For example, 27 3 2026.",
    )
    time = forms.CharField(
        label="At what time?",
        required=False,
        max_length=12,
        help_text="Only if you want it in the working. For example, 9:32am.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
    )

    def __init__(self, *args: Any, rules: list[StatutoryRule], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(rule.key, rule.title) for rule in rules]
        self.fields["rule"].choices = [("", "Choose a duty"), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Join day and time into one moment in England; refuse one that the clocks skip."""
        cleaned = super().clean() or {}
        day, text = cleaned.get("date"), cleaned.get("time")
        if day is None or not text:
            return cleaned
        try:
            cleaned["moment"] = _moment(day, text)
        except ValidationError as refusal:
            self.add_error("time", refusal.message)
        return cleaned

    @property
    def trigger(self) -> dt.date | dt.datetime:
        """Return what the count starts from, of a valid form."""
        return self.cleaned_data.get("moment") or self.cleaned_data["date"]


class TriggerForm(GovukForm):
    """The right moment, and why it is corrected."""

    trigger_at = GovukDateTimeField(
        label="When did it happen?",
        subject="The moment",
        help_text="The true date and time, also where that was out of hours. For example, "
        "27 3 2026 and 9:32am.",
    )
    reason = forms.CharField(
        label="Why is it corrected?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Do not name a child or a member of a family.",
    )


class LateReasonForm(GovukForm):
    """Why, and who agreed to it."""

    reason = forms.CharField(
        label="Why is it late?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Do not name a child or a member of a family.",
    )
    extension_authority = forms.CharField(
        label="Who agreed to the delay?",
        required=False,
        max_length=200,
        help_text="A post or a body, for example the Panel’s secretariat. Leave empty if nobody did.",
    )


def _moment(day: dt.date, text: str) -> dt.datetime:
    moment = dt.datetime.combine(day, read_time(text), tzinfo=LONDON)
    if dt.datetime.fromtimestamp(moment.timestamp(), LONDON).replace(tzinfo=None) != moment.replace(
        tzinfo=None
    ):
        raise ValidationError("Time must be a real time: the clocks went forward that night")
    return moment
