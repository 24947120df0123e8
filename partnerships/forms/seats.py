"""Seats and appointments."""

from typing import Any, ClassVar
from uuid import UUID

from django import forms

from krscp_portal.foundation.forms import GovukForm, GovukRadios, Section
from partnerships.enums import AppointmentKind, PartnerKind, SeatRole
from partnerships.forms.fields import DayField, RowField, offer, offer_rows, prose
from partnerships.models import Area, Organisation, Person, User
from partnerships.services.seats import AppointmentFacts, NewPerson, SeatFacts


class SeatForm(GovukForm):
    role = forms.ChoiceField(label="Role", choices=[("", "Select one"), *SeatRole.choices])
    title = forms.CharField(
        label="Post", max_length=160, help_text="The post that fills the seat, not a person’s name."
    )
    organisation = RowField(Organisation.objects.none(), label="Organisation", required=False)
    speaks_for = forms.ChoiceField(
        label="Safeguarding partner",
        choices=[("", "None"), *PartnerKind.choices],
        required=False,
        help_text="Which of the three partners the seat speaks for.",
    )
    area = RowField(
        Area.objects.none(),
        label="Area",
        required=False,
        empty_label="The whole partnership",
        help_text="Only where the seat belongs to one of several areas.",
    )
    votes = forms.BooleanField(label="Has a vote", required=False)
    note = prose("Note", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_rows(self, "organisation", Organisation.objects.order_by("name"))
        offer_rows(self, "area", Area.objects.order_by("name"))

    def facts(self, *, source: str = "") -> SeatFacts:
        """Return what was entered; `source` is what the seat's row cites already."""
        return SeatFacts(**self.cleaned_data, source=source)


class CloseSeatForm(GovukForm):
    closed_on = DayField(label="First day without this seat")


class AppointForm(GovukForm):
    sections: ClassVar = (
        Section("Who", ("who", "new_name", "name_published")),
        Section("How and when", ("kind", "starts_on", "ends_on", "note")),
    )
    who = forms.ChoiceField(label="Person", required=False)
    new_name = forms.CharField(
        label="Somebody who is not on the list",
        max_length=120,
        required=False,
        help_text="Their full name. An account is a different thing: invite them for that.",
    )
    name_published = forms.BooleanField(
        label="They agree that their name is published",
        required=False,
        help_text="For somebody new. Without it, public pages name the post alone.",
    )
    kind = forms.ChoiceField(
        label="Appointment",
        choices=AppointmentKind.choices,
        initial=AppointmentKind.SUBSTANTIVE,
        widget=GovukRadios(
            hints={
                AppointmentKind.SUBSTANTIVE: "One person at a time.",
                AppointmentKind.ACTING: "Until the seat is filled.",
                AppointmentKind.DEPUTY: "Stands in with an agreed mandate.",
            }
        ),
    )
    starts_on = DayField(label="First day")
    ends_on = DayField(
        label="Last day", required=False, help_text="Leave empty if no end has been agreed."
    )
    note = forms.CharField(label="Note", max_length=200, required=False)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "who", [("", "Select one"), *people])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        chosen, new = data.get("who"), data.get("new_name", "").strip()
        if "who" in data and chosen and new:
            self.add_error("who", "Choose a person or enter a name, not both")
        elif "who" in data and not chosen and not new:
            self.add_error("who", "Choose a person, or enter the name of somebody new")
        return data

    def facts(self) -> AppointmentFacts:
        """Return what was entered."""
        data = self.cleaned_data
        return AppointmentFacts(
            person=self._person(),
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            kind=data["kind"],
            note=data["note"],
        )

    def _person(self) -> Person | NewPerson:
        kind, _, code = self.cleaned_data["who"].partition(":")
        published = self.cleaned_data["name_published"]
        match kind:
            case "person":
                return Person.objects.get(public_id=UUID(code))
            case "user":
                user = User.objects.get(public_id=UUID(code))
                return NewPerson(user.display_name, user=user, name_published=published)
            case _:
                return NewPerson(self.cleaned_data["new_name"], name_published=published)


class EndAppointmentForm(GovukForm):
    last_day = DayField(label="Last day")
