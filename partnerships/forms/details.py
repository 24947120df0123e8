"""The partnership's own details and areas."""

from typing import Any

from django import forms

from krscp_portal.foundation.forms import GovukForm
from partnerships.forms.fields import RowField, offer_rows, prose
from partnerships.models import Area
from partnerships.order_rules.terms import EDITIONS
from partnerships.services.details import DetailFacts


class DetailsForm(GovukForm):
    name = forms.CharField(label="Name", max_length=160)
    short_name = forms.CharField(
        label="Short name", max_length=40, help_text="Stands in the bar at the top of each page."
    )
    host = forms.CharField(
        label="Host", max_length=160, required=False, help_text="Who employs the business unit."
    )
    contact_email = forms.EmailField(
        label="Email address for the public", max_length=254, required=False
    )
    data_controller = prose(
        "Who is responsible for the data",
        required=False,
        help_text="Stands on the privacy page, which everybody can read.",
    )
    edition = forms.ChoiceField(
        label="Edition of the guidance",
        choices=[("", "Not recorded"), *EDITIONS.items()],
        required=False,
        help_text="The one that the published arrangements follow.",
    )
    priorities_years = forms.IntegerField(
        label="Years between new priorities", min_value=1, max_value=10, required=False
    )

    def facts(self) -> DetailFacts:
        """Return what was entered."""
        return DetailFacts(**self.cleaned_data)


class AreaForm(GovukForm):
    area = RowField(Area.objects.none(), label="Area")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_rows(self, "area", Area.objects.order_by("name"))
