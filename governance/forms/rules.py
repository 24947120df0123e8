"""Forms of the partnership's own rules: they parse and explain; the services decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from governance.enums import DisputeLevel
from governance.forms.fields import RowField, group, offer, source_field, words
from governance.forms.priorities import seat_name
from governance.models import CycleEntry, DisputeStep, Group, Priority, RuleRow
from governance.models.rules import MONTHS
from governance.selectors.boards import areas_to_choose
from governance.selectors.workplans import seats_to_own
from krscp_portal.foundation.forms import GovukForm, GovukRadios

FIRST_YEAR, LAST_YEAR = 2000, 2100


class StepForm(GovukForm):
    level = forms.ChoiceField(
        label="Between whom?", choices=DisputeLevel.choices, widget=GovukRadios()
    )
    order = forms.IntegerField(label="Place in the ladder", min_value=1, max_value=99)
    stage = forms.CharField(
        label="Published numbering",
        max_length=40,
        required=False,
        help_text="Only where the published document numbers it another way.",
    )
    who = forms.CharField(label="Who", max_length=200)
    what = words("What happens", required=True)
    sequential = forms.BooleanField(
        label="It always follows the step before", required=False, initial=True
    )
    note = words("Note")
    source = source_field()


class CycleForm(GovukForm):
    month = forms.TypedChoiceField(
        label="Month",
        choices=[("", "Any time of the year"), *enumerate(MONTHS, 1)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    what = forms.CharField(label="What happens", max_length=240)
    group = group("Group", empty_label="No one group")
    times_a_year = forms.IntegerField(
        label="Times a year", min_value=1, max_value=99, required=False
    )
    every_weeks = forms.IntegerField(
        label="Or every so many weeks", min_value=1, max_value=52, required=False
    )
    note = words("Note")
    source = source_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["group"].queryset = Group.objects.current().order_by("name")  # type: ignore[attr-defined]


class PriorityForm(GovukForm):
    title = forms.CharField(label="Priority", max_length=200)
    summary = words("What it is about")
    lead = RowField(
        label="Who leads on it?",
        required=False,
        empty_label="Nobody yet",
        help_text="A post, whoever holds it.",
    )
    area = RowField(label="Area", required=False, empty_label="All of the partnership")
    from_year = forms.IntegerField(
        label="First year", min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )
    to_year = forms.IntegerField(
        label="Last year", min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )
    order = forms.IntegerField(
        label="Place among the priorities", min_value=0, max_value=99, required=False
    )
    note = words("Note")
    source = source_field()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "lead", seats_to_own(), label=seat_name)
        offer(self, "area", areas_to_choose())

    def clean_order(self) -> int:
        """Return the place; one that is not named comes first."""
        return self.cleaned_data["order"] or 0


@dataclass(frozen=True)
class RuleKind:
    """One kind of rule row: its model, its form, and what pages call it."""

    model: type[RuleRow]
    form: type[GovukForm]
    one: str


RULES: Mapping[str, RuleKind] = {
    "steps": RuleKind(DisputeStep, StepForm, "step of the dispute ladder"),
    "cycle": RuleKind(CycleEntry, CycleForm, "entry of the yearly cycle"),
    "priorities": RuleKind(Priority, PriorityForm, "priority"),
}
