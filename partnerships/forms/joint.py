"""Who shares a joint body."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from krscp_portal.foundation.forms import GovukForm
from partnerships.forms.fields import DayField, RowField, offer_rows
from partnerships.models import Partnership


class ParticipationForm(GovukForm):
    participant = RowField(
        Partnership.objects.none(),
        label="Partnership",
        required=False,
        empty_label="One that does not use the portal",
    )
    name = forms.CharField(
        label="Name of one that does not use the portal", max_length=160, required=False
    )
    from_on = DayField(
        label="First day", required=False, help_text="Leave empty where it is not known."
    )
    source = forms.CharField(
        label="Source",
        max_length=200,
        required=False,
        help_text="Where it is written down. Kept for the record and not published.",
    )

    def __init__(self, *args: Any, partnerships: QuerySet[Partnership], **options: Any) -> None:
        super().__init__(*args, **options)
        offer_rows(self, "participant", partnerships)
        field: Any = self.fields["participant"]
        field.label_from_instance = lambda each: each.name


class EndParticipationForm(GovukForm):
    to_on = DayField(label="Last day")
