"""Forms of plans, their lines, the steps on the way, and of how each line stands."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet

from governance import planning
from governance.enums import Rag
from governance.forms.fields import DayField, RowField, offer, source_field, words
from governance.forms.priorities import seat_name
from governance.models import Group, Outcome, PlanItem, Priority, Workplan
from governance.selectors import workplans as plans
from governance.selectors.workplans import UpdateLine
from governance.services.plan_updates import LONGEST, Said
from governance.services.workplans import ItemFacts, MilestoneFacts, PlanFacts
from krscp_portal.foundation.forms import GovukForm
from partnerships.models import Area
from partnerships.paper_field import PaperField

ANSWERS = ((planning.UNCHANGED, "Nothing changed"), *Rag.choices)


class PlanForm(GovukForm):
    group = RowField(
        label="Whose plan is it?", required=False, empty_label="The partnership’s business plan"
    )
    title = forms.CharField(label="Title", max_length=160)
    from_on = DayField(label="First day")
    to_on = DayField(label="Last day")
    note = words("Note")
    source = source_field()

    def __init__(
        self, *args: Any, groups: QuerySet[Group] | None, must_name: bool = False, **options: Any
    ) -> None:
        """Offer the groups; a plan that exists keeps its own. `must_name` leaves no business plan."""
        super().__init__(*args, **options)
        if groups is None:
            del self.fields["group"]
            return
        offer(self, "group", groups)
        if must_name:
            field: Any = self.fields["group"]
            field.required, field.empty_label = True, "Select one"

    def facts(self, *, plan: Workplan | None = None) -> PlanFacts:
        """Return what was entered, of a new plan or of one that exists."""
        data = self.cleaned_data
        return PlanFacts(**{**data, "group": plan.group if plan else data["group"]})


class ItemForm(GovukForm):
    title = forms.CharField(label="What will be done?", max_length=240)
    serves = RowField(
        label="Which line of the business plan does it work for?",
        required=False,
        empty_label="None",
    )
    priority = RowField(
        label="Priority",
        required=False,
        empty_label="None, or that of the line above",
    )
    outcome = RowField(label="Outcome", required=False, empty_label="None")
    owner = RowField(label="Who answers for it?", help_text="A post, whoever holds it.")
    due_on = DayField(label="Done by")
    measure = words("How will you know that it worked?")
    area = RowField(label="Area", required=False, empty_label="All of the partnership")
    note = words("Note")
    source = source_field()

    def __init__(
        self, *args: Any, areas: QuerySet[Area], is_business_plan: bool, **options: Any
    ) -> None:
        """Offer what a line may hang on; a line of the business plan serves no other line."""
        super().__init__(*args, **options)
        offer(self, "priority", plans.priorities_to_serve(), label=_title)
        offer(self, "outcome", plans.outcomes_to_serve(), label=_outcome)
        offer(self, "owner", plans.seats_to_own(), label=seat_name)
        offer(self, "area", areas)
        if is_business_plan:
            del self.fields["serves"]
        else:
            offer(self, "serves", plans.lines_to_serve(), label=_title)

    def facts(self) -> ItemFacts:
        """Return what was entered."""
        return ItemFacts(**self.cleaned_data)


class MilestoneForm(GovukForm):
    title = forms.CharField(label="Step", max_length=200)
    due_on = DayField(label="By")
    done_on = DayField(
        label="Taken on", required=False, help_text="Leave empty until it has been taken."
    )

    def facts(self) -> MilestoneFacts:
        """Return what was entered."""
        return MilestoneFacts(**self.cleaned_data)


class LineForm(GovukForm):
    """How one line stands. A line of which nothing is said is left as it is."""

    answer = forms.ChoiceField(choices=ANSWERS, required=False)
    reason = forms.CharField(label="In one sentence", max_length=LONGEST, required=False)
    paper = PaperField(label="A file", required=False, help_text="")
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean(self) -> dict[str, Any]:
        """Ask how the line stands where something else was said of it."""
        data = super().clean() or {}
        if not data.get("answer") and (data.get("reason") or data.get("paper")):
            self.add_error("answer", "Choose how this line stands.")
        return data


@dataclass(frozen=True)
class Choice:
    """One radio button of a line."""

    id: str
    value: str
    label: str
    checked: bool


@dataclass(frozen=True)
class LineOnPage:
    """A line of the update page with its form, ready to be drawn."""

    line: UpdateLine
    form: LineForm
    may_open: bool = False  # an action for the line

    @property
    def choices(self) -> list[Choice]:
        chosen = self.form["answer"].value()
        return [
            Choice(f"{self.form['answer'].auto_id}_{n}", value, str(label), value == chosen)
            for n, (value, label) in enumerate(ANSWERS)
        ]

    def said(self, *, default: str = "") -> Said | None:
        """Return what was said of the line; where nothing was, `default`, or None."""
        data = self.form.cleaned_data
        answer = data.get("answer") or default
        if not answer:
            return None
        return Said(
            item=self.line.item,
            answer=answer,
            revision=data["revision"],
            reason=data.get("reason", ""),
            paper=data.get("paper"),
        )


def line_on_page(
    line: UpdateLine, *, data: Any = None, files: Any = None, may_open: bool = False
) -> LineOnPage:
    """Return the form of a line, filled with what was sent, or with what was kept while typed."""
    draft = line.draft
    initial = {
        "answer": draft.rag if draft else "",
        "reason": draft.reason if draft else "",
        "revision": line.item.revision,
    }
    form = LineForm(data, files, prefix=str(line.item.public_id), initial=initial)
    return LineOnPage(line, form, may_open)


def problems_of(form: LineForm, name: str) -> list[str]:
    """Return what is wrong with one field of a line, as its template shows it."""
    field: Any = form[name]
    return list(field.problems)


def _title(row: Priority | PlanItem) -> str:
    return row.title


def _outcome(row: Outcome) -> str:
    return f"{row.priority.title}: {row.statement}"
