"""Forms of terms of reference and of a group's last day."""

from typing import Any

from django import forms

from governance.forms.fields import DayField, source_field, words
from governance.services.extensions import ExtensionFacts
from governance.services.terms import TermsFacts
from krscp_portal.foundation.forms import GovukForm
from partnerships.paper_field import KINDS, PaperField

LONGEST = 60_000


class TermsForm(GovukForm):
    text = forms.CharField(
        label="Terms of reference",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text="Leave an empty line between paragraphs. What changed is shown paragraph by "
        "paragraph.",
    )
    paper = PaperField(
        label="The paper itself",
        required=False,
        help_text=f"{KINDS} Add it where the terms were signed on paper.",
    )
    what_changed = forms.CharField(
        label="What this version changes",
        max_length=240,
        required=False,
        help_text="One sentence. Needed from the second version on.",
    )
    review_on = DayField(label="To be looked at again on", required=False)
    source = source_field()

    def __init__(self, *args: Any, is_first: bool, **options: Any) -> None:
        """A first version changes nothing, so it is not asked."""
        super().__init__(*args, **options)
        if is_first:
            del self.fields["what_changed"]

    def facts(self) -> TermsFacts:
        """Return what was entered."""
        return TermsFacts(**self.cleaned_data)


class ApprovalForm(GovukForm):
    approver = forms.CharField(
        label="Who approved them?",
        max_length=160,
        help_text="The body or the posts. Never a person’s name.",
    )
    approved_on = DayField(label="On which day?")


class PutAwayForm(GovukForm):
    reason = forms.CharField(
        label="Why is it put away?",
        max_length=240,
        help_text="It stays on the page of the terms. No names.",
    )

    def __init__(self, *args: Any, was_approved: bool, **options: Any) -> None:
        """Of a draft that nobody approved nothing is asked."""
        super().__init__(*args, **options)
        if not was_approved:
            del self.fields["reason"]


class ExtensionForm(GovukForm):
    sunset_to = DayField(label="New last day")
    reason = words("Why it goes on", required=True)
    agreed_by = forms.CharField(
        label="Who agreed?",
        max_length=160,
        help_text="The body, for example the executive. Never a person’s name.",
    )
    agreed_on = DayField(label="When did they agree?")

    def facts(self) -> ExtensionFacts:
        """Return what was entered."""
        return ExtensionFacts(**self.cleaned_data)
