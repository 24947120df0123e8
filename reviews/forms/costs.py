"""Forms of what a review costs and who carries it."""

from decimal import Decimal
from typing import Any

from django import forms

from krscp_portal.foundation.date_fields import GovukDateField
from krscp_portal.foundation.forms import GovukForm
from partnerships.models import AgencyMembership, Organisation
from reviews.services.costs import CostFacts

PENCE = 100
MOST_POUNDS = Decimal(1_000_000)


class CostForm(GovukForm):
    on = GovukDateField(label="Day")
    what = forms.CharField(
        label="What for", max_length=160, help_text="Nothing of the case, such as “Reviewer’s fee”."
    )
    amount = forms.DecimalField(
        label="Amount in pounds",
        max_digits=9,
        decimal_places=2,
        min_value=-MOST_POUNDS,
        max_value=MOST_POUNDS,
        help_text="For example, 1250.00. A correction or a credit begins with a minus.",
    )

    def facts(self) -> CostFacts:
        """Return what was entered, in pence."""
        data = self.cleaned_data
        return CostFacts(on=data["on"], what=data["what"], pence=int(data["amount"] * PENCE))


class ShareForm(GovukForm):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Which agency",
        to_field_name="public_id",
        empty_label="Select one",
    )
    percentage = forms.DecimalField(
        label="Its part of every review’s cost, in %",
        min_value=Decimal("0.1"),
        max_value=Decimal(100),
        max_digits=4,
        decimal_places=1,
        help_text="To a tenth, for example 33.3.",
    )
    source = forms.CharField(
        label="Source",
        required=False,
        max_length=200,
        help_text="Where it was agreed. Kept for the record and not published.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        mine = AgencyMembership.objects.values("organisation_id")
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=mine).order_by("name", "pk")
        field.label_from_instance = lambda row: row.name

    def facts(self) -> dict[str, Any]:
        """Return what was entered, in thousandths."""
        data = self.cleaned_data
        return {
            "organisation": data["organisation"],
            "thousandths": int(data["percentage"] * 10),
            "source": data["source"],
        }
