"""Which agency brought a case, and whom else it concerns."""

from collections.abc import Collection
from typing import Any, ClassVar, Final

from django import forms

from krscp_portal.foundation.forms import GovukDateField, GovukForm, GovukRadios, Section
from partnerships.models import AgencyMembership, Organisation
from reviews.enums import OtherBody
from reviews.forms.wording import NO_NAMES, POST_HELP
from reviews.models import Incident, Referral
from reviews.services import AuthorityFacts, ReferralFacts

YES, NO, NOT_YET = "yes", "no", "not_yet"
SAFE: Final = {YES: True, NO: False, NOT_YET: None}
REFERRAL_FIELDS: Final = (
    "organisation", "organisation_words", "referral_post", "senior_lead", "senior_agreed_on",
    "others_safe", "safety_note",
)  # fmt: skip


class ReferralFields(GovukForm):
    """The questions about a referral, alone or as a part of the form that logs an incident."""

    organisation = forms.ModelChoiceField(
        label="Which agency referred it?",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Not recorded, or not on this list",
    )
    organisation_words = forms.CharField(
        label="An agency that is not on the list", max_length=160, required=False
    )
    referral_post = forms.CharField(
        label="Which post referred it?", max_length=160, required=False, help_text=POST_HELP
    )
    senior_lead = forms.CharField(
        label="Which senior post of the agency agreed?",
        max_length=160,
        required=False,
        help_text="Leave this empty until somebody has agreed.",
    )
    senior_agreed_on = GovukDateField(
        label="When did they agree?", subject="The day of agreeing", required=False
    )
    others_safe = forms.ChoiceField(
        label="Are brothers, sisters and other children safe?",
        choices=[(YES, "Yes"), (NO, "No"), (NOT_YET, "Not known yet")],
        initial=NOT_YET,
        widget=GovukRadios,
        required=False,
    )
    safety_note = forms.CharField(
        label="What is being done to keep them safe?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=NO_NAMES,
    )

    def __init__(self, *args: Any, own: Collection[int] = (), **options: Any) -> None:
        """Offer the agencies of the partnership; `own` are those that the person speaks for."""
        super().__init__(*args, **options)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        mine = sorted(own)
        taking_part = AgencyMembership.objects.values("organisation")
        rows = Organisation.objects.filter(pk__in=mine or taking_part)
        field.queryset = rows.order_by("name", "pk")
        if mine:
            field.empty_label = None
            field.initial = mine[0]
            self.fields["referral_post"].required = True
            del self.fields["organisation_words"]

    def referral(self) -> ReferralFacts | None:
        """Return what was typed of a referral, or nothing where nothing was."""
        said = self.cleaned_data
        if not any(said.get(name) for name in REFERRAL_FIELDS if name != "others_safe") and (
            said.get("others_safe") in ("", NOT_YET)
        ):
            return None
        return ReferralFacts(
            organisation=said["organisation"],
            organisation_words=said.get("organisation_words", ""),
            post=said["referral_post"],
            senior_lead=said["senior_lead"],
            senior_agreed_on=said["senior_agreed_on"],
            others_safe=SAFE.get(said["others_safe"]),
            safety_note=said["safety_note"],
        )


class ReferralForm(ReferralFields):
    """The referral of a case, recorded or set right."""

    sections: ClassVar[tuple[Section, ...]] = (Section("", REFERRAL_FIELDS),)

    def facts(self) -> ReferralFacts:
        """Return what was typed as the service takes it; the service refuses what is missing."""
        return self.referral() or ReferralFacts(post="")


class AuthorityForm(GovukForm):
    """A body of another place that the case also concerns."""

    kind = forms.ChoiceField(
        label="What kind of body is it?", choices=OtherBody.choices, widget=GovukRadios
    )
    name = forms.CharField(label="What is it called?", max_length=160)
    why = forms.CharField(
        label="Why does the case concern it?",
        max_length=300,
        help_text="For example, the family lived there until last year. " + NO_NAMES,
    )
    told_on = GovukDateField(
        label="When was it told?", subject="The day of telling", required=False
    )

    def facts(self) -> AuthorityFacts:
        """Return what was typed as the service takes it."""
        return AuthorityFacts(**self.cleaned_data)


def initial_of(incident: Incident) -> dict[str, Any]:
    """Return what is recorded of the case's referral as the form shows it."""
    known = Referral.objects.filter(incident=incident).first()
    if known is None:
        return {}
    safe = next(word for word, value in SAFE.items() if value is known.others_safe)
    return {
        "organisation": known.organisation_id,
        "organisation_words": known.organisation_words,
        "referral_post": known.post,
        "senior_lead": known.senior_lead,
        "senior_agreed_on": known.senior_agreed_on,
        "others_safe": safe,
        "safety_note": known.safety_note,
    }
