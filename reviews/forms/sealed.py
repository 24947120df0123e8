"""Sealing who a child is, and saying why it is opened."""

from typing import Any

from django import forms

from krscp_portal.foundation.date_fields import GovukDateField
from krscp_portal.foundation.forms import GovukForm
from reviews.sealing import Identity

UNKEPT: dict[str, Any] = {"autocomplete": "off", "spellcheck": "false"}


class SealForm(GovukForm):
    """Who a child is. What is sealed already is never shown here."""

    name = forms.CharField(
        label="The child’s name", max_length=160, widget=forms.TextInput(attrs=UNKEPT)
    )
    born_on = GovukDateField(label="Date of birth", required=False)
    other = forms.CharField(
        label="Other names and numbers",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={**UNKEPT, "rows": 3}),
        help_text="For example, brothers and sisters, or the number in an agency’s records.",
    )

    def identity(self) -> Identity:
        """Return what was typed, to be sealed."""
        data = self.cleaned_data
        return Identity(data["name"].strip(), data["born_on"], data["other"].strip())


class OpenForm(GovukForm):
    """Why somebody needs to know who the child is."""

    reason = forms.CharField(
        label="Why do you need to know?",
        max_length=300,
        help_text="The reason is kept, and the others on the case are told that you opened it. "
        "No names.",
    )
