"""Inviting people, giving and ending roles, joining."""

from datetime import date
from typing import Any

from django import forms

from krscp_portal.foundation.forms import GovukForm, GovukRadios
from partnerships.forms.fields import DayField
from partnerships.roles import ROLES

ROLE_CHOICES = [(role.code, role.name) for role in ROLES.values()]
ROLE_HINTS = {role.code: role.description for role in ROLES.values()}
AT_ONCE, AFTER = "now", "after"


def role_field() -> forms.ChoiceField:
    """Return the choice of a role, each with what it may do."""
    return forms.ChoiceField(
        label="Role", choices=ROLE_CHOICES, widget=GovukRadios(hints=ROLE_HINTS)
    )


class InviteForm(GovukForm):
    email = forms.EmailField(label="Email address", max_length=254)
    display_name = forms.CharField(
        label="Name or post", max_length=120, help_text="How the portal shows who did something."
    )
    role = role_field()


class GiveRoleForm(GovukForm):
    role = role_field()
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
