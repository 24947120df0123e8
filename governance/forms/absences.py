"""How a review of absences is finished, with a risk where it comes to one."""

from typing import Any

from django import forms

from governance.enums import AbsenceOutcome
from governance.forms.fields import DayField, words
from governance.models import AbsenceReview
from governance.risk_words import IMPACT, LIKELIHOOD
from governance.services.risks import RiskFacts
from krscp_portal.foundation.forms import GovukForm, GovukRadios, Section

RISK_FIELDS = ("title", "likelihood", "impact", "review_on")


def _scale(names: dict[int, str]) -> list[tuple[int | str, str]]:
    return [("", "Select one"), *((number, f"{number}: {name}") for number, name in names.items())]


class ReviewForm(GovukForm):
    """What was found with the organisation, and what it came to."""

    found = words("What did you find with the organisation?", required=True)
    outcome = forms.ChoiceField(
        label="What comes of it?", choices=AbsenceOutcome, widget=GovukRadios
    )
    title = forms.CharField(label="What may go wrong", max_length=200, required=False)
    likelihood = forms.TypedChoiceField(
        label="How likely is it?",
        choices=_scale(LIKELIHOOD),
        coerce=int,
        required=False,
        empty_value=None,
    )
    impact = forms.TypedChoiceField(
        label="How bad would it be for children?",
        choices=_scale(IMPACT),
        coerce=int,
        required=False,
        empty_value=None,
    )
    review_on = DayField(label="To be looked at again on", required=False)
    sections = (
        Section("", ("found", "outcome")),
        Section("The risk", RISK_FIELDS, "Only where it goes on the risk register."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("outcome") == AbsenceOutcome.RISK:
            for name in RISK_FIELDS:
                if name not in self.errors and not data.get(name):
                    self.add_error(name, "Say this of the risk")
        return data

    def risk(self, review: AbsenceReview) -> RiskFacts | None:
        """Return the risk that was described, where the review comes to one."""
        data = self.cleaned_data
        if data["outcome"] != AbsenceOutcome.RISK:
            return None
        return RiskFacts(
            title=data["title"],
            likelihood=data["likelihood"],
            impact=data["impact"],
            review_on=data["review_on"],
            cause=data["found"],
            group=review.group,
            organisation=review.seat.organisation,
        )
