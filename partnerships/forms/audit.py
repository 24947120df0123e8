"""What to look for in the audit. A form of GET: nothing is required, nonsense is explained."""

from typing import Any

from django import forms

from krscp_portal.foundation.forms import GovukBoundField, GovukForm
from partnerships import selectors
from partnerships.enums import AuditVerb
from partnerships.forms.fields import DayField, offer
from partnerships.selectors.record import PUBLIC

EVERYTHING = ("", "All")


class FilterBoundField(GovukBoundField):
    """A field of a filter: nothing is asked of anybody, so "(optional)" says nothing."""

    is_optional = False


class AuditFilterForm(GovukForm):
    bound_field_class = FilterBoundField
    who = forms.ChoiceField(label="Who", required=False)
    verb = forms.ChoiceField(
        label="What they did", choices=[EVERYTHING, *AuditVerb.choices], required=False
    )
    kind = forms.ChoiceField(label="To what", required=False)
    reference = forms.CharField(label="Reference contains", max_length=120, required=False)
    from_on = DayField(label="From", required=False)
    to_on = DayField(label="To", required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        public = (PUBLIC, "A member of the public")
        offer(self, "who", [EVERYTHING, *people, public])
        offer(self, "kind", [EVERYTHING, *selectors.kinds_of_object()])

    def wanted(self) -> selectors.AuditFilter:
        """Return what was asked for; with anything wrong in it, everything."""
        return (
            selectors.AuditFilter(**self.cleaned_data)
            if self.is_valid()
            else selectors.AuditFilter()
        )
