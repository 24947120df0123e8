"""The shared directory: what to look for in it, and what stands in one entry."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from krscp_portal.foundation.forms import GovukBoundField, GovukCheckboxes, GovukForm, Section
from partnerships import selectors
from partnerships.enums import OrganisationKind
from partnerships.forms.fields import DayField, RowField, offer_rows
from partnerships.models import Area, Organisation
from partnerships.schedule import ENTRIES
from partnerships.selectors.directory import named
from partnerships.services.directory import OrganisationFacts

HINTS = {each.key: f"{each.place}. {each.checked}." for each in ENTRIES.values()}


class FilterBoundField(GovukBoundField):
    """A field of a filter: nothing is asked of anybody, so "(optional)" says nothing."""

    is_optional = False


class DirectoryFilterForm(GovukForm):
    bound_field_class = FilterBoundField
    name = forms.CharField(
        label="Name", max_length=160, required=False, help_text="Present, former or short."
    )
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "All"), *OrganisationKind.choices], required=False
    )
    here = forms.BooleanField(label="Takes part in this partnership", required=False)

    def wanted(self) -> selectors.DirectoryFilter:
        """Return what was asked for; with anything wrong in it, everything."""
        if not self.is_valid():
            return selectors.DirectoryFilter()
        data = self.cleaned_data
        return selectors.DirectoryFilter(data["name"].strip(), data["kind"], data["here"])


class PassOnForm(GovukForm):
    to = forms.CharField(
        label="Name of the partnership",
        max_length=160,
        help_text="In full or short, as on its public pages. The body must take part or have a "
        "seat there. From then on that partnership changes the entry, and this one does not.",
    )


class BodyField(forms.CharField):
    """A body of the directory, typed by one of its names: a list of thousands helps nobody."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 160)
        options.setdefault("required", False)
        super().__init__(**options)

    def clean(self, value: Any) -> Organisation | None:
        """Return the body of this name. Refuses a name that nobody has, or that several share."""
        typed = super().clean(value)
        if not typed:
            return None
        found = named(typed)
        if not found:
            raise ValidationError(
                f"The directory has no body called “{typed}”. Add it first, or correct the name"
            )
        if len(found) > 1:
            raise ValidationError(f"Several bodies are known as “{typed}”. Enter the full name")
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Organisation) else value


class OrganisationForm(GovukForm):
    sections: ClassVar = (
        Section("The body", ("name", "kind", "is_sector", "part_of")),
        Section("If it is no more", ("ended_on", "succeeded_by")),
        Section(
            "The Schedule of relevant agencies",
            ("schedule",),
            "Partners may choose a relevant agency from the kinds of body in the Schedule to the "
            "2018 Regulations. This is not legal advice: where an entry says “not checked”, read "
            "the regulations before you rely on it.",
        ),
    )
    already: Organisation | None = None  # what the directory has instead; the page links to it

    name = forms.CharField(label="Name", max_length=160)
    kind = forms.ChoiceField(
        label="Kind of organisation", choices=[("", "Select one"), *OrganisationKind.choices]
    )
    is_sector = forms.BooleanField(
        label="It stands for many small bodies",
        required=False,
        help_text="For example: the primary schools of a borough.",
    )
    part_of = BodyField(
        label="Part of", help_text="For a service: the name of the body that it belongs to."
    )
    ended_on = DayField(label="Its last day", required=False)
    succeeded_by = BodyField(label="Who took over", help_text="The name of that body.")
    schedule = forms.MultipleChoiceField(
        label="Entries that fit it",
        choices=[(each.key, each.text) for each in ENTRIES.values()],
        widget=GovukCheckboxes(hints=HINTS),
        required=False,
    )

    def facts(self) -> OrganisationFacts:
        """Return what was entered."""
        return OrganisationFacts(**self.cleaned_data)


class AliasForm(GovukForm):
    already: Organisation | None = None
    name = forms.CharField(label="Name", max_length=160)
    reason = forms.CharField(
        label="What kind of name it is",
        max_length=200,
        required=False,
        help_text="For example: short form, or the name until July 2022.",
    )


class FootprintForm(GovukForm):
    area = RowField(Area.objects.none(), label="Area")
    unit = forms.CharField(
        label="Unit that serves it",
        max_length=120,
        required=False,
        help_text="Where one part of the body does: a basic command unit, a place team.",
    )
    source = forms.CharField(label="Where this is stated", max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_rows(self, "area", Area.objects.order_by("name"))
