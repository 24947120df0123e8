"""Forms of what meetings keep clear of, and of how often groups have to meet."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance import day_lists
from governance.enums import MeetingKind
from governance.forms.fields import DayField, RowField, offer, source_field, words
from governance.models import Group, LinkedBoard
from governance.models.rules import MONTHS
from krscp_portal.foundation.forms import GovukCheckboxes, GovukForm, GovukRadios
from partnerships.models import Area


class HolidayForm(GovukForm):
    name = forms.CharField(label="Name", max_length=120, help_text="Such as autumn half-term.")
    area = RowField(label="Area", required=False, empty_label="All areas")
    from_on = DayField(label="First day")
    to_on = DayField(label="Last day")
    source = source_field()

    def __init__(self, *args: Any, areas: QuerySet[Area], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "area", areas)


class BoardDateForm(GovukForm):
    board = RowField(label="Board")
    on = DayField(label="Day")
    source = source_field()

    def __init__(self, *args: Any, boards: QuerySet[LinkedBoard], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "board", boards)


class ImportDaysForm(GovukForm):
    what = forms.ChoiceField(
        label="What does the file hold?",
        choices=[
            (day_lists.HOLIDAYS, "School holidays"),
            (day_lists.DATES, "Days on which a linked board meets"),
        ],
        widget=GovukRadios(
            hints={
                day_lists.HOLIDAYS: f"A table has the columns {day_lists.BOX[day_lists.HOLIDAYS]}.",
                day_lists.DATES: f"A table has the columns {day_lists.BOX[day_lists.DATES]}.",
            }
        ),
    )
    area = RowField(label="Area of the schools", required=False, empty_label="All areas")
    board = RowField(label="Board", required=False)
    file = forms.FileField(
        label="File",
        required=False,
        allow_empty_file=True,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ".ics,.csv"}),
        help_text="A calendar file (.ics) or a table (.csv), up to 1 megabyte.",
    )
    source = source_field()

    def __init__(
        self, *args: Any, areas: QuerySet[Area], boards: QuerySet[LinkedBoard], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offer(self, "area", areas)
        offer(self, "board", boards)

    def clean(self) -> dict[str, Any]:
        """Ask for the board of a list of dates."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("what") == day_lists.DATES and not said.get("board"):
            self.add_error("board", "Select the board whose days these are")
        return said


class MeetingRuleForm(GovukForm):
    group = RowField(label="Group")
    with_group = RowField(
        label="Together with",
        required=False,
        empty_label="No other group",
        help_text="Then only meetings that both share count.",
    )
    kind = forms.ChoiceField(
        label="Kind of meeting",
        choices=[("", "Any kind"), *MeetingKind.choices],
        required=False,
    )
    times_a_year = forms.IntegerField(
        label="How many times a year, at least?", min_value=1, max_value=99, required=False
    )
    every_weeks = forms.IntegerField(
        label="Or every so many weeks", min_value=1, max_value=52, required=False
    )
    months = forms.TypedMultipleChoiceField(
        label="Months that the rule names",
        choices=list(enumerate(MONTHS, 1)),
        coerce=int,
        required=False,
        widget=GovukCheckboxes(),
    )
    note = words("Note")
    source = source_field()

    def __init__(self, *args: Any, groups: QuerySet[Group], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "group", groups)
        offer(self, "with_group", groups)
