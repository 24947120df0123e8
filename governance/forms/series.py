"""Forms of series: the pattern, and which of its days are accepted."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from governance.enums import Recurrence
from governance.forms.fields import DayField, RowField, offer, words
from governance.forms.meetings import link_field, minutes_field
from governance.models import Group, MeetingSeries
from governance.models.rules import MONTHS
from governance.recurrence import ORDINALS, WEEKDAYS
from governance.services.series import Accepted, SeriesFacts
from krscp_portal.foundation.forms import GovukCheckboxes, GovukForm, GovukRadios, Section

NTH = [(number, words.capitalize()) for number, words in ORDINALS.items()]
WORKING = [*((number, str(number)) for number in range(1, 21)), (-1, "Last")]


def _number(label: str, most: int, hint: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1, max_value=most, required=False, help_text=hint
    )


def _choice(label: str, choices: list[Any], hint: str = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("", "Select one"), *choices],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=hint,
    )


class SeriesForm(GovukForm):
    sections = (
        Section("What", ("group", "title")),
        Section("On which days", ("recurrence",)),
        Section("For a weekday of the month", ("weekday_nth", "weekday")),
        Section("For a working day of the month", ("working_nth",)),
        Section("For a day of the month", ("day",)),
        Section("For every so many weeks", ("every_weeks",)),
        Section(
            "In which months",
            ("every_months", "months"),
            hint="Leave both empty for every month. They do not matter for weeks.",
        ),
        Section("From when to when", ("starts_on", "until_on", "start_time", "minutes")),
        Section("Where", ("place", "link", "note")),
    )
    group = RowField(label="Group")
    title = forms.CharField(
        label="Title", max_length=160, help_text="Each meeting of the series gets it."
    )
    recurrence = forms.ChoiceField(
        label="How does it find its days?", choices=Recurrence.choices, widget=GovukRadios()
    )
    weekday_nth = _choice("Which one of the month?", NTH)
    weekday = _choice("Which weekday?", list(enumerate(WEEKDAYS[:5])))
    working_nth = _choice("Which working day of the month?", WORKING)
    day = _number("Which day of the month?", 31, "A month without a 31st has no meeting then.")
    every_weeks = _number("Every how many weeks?", 52, "Counted from the first day.")
    every_months = _number("Every how many months?", 12)
    months = forms.TypedMultipleChoiceField(
        label="Or in these months",
        choices=list(enumerate(MONTHS, 1)),
        coerce=int,
        required=False,
        widget=GovukCheckboxes(),
    )
    starts_on = DayField(label="First day")
    until_on = DayField(label="Last day")
    start_time = forms.TimeField(
        label="Start",
        input_formats=["%H:%M", "%H.%M", "%H"],
        help_text="By the clock in England, such as 14:00. It stays so when the clocks change.",
        error_messages={"invalid": "Enter a time, such as 14:00"},
    )
    minutes = minutes_field()
    place = forms.CharField(label="Place", max_length=200, required=False)
    link = link_field()
    note = words("Note")

    def __init__(self, *args: Any, groups: QuerySet[Group] | None, **options: Any) -> None:
        """Offer the groups; a series that exists keeps its group and is not asked for it."""
        super().__init__(*args, **options)
        if groups is None:
            del self.fields["group"]
        else:
            offer(self, "group", groups)

    def facts(self, *, group: Group | None = None) -> SeriesFacts:
        """Return what was entered; what belongs to another kind of pattern is left out."""
        said = dict(self.cleaned_data)
        kind = said["recurrence"]
        by_weekday, by_working = said.pop("weekday_nth"), said.pop("working_nth")
        weekly = kind == Recurrence.EVERY_WEEKS
        return SeriesFacts(
            group=said.pop("group", group),
            nth={Recurrence.NTH_WEEKDAY: by_weekday, Recurrence.NTH_WORKING_DAY: by_working}.get(
                kind
            ),
            weekday=said.pop("weekday") if kind == Recurrence.NTH_WEEKDAY else None,
            day=said.pop("day") if kind == Recurrence.DAY_OF_MONTH else None,
            every_weeks=said.pop("every_weeks") if weekly else None,
            every_months=None if weekly else said.pop("every_months"),
            months=() if weekly else tuple(said.pop("months")),
            **{name: said[name] for name in KEPT},
        )


KEPT = (
    *("title", "recurrence", "starts_on", "until_on", "start_time", "minutes"),
    *("place", "link", "note"),
)


def initial_of(series: MeetingSeries) -> dict[str, Any]:
    """Return what a form begins with for a series that exists."""
    names = (*KEPT, "weekday", "day", "every_weeks", "every_months", "months")
    is_weekday = series.recurrence == Recurrence.NTH_WEEKDAY
    return {
        **{name: getattr(series, name) for name in names},
        "start_time": f"{series.start_time:%H:%M}",
        "weekday_nth" if is_weekday else "working_nth": series.nth,
    }


def accepted(values: list[str]) -> list[Accepted]:
    """Return the days that were ticked, each as "wanted:taken"; refuse what is no such pair."""
    try:
        pairs = [each.split(":") for each in values]
        return [
            Accepted(date.fromisoformat(wanted), date.fromisoformat(on)) for wanted, on in pairs
        ]
    except ValueError:
        raise ValidationError("Choose the days from the list.") from None
