"""Seats and appointments."""

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from krscp_portal.foundation.context import required_partnership_id
from krscp_portal.foundation.forms import GovukForm, GovukRadios, Section
from partnerships.access import Sight
from partnerships.enums import AppointmentKind, DeputyRule, MembershipCode, PartnerKind, SeatRole
from partnerships.forms.audit import EVERYTHING, FilterBoundField
from partnerships.forms.fields import DayField, RowField, offer, offer_rows, prose
from partnerships.models import Appointment, Area, Organisation, Participation, Person, Seat, User
from partnerships.selectors.seats import (
    CLOSED,
    ENDS_SOON,
    UNRECORDED,
    VACANT,
    SeatFilter,
    organisations_with_seats,
)
from partnerships.services.seats import AppointmentFacts, NewPerson, SeatFacts

PHONE = r"\+?[0-9()\s.-]{6,}(\s?(x|ext\.?|extension)\s?[0-9]{1,6})?"


class SeatForm(GovukForm):
    sections: ClassVar = (
        Section("The post", ("role", "title", "organisation", "area", "on_behalf_of")),
        Section(
            "What it stands for",
            ("speaks_for", "membership_code", "votes", "speaks_for_sector", "deputies"),
        ),
        Section(
            "How it is filled and reached",
            ("appointer", "contact_email", "contact_phone", "note"),
            hint="Of the post, never of the person in it.",
        ),
    )
    role = forms.ChoiceField(label="Role", choices=[("", "Select one"), *SeatRole.choices])
    title = forms.CharField(
        label="Post", max_length=160, help_text="The post that fills the seat, not a person’s name."
    )
    organisation = RowField(Organisation.objects.none(), label="Organisation", required=False)
    area = RowField(
        Area.objects.none(),
        label="Area",
        required=False,
        empty_label="The whole partnership",
        help_text="Only where the seat belongs to one of several areas.",
    )
    on_behalf_of = RowField(
        Participation.objects.none(),
        label="On behalf of",
        required=False,
        empty_label="All of them",
        help_text="Which of the partnerships that share this body the seat belongs to.",
    )
    speaks_for = forms.ChoiceField(
        label="Safeguarding partner",
        choices=[("", "None"), *PartnerKind.choices],
        required=False,
        help_text="Which of the three partners the seat speaks for.",
    )
    membership_code = forms.ChoiceField(
        label="Membership code",
        choices=[
            ("", "None"),
            *((code, f"{code}: {name}") for code, name in MembershipCode.choices),
        ],
        required=False,
    )
    votes = forms.BooleanField(label="Has a vote", required=False)
    speaks_for_sector = forms.BooleanField(
        label="Speaks for a sector",
        required=False,
        help_text="A general view for many bodies. It binds none of them and has no deputy.",
    )
    deputies = forms.ChoiceField(
        label="Deputies", choices=DeputyRule.choices, initial=DeputyRule.NOT_STATED
    )
    appointer = forms.CharField(
        label="Who fills the seat", max_length=200, required=False, help_text="A post or a body."
    )
    contact_email = forms.EmailField(label="E-mail of the post", required=False)
    contact_phone = forms.RegexField(
        PHONE,
        label="Phone of the post",
        max_length=40,
        required=False,
        error_messages={"invalid": "Enter a phone number, like 01632 960 001"},
    )
    note = prose("Note", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_rows(self, "organisation", Organisation.objects.order_by("name"))
        offer_rows(self, "area", Area.objects.order_by("name"))
        sharing = Participation.objects.filter(body_id=required_partnership_id()).order_by("name")
        if sharing:
            offer_rows(self, "on_behalf_of", sharing)
        else:
            del self.fields["on_behalf_of"]

    def facts(self, *, of: Seat | None = None) -> SeatFacts:
        """Return what was entered; `of` is the seat whose other facts stay as they are."""
        kept = {"source": of.source, "on_behalf_of": of.on_behalf_of} if of else {}
        return SeatFacts(**{**kept, **self.cleaned_data})


class SeatFilterForm(GovukForm):
    """What to list. A form of GET: nothing is required, and nonsense asks for everything."""

    bound_field_class = FilterBoundField
    role = forms.ChoiceField(label="Role", choices=[EVERYTHING, *SeatRole.choices], required=False)
    organisation = forms.ChoiceField(label="Organisation", required=False)
    state = forms.ChoiceField(
        label="Show",
        choices=[
            ("", "All open seats"),
            (VACANT, "Vacant seats"),
            (UNRECORDED, "Seats with no holder recorded"),
            (ENDS_SOON, "Appointments that end within 60 days"),
            (CLOSED, "Closed seats"),
        ],
        required=False,
    )

    def __init__(self, *args: Any, sight: Sight | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "organisation", [EVERYTHING, *organisations_with_seats(sight=sight)])

    def wanted(self) -> SeatFilter:
        """Return what was asked for; with anything wrong in it, everything."""
        return SeatFilter(**self.cleaned_data) if self.is_valid() else SeatFilter()


class CloseSeatForm(GovukForm):
    closed_on = DayField(label="First day without this seat")


class TermForm(GovukForm):
    """When and how somebody sits in a seat: what an appointment says beside the person."""

    sections: ClassVar[tuple[Section, ...]] = (
        Section("How and when", ("kind", "starts_on", "ends_on", "appointed_by", "note")),
        Section("For a standing deputy", ("mandate", "briefed_on")),
    )
    kind = forms.ChoiceField(
        label="Appointment",
        choices=AppointmentKind.choices,
        initial=AppointmentKind.SUBSTANTIVE,
        widget=GovukRadios(
            hints={
                AppointmentKind.SUBSTANTIVE: "One person at a time.",
                AppointmentKind.ACTING: "While nobody holds the seat.",
                AppointmentKind.DEPUTY: "Stands in with an agreed mandate; one at a time.",
            }
        ),
    )
    starts_on = DayField(label="First day")
    ends_on = DayField(
        label="Last day", required=False, help_text="Leave empty if no end has been agreed."
    )
    appointed_by = forms.CharField(
        label="Appointed by", max_length=160, required=False, help_text="A post or a body."
    )
    note = forms.CharField(label="Note", max_length=200, required=False)
    mandate = prose("Mandate", required=False, help_text="How far they may decide.")
    briefed_on = DayField(label="Briefed on", required=False)

    def facts_for(self, person: Person | NewPerson) -> AppointmentFacts:
        """Return what was entered, for the person."""
        names = ("starts_on", "ends_on", "kind", "note", "appointed_by", "mandate", "briefed_on")
        return AppointmentFacts(person, **{name: self.cleaned_data[name] for name in names})


class AppointForm(TermForm):
    sections: ClassVar = (Section("Who", ("who", "new_name", "name_published")), *TermForm.sections)
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
        return self.facts_for(self._person())

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


class CorrectAppointmentForm(TermForm):
    """The same, for an appointment that is on record; the person stays."""

    @staticmethod
    def initial_of(appointment: Appointment) -> Mapping[str, Any]:
        """Return what stands on record."""
        names = ("kind", "appointed_by", "note", "mandate", "briefed_on")
        days = {"starts_on": appointment.first_day, "ends_on": appointment.last_day}
        return {name: getattr(appointment, name) for name in names} | days


class EndAppointmentForm(GovukForm):
    last_day = DayField(label="Last day")
