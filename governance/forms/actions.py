"""Forms of actions: given, reported on, moved, done, accepted, asked about again."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from deadlines.wording import plural
from governance import acting
from governance.enums import ActionSource, ActionState, ImpactRating
from governance.forms.fields import DayField, RowField, offer, words
from governance.models import Group, Priority
from governance.selectors.actions import ActionFilter, due_in
from governance.services.action_closing import Closing, DoneFacts
from governance.services.actions import ActionFacts
from krscp_portal.foundation.forms import GovukBoundField, GovukForm, GovukRadios
from partnerships.models import Seat
from partnerships.paper_field import PaperField

MOST_WORKING_DAYS = 250
AGAIN = [(str(each), plural(each, "month")) for each in acting.CHECKED_AFTER]


class FilterBoundField(GovukBoundField):
    """A field of a filter: nothing is asked of anybody, so "(optional)" says nothing."""

    is_optional = False


def seat_name(seat: Seat) -> str:
    return f"{seat.title} ({seat.organisation.name})" if seat.organisation else seat.title


def open_seats() -> Any:
    """Return the seats that may be given something to do."""
    rows = Seat.objects.filter(closed_on__isnull=True).select_related("organisation")
    return rows.order_by("title", "pk")


class ActionFilterForm(GovukForm):
    bound_field_class = FilterBoundField
    state = forms.ChoiceField(
        label="How it stands",
        choices=[("", "Open, or to be accepted"), *ActionState.choices, ("all", "All")],
        required=False,
    )
    group = RowField(label="Group", required=False, empty_label="All")
    priority = RowField(label="Priority", required=False, empty_label="All")
    owner = RowField(label="To be done by", required=False, empty_label="Everybody")
    source = forms.ChoiceField(
        label="Where it comes from", choices=[("", "Anywhere"), *ActionSource.choices],
        required=False,
    )  # fmt: skip
    words = forms.CharField(label="Words or reference", max_length=100, required=False)
    mine = forms.BooleanField(label="Only mine", required=False)
    overdue = forms.BooleanField(label="Only what is overdue", required=False)

    def __init__(self, *args: Any, groups: Q, seats: Q, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "group", Group.objects.filter(groups).order_by("name", "pk"))
        named = {"label": lambda row: row.title}
        offer(self, "priority", Priority.objects.current().order_by("order", "pk"), **named)
        offer(self, "owner", open_seats().filter(seats), label=seat_name)

    def wanted(self) -> ActionFilter:
        """Return what was asked for; with anything wrong in it, everything that is open."""
        return ActionFilter(**self.cleaned_data) if self.is_valid() else ActionFilter()


class ActionForm(GovukForm):
    title = forms.CharField(
        label="What is to be done", max_length=200, help_text="Begin with a verb. No names."
    )
    detail = words("More about it")
    owner = RowField(
        label="To be done by", help_text="The post does it, whoever holds it at the time."
    )
    due_on = DayField(label="Due on", required=False)
    working_days = forms.IntegerField(
        label="Or in so many working days",
        min_value=1,
        max_value=MOST_WORKING_DAYS,
        required=False,
        help_text="Counted from today; weekends and bank holidays are left out.",
    )
    group = RowField(label="Group", required=False, empty_label="None")
    priority = RowField(label="Priority", required=False, empty_label="None")
    confidential = forms.BooleanField(label="Only for those who read part B", required=False)

    def __init__(self, *args: Any, groups: Any, on: date, hint: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.on = on
        self.fields["due_on"].help_text = hint
        offer(self, "owner", open_seats(), label=seat_name)
        offer(self, "group", groups)
        current = Priority.objects.current().order_by("order", "pk")
        offer(self, "priority", current, label=lambda row: row.title)

    def clean(self) -> dict[str, Any]:
        """Ask for the day or the number of working days, one of the two."""
        data = super().clean() or self.cleaned_data
        if self.errors:
            return data
        day, count = data.get("due_on"), data.get("working_days")
        if not day and not count:
            self.add_error("due_on", "Enter the day on which it is due, or in how many days")
        elif day and count:
            self.add_error("working_days", "Enter the day or the number of working days, not both")
        return data

    def facts(self, **known: Any) -> tuple[ActionFacts, str]:
        """Return what was entered, and how the due day was counted where it was."""
        data, said = dict(self.cleaned_data), ""
        if count := data.pop("working_days"):
            data["due_on"], said = due_in(count, on=self.on)
        return ActionFacts(**{**data, **known}), said


class ProgressForm(GovukForm):
    text = words("How it goes", required=True, hint="No names and nothing of a case.")


class RewordForm(GovukForm):
    title = forms.CharField(
        label="What is to be done", max_length=200, help_text="Begin with a verb. No names."
    )
    detail = words("More about it")


class MoveForm(GovukForm):
    due_on = DayField(label="New due day")
    reason = words("Why it moves", required=True)

    def __init__(self, *args: Any, hint: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["due_on"].help_text = hint


class PassForm(GovukForm):
    to = RowField(label="To which seat")
    reason = words("Why it passes on", required=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "to", open_seats(), label=seat_name)


class DoneForm(GovukForm):
    done_on = DayField(label="Day on which it was done")
    evidence = words(
        "What was done, and what shows it", hint="Words, a paper, or both. No names of children."
    )
    paper = PaperField(label="A paper that shows it", required=False)
    paper_title = forms.CharField(label="What the paper is", max_length=160, required=False)
    late_reason = words("If it is late: why")

    def facts(self) -> DoneFacts:
        """Return what was entered."""
        return DoneFacts(**self.cleaned_data)


class CloseForm(GovukForm):
    difference = words("What is different for children?", required=True)
    how_known = words("How do you know?", required=True)
    months = forms.TypedChoiceField(
        label="Ask again whether it has lasted, after", choices=AGAIN, coerce=int,
        widget=GovukRadios,
    )  # fmt: skip

    def facts(self) -> Closing:
        """Return what was entered."""
        return Closing(**self.cleaned_data)


class ReturnForm(GovukForm):
    why = words("What is missing?", required=True)
    due_on = DayField(
        label="New due day", required=False, help_text="Leave empty to keep the day that it has."
    )


class CancelForm(GovukForm):
    reason = words("Why is it no longer needed?", required=True)


class AnswerForm(GovukForm):
    rating = forms.ChoiceField(
        label="Has it lasted?", choices=ImpactRating.choices, widget=GovukRadios
    )
    answer = words("How do you know?", required=True)
    months = forms.TypedChoiceField(
        label="Ask once more?", coerce=int, required=False,
        choices=[("", "No"), *((value, f"Yes, after {label}") for value, label in AGAIN)],
        widget=GovukRadios,
    )  # fmt: skip

    def clean_months(self) -> int:
        """Return the number of months, none where the question is not asked again."""
        return int(self.cleaned_data["months"] or 0)
