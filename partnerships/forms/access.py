"""Inviting people, giving and ending roles, joining."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from krscp_portal.foundation.forms import GovukForm, GovukRadios, Section
from partnerships import group_names, selectors
from partnerships.enums import SeatRole
from partnerships.forms.fields import DayField, RowField, offer, offer_rows
from partnerships.models import Organisation, Seat
from partnerships.roles import ROLES
from partnerships.services.invitations import Terms
from partnerships.services.roles import Scope

ROLE_CHOICES = [(role.code, role.name) for role in ROLES.values()]
ROLE_HINTS = {role.code: role.description for role in ROLES.values()}
AT_ONCE, AFTER = "now", "after"


def role_field() -> forms.ChoiceField:
    """Return the choice of a role, each with what it may do."""
    return forms.ChoiceField(
        label="Role", choices=ROLE_CHOICES, widget=GovukRadios(hints=ROLE_HINTS)
    )


# The role that whoever fills a seat most likely needs; the form only proposes it.
USUAL_ROLE: dict[str, str] = {
    SeatRole.LSP: "lsp",
    SeatRole.DSP: "dsp",
    SeatRole.SCRUTINEER: "scrutineer",
    SeatRole.YOUNG_SCRUTINEER: "young_scrutineer",
    SeatRole.LAY_MEMBER: "lay_member",
    SeatRole.LEAD_MEMBER: "lead_member",
    SeatRole.MANAGER: "manager",
    SeatRole.BUSINESS_SUPPORT: "business_support",
    SeatRole.SUBGROUP_CHAIR: "group_chair",
    SeatRole.MEMBER: "agency_contact",
}


class ScopedForm(GovukForm):
    """A role with what it may be narrowed to: the service says which role takes which."""

    role = role_field()
    organisation = RowField(
        Organisation.objects.none(),
        label="Agency",
        required=False,
        empty_label="Every agency",
        help_text="Only for an agency contact.",
    )
    group_key = forms.ChoiceField(
        label="Group", required=False, help_text="Only for a group chair: the one they may change."
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        offer_rows(self, "organisation", selectors.agencies_to_narrow_to(on=on))
        groups = list(group_names.current_groups().items())
        offer(self, "group_key", [("", "Every group"), *groups])

    @property
    def scope(self) -> Scope:
        """Return what the role is narrowed to."""
        return Scope(self.cleaned_data["organisation"], self.cleaned_data["group_key"])


class InviteForm(ScopedForm):
    sections: ClassVar = (
        Section("Who", ("email", "display_name")),
        Section("Role", ("role", "organisation", "group_key", "to_on")),
        Section(
            "Seat", ("seat",), "A role is what they may do here. A seat is the post they hold."
        ),
    )
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="Only those who manage access see it. A young scrutineer’s serves to sign in "
        "and for nothing else: the portal sends them no e-mail but this invitation.",
    )
    display_name = forms.CharField(
        label="Name or post", max_length=120, help_text="How the portal shows who did something."
    )
    to_on = DayField(
        label="Last day of the role",
        required=False,
        help_text="Leave empty if no end has been agreed.",
    )
    seat = RowField(
        Seat.objects.none(),
        label="Seat",
        required=False,
        empty_label="No seat",
        help_text="They are appointed on the day they accept. Seats that nobody holds are listed.",
    )

    def __init__(self, *args: Any, on: date, **options: Any) -> None:
        super().__init__(*args, on=on, **options)
        offer_rows(self, "seat", selectors.seats_to_offer(on=on))

    @property
    def terms(self) -> Terms:
        """Return what the offer says beyond the role."""
        return Terms(self.scope, self.cleaned_data["to_on"], self.cleaned_data["seat"])


class GiveRoleForm(ScopedForm):
    from_on = DayField(label="First day")
    to_on = DayField(
        label="Last day", required=False, help_text="Leave empty if no end has been agreed."
    )


class EndRoleForm(GovukForm):
    when = forms.ChoiceField(
        label="When should the role end?",
        choices=[(AT_ONCE, "At once"), (AFTER, "After a day that you name")],
        widget=GovukRadios(
            hints={AT_ONCE: "The person loses the access with their next click."},
        ),
    )
    last_day = DayField(label="Last day", required=False, help_text="If you name one.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("when") == AFTER and "last_day" in data and data["last_day"] is None:
            self.add_error("last_day", "Enter the last day")
        return data

    @property
    def chosen_day(self) -> date | None:
        """Return the last day, or None for an end at once."""
        after = self.cleaned_data["when"] == AFTER
        return self.cleaned_data["last_day"] if after else None


class JoinForm(GovukForm):
    display_name = forms.CharField(
        label="Your name", max_length=120, help_text="How the portal shows what you did."
    )
    password = forms.CharField(
        label="Password",
        max_length=200,
        strip=False,
        help_text="At least 12 characters. Three unrelated words make a good one.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
