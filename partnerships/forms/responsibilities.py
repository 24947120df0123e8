"""The table of delegated responsibilities and its yearly review."""

from typing import Any

from django import forms

from krscp_portal.foundation.forms import GovukForm
from partnerships.forms.fields import DayField, RowField, offer_rows, prose
from partnerships.models import Seat
from partnerships.services.responsibilities import ResponsibilityFacts, TableReviewFacts


class ResponsibilityForm(GovukForm):
    what = prose("Task or responsibility", limit=500, rows=2)
    led_by = forms.CharField(
        label="Who leads on it",
        max_length=200,
        required=False,
        help_text="A group, an agency or a post. A seat that you choose below can stand alone.",
    )
    seat = RowField(
        Seat.objects.none(),
        label="Seat that leads on it",
        required=False,
        empty_label="No seat",
        help_text="The table then shows who holds it.",
    )
    how = prose("How it is done and reported", required=False, limit=1000, rows=3)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_rows(self, "seat", Seat.objects.filter(closed_on=None).order_by("title", "pk"))

    def facts(self, *, source: str = "") -> ResponsibilityFacts:
        """Return what was entered."""
        return ResponsibilityFacts(**self.cleaned_data, source=source)


class TableReviewForm(GovukForm):
    reviewed_on = DayField(label="Reviewed on")
    outcome = prose("What was found, and what changes")
    next_on = DayField(
        label="Next review", required=False, help_text="A year later unless you say otherwise."
    )

    def facts(self) -> TableReviewFacts:
        """Return what was entered."""
        return TableReviewFacts(**self.cleaned_data)
