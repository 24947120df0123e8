"""Forms of groups, their quorum and their names."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.enums import DeputiesCount, GroupKind
from governance.forms.fields import DayField, group, source_field, words
from governance.models import Group
from krscp_portal.foundation.forms import GovukCheckboxes, GovukForm, GovukRadios
from partnerships.enums import PartnerKind


class GroupForm(GovukForm):
    name = forms.CharField(label="Name", max_length=160)
    short_name = forms.CharField(label="Short name", max_length=40, required=False)
    key = forms.SlugField(
        label="Key", max_length=80, help_text="A short word for it in lists, such as “board”."
    )
    kind = forms.ChoiceField(label="Kind of group", choices=GroupKind.choices, widget=GovukRadios())
    purpose = words("What it is for")
    chair_note = words("Chair", hint="How its chair is found. Never a person’s name.")
    meets = forms.CharField(
        label="When it meets", max_length=200, required=False, help_text="For example, quarterly."
    )
    reports_to = group("Reports to", empty_label="No other group")
    shared_with = forms.CharField(
        label="Shared with",
        max_length=120,
        required=False,
        help_text="Another area that shares the group.",
    )
    formed_on = DayField(label="First day", required=False)
    sunset_on = DayField(
        label="Last day",
        required=False,
        help_text="A task and finish group needs one. To move it later, extend the group.",
    )
    themed = forms.BooleanField(
        label="It is a themed group", required=False, help_text="Set up for one theme for a time."
    )
    agreed_by = forms.CharField(
        label="Which body agreed to it?",
        max_length=160,
        required=False,
        help_text="For example, the executive. Never a person’s name.",
    )
    agreed_on = DayField(label="When did it agree?", required=False)
    note = words("Note")
    source = source_field()

    def __init__(
        self, *args: Any, parents: QuerySet[Group], keeps_key: bool = False, **options: Any
    ) -> None:
        """Offer the groups to report to; a group that exists keeps its key and is not asked for it."""
        super().__init__(*args, **options)
        self.fields["reports_to"].queryset = parents  # type: ignore[attr-defined]
        if keeps_key:
            del self.fields["key"]


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
    text = words("The rule as published", hint="Quoted in the published arrangements.")
    note = words("Note")
    source = source_field()

    def clean(self) -> dict[str, Any]:
        """Ask for a number where a partner is named, because a quorum of nobody is none."""
        facts = super().clean() or {}
        if facts.get("required_kinds") and not facts.get("minimum_partners"):
            self.add_error("minimum_partners", "Select how many partners must be present.")
        facts["stated"] = facts.get("minimum_partners") is not None
        return facts


class AliasForm(GovukForm):
    name = forms.CharField(
        label="Name",
        max_length=160,
        help_text="Public addresses with this name lead to the group.",
    )
    reason = forms.CharField(
        label="Why it was called that",
        max_length=200,
        required=False,
        help_text="For example, name before 2023, or short form.",
    )
    source = source_field()
