"""On which days somebody's one mail comes."""

from typing import Any

from django import forms

from krscp_portal.foundation.forms import GovukCheckboxes, GovukForm
from partnerships import mailing


class MailForm(GovukForm):
    weekdays = forms.TypedMultipleChoiceField(
        label="On which days do you want it?",
        choices=list(enumerate(mailing.DAYS)),
        coerce=int,
        widget=GovukCheckboxes(),
        help_text="What comes up on another day waits for the next one that you chose.",
        error_messages={"required": "Choose at least one day."},
    )
    urgent_at_once = forms.BooleanField(
        label="Send me what is urgent at once, by itself",
        required=False,
        help_text="The clock of a case, a cancelled meeting, and what is overdue.",
    )

    @property
    def facts(self) -> dict[str, Any]:
        """Return what was chosen, as the service takes it."""
        return dict(self.cleaned_data)
