"""Who may see a case, and finding one."""

from collections.abc import Iterable
from typing import Any

from django import forms

from krscp_portal.foundation.forms import GovukForm, GovukRadios
from partnerships.models import User
from reviews.selectors.cases import OPEN, WHICH


class SearchForm(GovukForm):
    """What the list shows. An address that somebody changed by hand shows the open cases."""

    which = forms.ChoiceField(
        label="Show", choices=list(WHICH.items()), required=False, widget=GovukRadios
    )
    q = forms.CharField(label="Reference", max_length=40, required=False)

    def asked(self) -> tuple[str, str]:
        """Return which cases and what part of a reference; refusals fall back to the usual."""
        self.is_valid()
        said = self.cleaned_data
        return said.get("which") or OPEN, said.get("q") or ""


class NameForm(GovukForm):
    """Somebody to be named on a case."""

    person = forms.ChoiceField(
        label="Who may see this case?",
        help_text="They see this case and no other by it. They are told, and it is recorded.",
    )

    def __init__(self, *args: Any, people: Iterable[tuple[User, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(person.public_id): person for person, _ in people}
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [
            ("", "Choose a person"),
            *(
                (str(person.public_id), f"{person.display_name} ({roles})")
                for person, roles in people
            ),
        ]

    def chosen(self) -> User:
        """Return the person selected."""
        return self.people[self.cleaned_data["person"]]


class RestrictForm(GovukForm):
    """Why a case is restricted."""

    reason = forms.CharField(
        label="Why is it restricted?",
        max_length=300,
        help_text="For example, somebody who works for a partner is concerned in it. No names.",
    )


class EmergencyForm(GovukForm):
    """Opening a restricted case in an emergency."""

    reference = forms.CharField(
        label="Reference of the case",
        max_length=24,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label="What is the emergency?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        help_text="The others on the case and the managers will be told that you opened it. No "
        "names of children or families.",
    )
