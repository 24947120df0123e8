"""Forms of outcomes, indicators, figures and reviews of priorities."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.enums import Polarity, Rag
from governance.forms.fields import DayField, RowField, dated, offer, source_field, words
from governance.models import Meeting
from governance.services.priorities import IndicatorFacts, ReviewFacts
from krscp_portal.foundation.forms import GovukForm, GovukRadios
from partnerships.models import Area, Seat


def seat_name(seat: Seat) -> str:
    """Return a seat with its organisation, as lists of seats call it."""
    return f"{seat.title} ({seat.organisation.name})" if seat.organisation else seat.title


def figure(label: str, **options: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=12, decimal_places=2, **options)


class OutcomeForm(GovukForm):
    statement = words(
        "What is to be different for children?",
        required=True,
        hint="A result and not an activity, such as “Neglect is noticed before a child starts "
        "school”.",
    )
    source = source_field()


class IndicatorForm(GovukForm):
    name = forms.CharField(label="What is counted", max_length=200)
    definition = words("How it is counted", hint="So that next year’s figure means the same.")
    unit = forms.CharField(
        label="Unit", max_length=40, required=False, help_text="For example, % or children."
    )
    polarity = forms.ChoiceField(
        label="Which way should it go?", choices=Polarity.choices, widget=GovukRadios()
    )
    area = RowField(label="Area", required=False, empty_label="All of the partnership")
    baseline = figure("Where it began", required=False)
    target = figure("Where it is to be", required=False)
    owner = RowField(label="Who brings the figure?", required=False, empty_label="Nobody yet")
    note = words("Note")
    source = source_field()

    def __init__(
        self, *args: Any, areas: QuerySet[Area], seats: QuerySet[Seat], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offer(self, "area", areas)
        offer(self, "owner", seats, label=seat_name)

    def facts(self) -> IndicatorFacts:
        """Return what was entered."""
        return IndicatorFacts(**self.cleaned_data)


class ReadingForm(GovukForm):
    period_end = DayField(
        label="Last day of the period", help_text="For example, 31 March 2026 for that quarter."
    )
    value = figure("Figure")
    note = forms.CharField(label="Note", max_length=200, required=False)

    def __init__(self, *args: Any, keeps_period: bool = False, **options: Any) -> None:
        """Ask for a figure; one that is corrected keeps its period."""
        super().__init__(*args, **options)
        if keeps_period:
            del self.fields["period_end"]


class ReviewForm(GovukForm):
    reviewed_on = DayField(label="Reviewed on")
    meeting = RowField(label="At which meeting?", required=False, empty_label="At none")
    rag = forms.ChoiceField(
        label="How does the priority stand?", choices=Rag.choices, widget=GovukRadios()
    )
    what_changed = words(
        "What is different for children, and how is that known?",
        required=True,
        hint="Say so if nothing is different yet.",
    )
    what_next = words("What follows", required=True)

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "meeting", meetings, label=dated)

    def facts(self) -> ReviewFacts:
        """Return what was entered."""
        return ReviewFacts(**self.cleaned_data)
