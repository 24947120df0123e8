"""Forms of letters and of the risk register."""

from typing import Any

from django import forms

from governance.enums import LetterKind, LetterState
from governance.forms.actions import FilterBoundField, open_seats, seat_name
from governance.forms.fields import DayField, RowField, offer, source_field, words
from governance.models import Group
from governance.risk_words import IMPACT, LEVELS, LIKELIHOOD
from governance.selectors.risks import ALL, CLOSED, OPEN, REGISTER, WAITING, RiskFilter
from governance.services.letters import LetterFacts
from governance.services.risks import RiskFacts
from krscp_portal.foundation.forms import GovukForm, GovukRadios
from partnerships.models import AgencyMembership, Organisation


def _scale(names: dict[int, str]) -> list[tuple[int, str]]:
    return [(number, f"{number}: {name}") for number, name in names.items()]


class LetterFilterForm(GovukForm):
    bound_field_class = FilterBoundField
    state = forms.ChoiceField(
        label="How it stands", choices=[("", "All"), *LetterState.choices], required=False
    )
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "All"), *LetterKind.choices], required=False
    )
    group = RowField(label="Group", required=False, empty_label="All")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "group", Group.objects.order_by("name", "pk"))

    def wanted(self) -> dict[str, Any]:
        """Return what was asked for; with anything wrong in it, all letters."""
        return dict(self.cleaned_data) if self.is_valid() else {}


class LetterForm(GovukForm):
    to_post = forms.CharField(
        label="To", max_length=200, help_text="The post, never a private person."
    )
    to_email = forms.EmailField(
        label="Email address of the post",
        required=False,
        help_text="Without one the letter is kept as sent on paper.",
    )
    subject = forms.CharField(label="What it is about", max_length=200)
    body = forms.CharField(
        label="The letter", max_length=8000, widget=forms.Textarea(attrs={"rows": 14})
    )


class NewLetterForm(LetterForm):
    group = RowField(label="Group", required=False, empty_label="None")

    def __init__(self, *args: Any, groups: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "group", groups)

    def facts(self) -> LetterFacts:
        """Return what was entered of a letter that no rule drafted."""
        return LetterFacts(kind=LetterKind.OTHER, **self.cleaned_data)


class DiscardForm(GovukForm):
    why = forms.CharField(label="Why it is not sent", max_length=200)


class ReplyForm(GovukForm):
    reply_on = DayField(label="Day of the answer")
    reply = words("What was answered", required=True)


class RiskForm(GovukForm):
    title = forms.CharField(
        label="What may go wrong", max_length=200, help_text="No names and nothing of a case."
    )
    cause = words("From what cause")
    likelihood = forms.TypedChoiceField(
        label="How likely is it?", choices=_scale(LIKELIHOOD), coerce=int, widget=GovukRadios
    )
    impact = forms.TypedChoiceField(
        label="How bad would it be for children?",
        choices=_scale(IMPACT),
        coerce=int,
        widget=GovukRadios,
    )
    mitigation = words("What is done about it")
    group = RowField(label="Group", required=False, empty_label="None")
    organisation = RowField(label="Agency", required=False, empty_label="None")
    owner = RowField(label="Watched by", required=False, empty_label="Nobody yet")
    review_on = DayField(label="To be looked at again on")
    source = source_field()

    def __init__(self, *args: Any, groups: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "group", groups)
        taking_part = AgencyMembership.objects.values("organisation")
        rows = Organisation.objects.filter(pk__in=taking_part).order_by("name", "pk")
        offer(self, "organisation", rows)
        offer(self, "owner", open_seats(), label=seat_name)

    def facts(self, **known: Any) -> RiskFacts:
        """Return what was entered."""
        return RiskFacts(**{**self.cleaned_data, **known})


class RiskFilterForm(GovukForm):
    bound_field_class = FilterBoundField
    state = forms.ChoiceField(
        label="How it stands",
        choices=[
            (OPEN, "On the register"),
            (WAITING, "To be looked at again"),
            (CLOSED, "Closed"),
            (ALL, "All"),
        ],
        required=False,
    )
    level = forms.ChoiceField(
        label="How high", choices=[("", "Any"), *((word, word) for word in LEVELS)], required=False
    )
    group = RowField(label="Group", required=False, empty_label="All")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "group", Group.objects.order_by("name", "pk"))

    def wanted(self) -> RiskFilter:
        """Return what was asked for; with anything wrong in it, the register."""
        return RiskFilter(**self.cleaned_data) if self.is_valid() else REGISTER


class CloseRiskForm(GovukForm):
    why = words("Why is it closed?", required=True)
