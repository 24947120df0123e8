"""The form of a calendar address."""

from typing import Any

from django import forms

from governance.models import Group
from krscp_portal.foundation.forms import GovukForm, GovukRadios

MINE = "mine"


class FeedForm(GovukForm):
    what = forms.ChoiceField(label="Which meetings?", widget=GovukRadios())
    with_deadlines = forms.BooleanField(
        label="With the deadlines that I may see",
        required=False,
        help_text="Only in your own calendar, and without saying of which case.",
    )

    def __init__(
        self, *args: Any, groups: list[Group], sees_deadlines: bool, **options: Any
    ) -> None:
        """Offer one's own meetings and, to who may read of them, those of each group."""
        super().__init__(*args, **options)
        self.groups = {str(group.public_id): group for group in groups}
        named = [(key, group.name) for key, group in self.groups.items()]
        field: Any = self.fields["what"]
        field.choices = [(MINE, "Those that I am asked to"), *named]
        if not sees_deadlines:
            del self.fields["with_deadlines"]

    @property
    def facts(self) -> dict[str, Any]:
        """Return what was chosen, as the service takes it."""
        return {
            "group": self.groups.get(self.cleaned_data["what"]),
            "with_deadlines": self.cleaned_data.get("with_deadlines", False),
        }
