"""Forms of the partnership's own rules: they parse and explain; the services decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from governance.enums import DisputeLevel
from governance.forms.fields import group, source_field, words
from governance.models import CycleEntry, DisputeStep, Group, Priority, RuleRow
from governance.models.rules import MONTHS
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
    from_year = forms.IntegerField(
        label="First year", min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )
    to_year = forms.IntegerField(
        label="Last year", min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )
    note = words("Note")
    source = source_field()


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
