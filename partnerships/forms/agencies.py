"""Agencies."""

from typing import Any, ClassVar

from django import forms

from krscp_portal.foundation.forms import GovukCheckboxes, GovukForm, GovukRadios, Section
from partnerships.enums import AgencyBasis, AgencyChoice, Coverage, OrganisationKind, PartnerKind
from partnerships.forms.directory import FilterBoundField
from partnerships.forms.fields import DayField, RowField, offer_rows, prose
from partnerships.models import Area, Organisation, Seat
from partnerships.selectors.agencies import (
    CURRENT,
    ENDED,
    AgencyFilter,
    areas_here,
    organisations_to_add,
)
from partnerships.services.agencies import AgencyFacts, NewOrganisation

UNLESS_ENDED = "Leave empty while it lasts."


TERMS = (
    *("basis", "partner_kind", "chosen", "why", "expected"),
    *("from_on", "to_on"),
)
COVERING = ("covers", "areas", "represented_through")
LISTING = ("listed_as", "heading", "source", "note")


class AgencyFilterForm(GovukForm):
    bound_field_class = FilterBoundField
    basis = forms.ChoiceField(
        label="Basis", choices=[("", "All"), *AgencyBasis.choices], required=False
    )
    covers = forms.ChoiceField(
        label="Kind of work", choices=[("", "All"), *Coverage.choices], required=False
    )
    area = RowField(Area.objects.none(), label="Area", required=False, empty_label="All")
    state = forms.ChoiceField(
        label="When",
        choices=[(CURRENT, "Taking part, or going to"), (ENDED, "Ended")],
        required=False,
    )
    unmatched = forms.BooleanField(
        label="Relevant agencies that match nothing of the Schedule", required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_rows(self, "area", areas_here())

    def wanted(self) -> AgencyFilter:
        """Return what was asked for; with anything wrong in it, everybody of today."""
        return AgencyFilter(**self.cleaned_data) if self.is_valid() else AgencyFilter()


class AgencyForm(GovukForm):
    """An agency that is there already: its organisation stays, the rest may change."""

    sections: ClassVar[tuple[Section, ...]] = (
        Section("Its part in this partnership", TERMS),
        Section("What it covers", COVERING),
        Section("How the record lists it", LISTING),
    )
    basis = forms.ChoiceField(label="Basis", choices=AgencyBasis.choices, widget=GovukRadios)
    partner_kind = forms.ChoiceField(
        label="Which safeguarding partner",
        choices=[("", "None"), *PartnerKind.choices],
        required=False,
        help_text="For a safeguarding partner alone.",
    )
    chosen = forms.ChoiceField(
        label="How it came to take part",
        choices=AgencyChoice.choices,
        initial=AgencyChoice.NOT_STATED,
        required=False,
    )
    why = prose("Why it takes part", required=False)
    expected = prose(
        "What is expected of it",
        required=False,
        help_text="A relevant agency must be told, because the arrangements bind it.",
    )
    from_on = DayField(label="First day", required=False)
    to_on = DayField(label="Last day", required=False, help_text=UNLESS_ENDED)
    covers = forms.MultipleChoiceField(
        label="Kinds of work",
        choices=Coverage.choices,
        widget=GovukCheckboxes,
        required=False,
        help_text="What it can speak for. The coverage page counts these.",
    )
    areas = forms.ModelMultipleChoiceField(
        Area.objects.none(),
        label="Areas",
        to_field_name="public_id",
        widget=GovukCheckboxes,
        required=False,
        help_text="Tick none where it takes part for the whole partnership.",
    )
    represented_through = RowField(
        Seat.objects.none(),
        label="Represented through",
        required=False,
        empty_label="Nobody else’s seat",
        help_text="The seat of a sector’s representative that speaks for it.",
    )
    listed_as = forms.CharField(
        label="Its name in the published list",
        max_length=200,
        required=False,
        help_text="Where the list calls it by another name.",
    )
    heading = forms.CharField(
        label="Heading in the published list",
        max_length=80,
        required=False,
        help_text="For example: Health, or Education.",
    )
    source = forms.CharField(label="Where this is stated", max_length=200, required=False)
    note = prose("Note for those who keep the record", required=False, help_text="Never published.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        seats = Seat.objects.filter(closed_on__isnull=True)
        offer_rows(self, "represented_through", seats.order_by("title", "pk"))
        offer_rows(self, "areas", areas_here())

    def clean_chosen(self) -> str:
        """Take an empty answer for what it says."""
        return self.cleaned_data["chosen"] or AgencyChoice.NOT_STATED

    def facts(self, *, organisation: Organisation | NewOrganisation) -> AgencyFacts:
        """Return what was entered, about the organisation."""
        data = {name: self.cleaned_data[name] for name in (*TERMS, *COVERING, *LISTING)}
        data.pop("areas")
        return AgencyFacts(organisation=organisation, **data)

    def areas_ticked(self) -> list[Area]:
        """Return the areas for which it takes part; none means all."""
        return list(self.cleaned_data["areas"])


class AddAgencyForm(AgencyForm):
    """A new agency: chosen from the shared directory, or new to it."""

    sections: ClassVar = (
        Section("Organisation", ("organisation", "new_name", "new_kind")),
        *AgencyForm.sections,
    )
    already: Organisation | None = None  # what the directory has instead; the page links to it
    organisation = RowField(Organisation.objects.none(), label="From the directory", required=False)
    new_name = forms.CharField(
        label="One that is not in the directory", max_length=160, required=False
    )
    new_kind = forms.ChoiceField(
        label="Kind of organisation",
        choices=[("", "Select one"), *OrganisationKind.choices],
        required=False,
        help_text="For one that is not in the directory.",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_rows(self, "organisation", organisations_to_add())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen, new = data.get("organisation"), data.get("new_name", "").strip()
        if "organisation" in data and bool(chosen) == bool(new):
            self.add_error("organisation", "Choose one organisation, or enter a name")
        if new and not data.get("new_kind"):
            self.add_error("new_kind", "Select a kind of organisation")
        return data

    def new_facts(self) -> AgencyFacts:
        """Return what was entered; the service finds or adds the organisation."""
        data = self.cleaned_data
        new = NewOrganisation(data["new_name"], data["new_kind"])
        return self.facts(organisation=data["organisation"] or new)
