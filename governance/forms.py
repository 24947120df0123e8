"""Forms of groups and rules: they parse and explain; the services decide."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.enums import DeputiesCount, DisputeLevel, GroupKind
from governance.models import CycleEntry, DisputeStep, Group, LinkedBoard, Priority, RuleRow
from governance.models.rules import MONTHS
from krscp_portal.foundation.forms import GovukCheckboxes, GovukForm, GovukRadios
from partnerships.enums import PartnerKind

FIRST_YEAR, LAST_YEAR = 2000, 2100


def _words(label: str, *, required: bool = False, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _group(label: str, **options: Any) -> "forms.ModelChoiceField[Group]":
    return forms.ModelChoiceField(
        Group.objects.none(), label=label, required=False, to_field_name="public_id", **options
    )


def _source() -> forms.CharField:
    return forms.CharField(
        label="Source",
        required=False,
        max_length=200,
        help_text="Where it is written down. Kept for the record and not published.",
    )


class GroupForm(GovukForm):
    name = forms.CharField(label="Name", max_length=160)
    short_name = forms.CharField(label="Short name", max_length=40, required=False)
    key = forms.SlugField(
        label="Key", max_length=80, help_text="A short word for it in lists, such as “board”."
    )
    kind = forms.ChoiceField(label="Kind of group", choices=GroupKind.choices, widget=GovukRadios())
    purpose = _words("What it is for")
    chair_note = _words("Chair", hint="How its chair is found. Never a person’s name.")
    meets = forms.CharField(
        label="When it meets", max_length=200, required=False, help_text="For example, quarterly."
    )
    reports_to = _group("Reports to", empty_label="No other group")
    shared_with = forms.CharField(
        label="Shared with",
        max_length=120,
        required=False,
        help_text="Another area that shares the group.",
    )
    note = _words("Note")
    source = _source()

    def __init__(self, *args: Any, parents: QuerySet[Group], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reports_to"].queryset = parents  # type: ignore[attr-defined]


class QuorumForm(GovukForm):
    minimum_partners = forms.TypedChoiceField(
        label="How many of the three safeguarding partners must be present?",
        choices=[("", "No quorum is stated"), ("1", "One"), ("2", "Two"), ("3", "All three")],
        coerce=int,
        empty_value=None,
        required=False,
        widget=GovukRadios(),
    )
    required_kinds = forms.MultipleChoiceField(
        label="Who must always be among them?",
        choices=PartnerKind.choices,
        required=False,
        widget=GovukCheckboxes(),
    )
    deputies_count = forms.ChoiceField(
        label="Do deputies count?", choices=DeputiesCount.choices, widget=GovukRadios()
    )
    text = _words("The rule as published", hint="Quoted in the published arrangements.")
    note = _words("Note")
    source = _source()

    def clean(self) -> dict[str, Any]:
        """Ask for a number where a partner is named, because a quorum of nobody is none."""
        facts = super().clean() or {}
        if facts.get("required_kinds") and not facts.get("minimum_partners"):
            self.add_error("minimum_partners", "Select how many partners must be present.")
        facts["stated"] = facts.get("minimum_partners") is not None
        return facts


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
    what = _words("What happens", required=True)
    sequential = forms.BooleanField(
        label="It always follows the step before", required=False, initial=True
    )
    note = _words("Note")
    source = _source()


class CycleForm(GovukForm):
    month = forms.TypedChoiceField(
        label="Month",
        choices=[("", "Any time of the year"), *enumerate(MONTHS, 1)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    what = forms.CharField(label="What happens", max_length=240)
    group = _group("Group", empty_label="No one group")
    times_a_year = forms.IntegerField(
        label="Times a year", min_value=1, max_value=99, required=False
    )
    every_weeks = forms.IntegerField(
        label="Or every so many weeks", min_value=1, max_value=52, required=False
    )
    note = _words("Note")
    source = _source()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["group"].queryset = Group.objects.current().order_by("name")  # type: ignore[attr-defined]


class BoardForm(GovukForm):
    name = forms.CharField(label="Name", max_length=160)
    key = forms.SlugField(
        label="Key", max_length=80, help_text="A short word for it in lists, such as “hwb”."
    )
    shared_with = forms.CharField(label="Shared with", max_length=120, required=False)
    note = _words("Note")
    source = _source()


class PriorityForm(GovukForm):
    title = forms.CharField(label="Priority", max_length=200)
    from_year = forms.IntegerField(
        label="First year", min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )
    to_year = forms.IntegerField(
        label="Last year", min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False
    )
    note = _words("Note")
    source = _source()


@dataclass(frozen=True)
class RuleKind:
    """One kind of rule row: its model, its form, and what pages call it."""

    model: type[RuleRow]
    form: type[GovukForm]
    one: str


RULES: Mapping[str, RuleKind] = {
    "steps": RuleKind(DisputeStep, StepForm, "step of the dispute ladder"),
    "cycle": RuleKind(CycleEntry, CycleForm, "entry of the yearly cycle"),
    "boards": RuleKind(LinkedBoard, BoardForm, "linked board"),
    "priorities": RuleKind(Priority, PriorityForm, "priority"),
}
