"""The register of reviewers, and one reviewer's work on one review."""

from collections.abc import Iterable
from typing import Any

from django import forms

from krscp_portal.foundation.forms import GovukDateField, GovukForm, GovukRadios, Section
from partnerships.paper_field import PaperField
from reviews.competence import POINTS
from reviews.enums import CheckAnswer
from reviews.forms.steps import prose
from reviews.forms.terms import in_pence, pounds
from reviews.forms.wording import NO_NAMES
from reviews.models import CommissionCheck, Reviewer
from reviews.services.commissioning import PointFacts
from reviews.services.reviewers import ReviewerFacts

NOTHING, SOMETHING = "nothing", "something"


class ReviewerForm(GovukForm):
    """Somebody who may be commissioned."""

    name = forms.CharField(
        label="Name", max_length=120, help_text="Reviewers are named to the Panel and in reports."
    )
    organisation = forms.CharField(label="Organisation", max_length=160, required=False)
    email = forms.EmailField(label="E-mail address at work", required=False)
    experience = prose(
        "What have they done?", rows=4, required=False, help_text="Reviews, fields, training."
    )

    def facts(self) -> ReviewerFacts:
        """Return what was typed as the service takes it."""
        return ReviewerFacts(**self.cleaned_data)


class CommissionForm(GovukForm):
    """Who is commissioned, and for what fee."""

    reviewer = forms.ModelChoiceField(
        Reviewer.objects.none(),
        label="Which reviewer?",
        to_field_name="public_id",
        empty_label="Select one",
    )
    fee = pounds("Fee", help_text="In pounds, for example 4500.00. Leave it empty if it is open.")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["reviewer"]
        field.queryset = Reviewer.objects.current().order_by("name", "pk")
        field.label_from_instance = lambda row: ", ".join(
            filter(None, [row.name, row.organisation])
        )

    def facts(self) -> dict[str, Any]:
        """Return what was typed as the service takes it."""
        said = self.cleaned_data
        return {"reviewer": said["reviewer"], "fee_pence": in_pence(said["fee"])}


class CompetenceForm(GovukForm):
    """The points of competence, each met or not, with how that is known. Any may wait."""

    sections = tuple(
        Section(point.name, (f"{point.key}_answer", f"{point.key}_note"), point.looks_for)
        for point in POINTS
    )

    def __init__(self, *args: Any, checks: Iterable[CommissionCheck], **options: Any) -> None:
        before = {check.criterion: check for check in checks}
        first = {f"{key}_answer": check.answer for key, check in before.items()}
        first |= {f"{key}_note": check.note for key, check in before.items()}
        super().__init__(*args, initial=first, **options)
        for point in POINTS:
            self.fields[f"{point.key}_answer"] = forms.ChoiceField(
                label=f"{point.name}: is it met?",
                choices=CheckAnswer.choices,
                widget=GovukRadios,
                required=False,
            )
            self.fields[f"{point.key}_note"] = forms.CharField(
                label=f"{point.name}: how is it known?", max_length=300, required=False
            )

    def points(self) -> list[PointFacts]:
        """Return the points that were answered."""
        said = self.cleaned_data
        return [
            PointFacts(
                criterion=point.key,
                answer=said[f"{point.key}_answer"],
                note=said[f"{point.key}_note"],
            )
            for point in POINTS
            if said[f"{point.key}_answer"]
        ]


class ConflictForm(GovukForm):
    """What a reviewer declared."""

    answer = forms.ChoiceField(
        label="What did the reviewer declare?",
        choices=[
            (NOTHING, "Nothing: no real or perceived conflict of interest"),
            (SOMETHING, "Something that is or may look like a conflict"),
        ],
        widget=GovukRadios,
    )
    conflict = prose("What is it?", rows=3, required=False)
    declared_on = GovukDateField(label="On which day?", subject="The day")

    def clean(self) -> dict[str, Any]:
        """Ask for the words where something was declared."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("answer") == SOMETHING and not said.get("conflict"):
            self.add_error("conflict", "Say what was declared.")
        return said

    def facts(self) -> dict[str, Any]:
        """Return what was declared; no words where it was nothing."""
        said = self.cleaned_data
        words = said["conflict"] if said["answer"] == SOMETHING else ""
        return {"declared_on": said["declared_on"], "conflict": words}


class ConflictAnswerForm(GovukForm):
    """How a declared conflict is dealt with."""

    answer = prose("How is it dealt with?", rows=4)


class ContractForm(GovukForm):
    """The contract with a reviewer."""

    paper = PaperField(label="The contract")


class EndForm(GovukForm):
    """Why a commission ends."""

    reason = forms.CharField(label="Why does it end?", max_length=300, help_text=NO_NAMES)
