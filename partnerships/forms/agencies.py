"""Agencies, and the partnership's own details."""

from typing import Any, ClassVar

from django import forms

from krscp_portal.foundation.forms import GovukForm, GovukRadios, Section
from partnerships.enums import AgencyBasis, OrganisationKind
from partnerships.forms.fields import DayField, RowField, offer_rows, prose
from partnerships.models import Area, Organisation
from partnerships.services.agencies import AgencyFacts, NewOrganisation
from partnerships.services.details import ChairRuleFacts, DetailFacts

UNLESS_ENDED = "Leave empty while it lasts."


class AgencyForm(GovukForm):
    """An agency that is there already: its organisation stays, the rest may change."""

    basis = forms.ChoiceField(label="Basis", choices=AgencyBasis.choices, widget=GovukRadios)
    heading = forms.CharField(
        label="Heading in the published list",
        max_length=80,
        required=False,
        help_text="For example: Health, or Education.",
    )
    why = prose("Why it takes part", required=False)
    expected = prose("What is expected of it", required=False)
    from_on = DayField(label="First day", required=False)
    to_on = DayField(label="Last day", required=False, help_text=UNLESS_ENDED)

    def facts(self, *, organisation: Organisation, source: str = "") -> AgencyFacts:
        """Return what was entered, about the organisation."""
        return AgencyFacts(organisation=organisation, source=source, **self.cleaned_data)


class AddAgencyForm(AgencyForm):
    """A new agency: chosen from the shared directory, or new to it."""

    sections: ClassVar = (
        Section("Organisation", ("organisation", "new_name", "new_kind")),
        Section(
            "Its part in this partnership",
            ("basis", "heading", "why", "expected", "from_on", "to_on"),
        ),
    )
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
        offer_rows(self, "organisation", Organisation.objects.order_by("name"))

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
        data = dict(self.cleaned_data)
        chosen, name, kind = (data.pop(key) for key in ("organisation", "new_name", "new_kind"))
        return AgencyFacts(organisation=chosen or NewOrganisation(name, kind), **data)


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


class ChairRuleForm(GovukForm):
    body = forms.CharField(
        label="Body", max_length=120, help_text="For example: the executive group."
    )
    chosen_from = prose("Who may be chosen, and by whom")
    minimum_months = forms.IntegerField(
        label="Shortest term in months", min_value=1, max_value=120, required=False
    )
    review = prose("When the choice is looked at again", required=False, limit=500, rows=2)
    note = prose("Note", required=False, limit=1000)

    def facts(self, *, source: str = "") -> ChairRuleFacts:
        """Return what was entered."""
        return ChairRuleFacts(**self.cleaned_data, source=source)
