"""What is said to the press, who agreed, and who must."""

from collections.abc import Sequence
from typing import Any

from django import forms

from krscp_portal.foundation.date_fields import GovukDateField
from krscp_portal.foundation.forms import GovukForm, GovukRadios
from reviews.forms.wording import POST_HELP
from reviews.models import MediaApprover


class LineForm(GovukForm):
    text = forms.CharField(
        label="What the partners say when somebody asks",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Nothing by which a child could be known: no name, no day, no place.",
    )


class ApprovalForm(GovukForm):
    approver = forms.ChoiceField(label="Which post agreed?", widget=GovukRadios)
    agreed_on = GovukDateField(label="When?")

    def __init__(self, *args: Any, waiting: Sequence[MediaApprover], **options: Any) -> None:
        super().__init__(*args, **options)
        self.waiting = {str(each.public_id): each for each in waiting}
        field = self.fields["approver"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [(key, each.post) for key, each in self.waiting.items()]

    def facts(self) -> dict[str, Any]:
        """Return who agreed and when."""
        data = self.cleaned_data
        return {"approver": self.waiting[data["approver"]], "agreed_on": data["agreed_on"]}


class ApproverForm(GovukForm):
    post = forms.CharField(label="Post", max_length=160, help_text=POST_HELP)
    source = forms.CharField(
        label="Source",
        required=False,
        max_length=200,
        help_text="Where it was agreed. Kept for the record and not published.",
    )
