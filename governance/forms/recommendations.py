"""Forms of recommendations: made, answered, moved, known from before, closed, asked about again."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from deadlines.wording import plural
from governance import recommending
from governance.enums import (
    ImpactRating,
    RecommendationResponse,
    RecommendationSource,
    RecommendationState,
)
from governance.forms.actions import FilterBoundField, open_seats, seat_name
from governance.forms.fields import DayField, RowField, RowsField, offer, source_field, words
from governance.models import Group, Recommendation, Theme
from governance.selectors.recommendations import RecommendationFilter
from governance.services.recommendation_closing import Closing
from governance.services.recommendations import RecommendationFacts
from krscp_portal.foundation.forms import GovukForm, GovukRadios
from partnerships.models import AgencyMembership, Organisation

AGAIN = [(str(each), plural(each, "month")) for each in recommending.CHECKED_AFTER]
NO_NAMES = "No names, no initials, and nothing by which a child could be known."
CASE_SOURCES = (RecommendationSource.RAPID_REVIEW, RecommendationSource.REVIEW)


def bodies() -> QuerySet[Organisation]:
    """Return the organisations of the partnership to which a recommendation may be made."""
    mine = AgencyMembership.objects.values("organisation_id")
    return Organisation.objects.filter(pk__in=mine).order_by("name", "pk")


def current_themes() -> Any:
    return Theme.objects.current().order_by("order", "name", "pk")


def named(row: Any) -> str:
    return str(row.name)


class RecommendationFilterForm(GovukForm):
    bound_field_class = FilterBoundField
    state = forms.ChoiceField(
        label="How it stands",
        choices=[("", "Open"), *RecommendationState.choices[1:], ("all", "All")],
        required=False,
    )
    source = forms.ChoiceField(
        label="Where it comes from",
        choices=[("", "Anywhere"), *RecommendationSource.choices],
        required=False,
    )
    theme = RowField(label="Theme", required=False, empty_label="All")
    organisation = RowField(label="Made to", required=False, empty_label="Everybody")
    group = RowField(label="Group", required=False, empty_label="All")
    words = forms.CharField(label="Words or reference", max_length=100, required=False)
    overdue = forms.BooleanField(label="Only what is overdue", required=False)
    again = forms.BooleanField(label="Only what was recommended before", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "theme", current_themes(), label=named)
        offer(self, "organisation", bodies(), label=named)
        offer(self, "group", Group.objects.current().order_by("name", "pk"), label=named)

    def wanted(self) -> RecommendationFilter:
        """Return what was asked for; with anything wrong in it, everything that is open."""
        if not self.is_valid():
            return RecommendationFilter()
        return RecommendationFilter(**self.cleaned_data)


class RecommendationForm(GovukForm):
    """A recommendation from anywhere but a case of the portal."""

    text = words("What is recommended", required=True, hint=f"Begin with a verb. {NO_NAMES}")
    source = forms.ChoiceField(
        label="Where it comes from", choices=RecommendationSource.choices, widget=GovukRadios
    )
    source_label = forms.CharField(
        label="Which report",
        max_length=160,
        required=False,
        help_text="For example, Scrutiny of neglect, 2026.",
    )
    number = forms.IntegerField(
        label="Its number there", min_value=1, max_value=recommending.MOST_NUMBER, required=False
    )
    made_on = DayField(label="Made on")
    organisations = RowsField(label="Made to which agencies", required=False)
    groups = RowsField(label="Made to which groups", required=False)
    collectively = forms.BooleanField(label="To the lead partners together", required=False)
    due_on = DayField(label="By when")
    outcome_measure = words(
        "How will one see that it made a difference?",
        required=True,
        hint="A result for children and not an activity.",
    )
    themes = RowsField(label="Themes", required=False)
    confidential_because = words("Why only those who see the case may see it", hint=(
        "A trial or an inquest, for example. Leave empty to show it to all who read governance."
    ))  # fmt: skip
    earlier = RowsField(label="Recommended before", required=False)

    def __init__(
        self, *args: Any, seen: QuerySet[Recommendation], case: bool = False, **options: Any
    ) -> None:
        """Ask for it; one of a `case` has its source, and may be confidential."""
        super().__init__(*args, **options)
        offer(self, "organisations", bodies(), label=named)
        offer(self, "groups", Group.objects.current().order_by("name", "pk"), label=named)
        offer(self, "themes", current_themes(), label=named)
        offer(self, "earlier", seen)
        unasked = ("source", "source_label") if case else ("confidential_because",)
        for name in unasked:
            del self.fields[name]

    def facts(self, **known: Any) -> RecommendationFacts:
        """Return what was entered, with what the page that led here already knows."""
        data = dict(self.cleaned_data)
        for name in ("organisations", "groups", "themes", "earlier"):
            data[name] = tuple(data[name])
        return RecommendationFacts(**{**data, **known})


class WordsForm(GovukForm):
    text = words("What is recommended", required=True, hint=NO_NAMES)
    outcome_measure = words("How will one see that it made a difference?", required=True)
    number = forms.IntegerField(
        label="Its number in the report", min_value=1, max_value=recommending.MOST_NUMBER,
        required=False,
    )  # fmt: skip
    themes = RowsField(label="Themes", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "themes", current_themes(), label=named)

    def facts(self) -> dict[str, Any]:
        """Return what was entered."""
        return {**self.cleaned_data, "themes": tuple(self.cleaned_data["themes"])}


class MoveForm(GovukForm):
    due_on = DayField(label="New due day")
    reason = words("Why it moves", required=True)


class AnswerForm(GovukForm):
    response = forms.ChoiceField(
        label="What did they answer?", choices=RecommendationResponse.choices, widget=GovukRadios
    )
    text = words("What they said", hint="Needed unless they accept in full.")
    responded_on = DayField(label="Day of the answer")


class GiveForm(GovukForm):
    title = forms.CharField(
        label="What is to be done", max_length=200, help_text=f"Begin with a verb. {NO_NAMES}"
    )
    detail = words("More about it")
    owner = RowField(label="To be done by", help_text="The post does it, whoever holds it.")
    due_on = DayField(label="Due on")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "owner", open_seats(), label=seat_name)


class EarlierForm(GovukForm):
    words = forms.CharField(label="Search for", max_length=300)


class LinkForm(GovukForm):
    earlier = RowField(label="Earlier recommendation")

    def __init__(self, *args: Any, seen: QuerySet[Recommendation], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "earlier", seen)


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


class ReasonForm(GovukForm):
    reason = words("Reason", required=True)


class ImpactForm(GovukForm):
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


class ThemeForm(GovukForm):
    name = forms.CharField(label="Theme", max_length=120)
    order = forms.IntegerField(
        label="Place in the list", min_value=0, max_value=999, required=False
    )
    note = words("Note")
    source = source_field()

    def clean_order(self) -> int:
        """Return the place; one that is not named comes first."""
        return self.cleaned_data["order"] or 0
