"""Logging an incident, and correcting when the local authority became aware."""

from typing import Any, ClassVar, Final
from uuid import UUID

from django import forms
from django.utils.functional import cached_property

from krscp_portal.foundation.forms import (
    GovukCheckboxes,
    GovukDateField,
    GovukDateTimeField,
    GovukForm,
    GovukRadios,
    Section,
)
from partnerships.models import Area, PartnershipArea, User
from reviews.enums import Abuse
from reviews.forms.children import Rows
from reviews.forms.referral import REFERRAL_FIELDS, ReferralFields
from reviews.forms.wording import NO_NAMES, POST_HELP
from reviews.selectors.first_named import FirstNamed
from reviews.services import ChildFacts, IncidentFacts

OUTSIDE: Final = "outside"
ELSEWHERE: Final = "elsewhere"


class AwareForm(GovukForm):
    """The two fields that say when the clocks start."""

    aware_at = GovukDateTimeField(
        label="When did the local authority become aware?",
        subject="The moment of awareness",
        help_text="The statutory clocks start here, not when this is typed. For example, 27 3 2026 "
        "and 9:32am.",
    )
    aware_by = forms.CharField(
        label="Which post became aware?", max_length=160, help_text=POST_HELP
    )


class IncidentForm(Rows, AwareForm, ReferralFields):
    """A serious incident, without its children (their rows are a form set of their own)."""

    sections: ClassVar[tuple[Section, ...]] = (
        Section(
            "When the clocks start",
            ("aware_at", "aware_by", "occurred_on"),
        ),
        Section("Where", ("place", "residence", "residence_elsewhere")),
        Section("What happened", ("abuse", "summary")),
        Section("Who referred it (you can say this later)", REFERRAL_FIELDS),
        Section("Who may see this case", ("restricted", "restriction_reason", "named")),
    )

    occurred_on = GovukDateField(
        label="When did it happen?",
        subject="The day of the incident",
        required=False,
        help_text="Leave this empty if the day is not known, or it went on over time.",
    )
    place = forms.ChoiceField(label="Where did it happen?", widget=GovukRadios)
    residence = forms.ChoiceField(label="Where does the child normally live?", widget=GovukRadios)
    residence_elsewhere = forms.CharField(
        label="Name of the other area", max_length=160, required=False
    )
    abuse = forms.ChoiceField(
        label="Is abuse or neglect known or suspected?",
        choices=Abuse.choices,
        widget=GovukRadios,
        help_text="It counts where it caused or contributed to the harm, or is suspected to have.",
    )
    summary = forms.CharField(
        label="What is known so far?",
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        help_text=NO_NAMES,
    )
    restricted = forms.BooleanField(
        label="Restrict this case to people named on it",
        required=False,
        help_text="Nobody else will see it, not even another partnership manager.",
    )
    restriction_reason = forms.CharField(
        label="Why it is restricted", max_length=300, required=False
    )

    named = forms.MultipleChoiceField(
        label="Who else may see this case?",
        required=False,
        widget=GovukCheckboxes,
    )

    def __init__(
        self, *args: Any, may_restrict: bool, closed: FirstNamed | None = None, **options: Any
    ) -> None:
        """Build the form; `closed` says who is on a new case where the partnership closes it."""
        super().__init__(*args, **options)
        self.people = (
            {str(person.public_id): person for person, _ in closed.others} if closed else {}
        )
        self._ask_who(closed)
        here = [(str(each.public_id), each.name) for each in self.areas.values()]
        self._choose("place", [*here, (OUTSIDE, "Outside England")])
        self._choose("residence", [*here, (ELSEWHERE, "Another area")])
        if closed or not may_restrict:
            del self.fields["restricted"], self.fields["restriction_reason"]

    @cached_property
    def areas(self) -> dict[UUID, Area]:
        """The areas of the open partnership, by public id."""
        rows = PartnershipArea.objects.select_related("area").order_by("area__name")
        return {row.area.public_id: row.area for row in rows}

    def _ask_who(self, closed: FirstNamed | None) -> None:
        if closed is None or not closed.others:
            del self.fields["named"]
            return
        field = self.fields["named"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [
            (str(person.public_id), f"{person.display_name} ({roles})")
            for person, roles in closed.others
        ]
        field.help_text = closed.words

    def named_people(self) -> list[User]:
        """Return who was chosen to see the case besides those who see it anyway."""
        return [self.people[each] for each in self.cleaned_data.get("named", [])]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Ask for what an answer makes necessary."""
        said = super().clean() or self.cleaned_data
        if said.get("residence") == ELSEWHERE and not said.get("residence_elsewhere"):
            self.add_error("residence_elsewhere", "Enter the name of the other area")
        if said.get("restricted") and not said.get("restriction_reason"):
            self.add_error("restriction_reason", "Say why it is restricted")
        if said.get("place") == OUTSIDE and said.get("residence") == ELSEWHERE:
            self.add_error(
                "residence",
                "Outside England the area where the child lives leads: select one of yours, or "
                "leave this to that area’s partnership",
            )
        return said

    def facts(self, children: tuple[ChildFacts, ...]) -> IncidentFacts:
        """Return what was typed as the service takes it."""
        said = self.cleaned_data
        lives_here = said["residence"] != ELSEWHERE
        restricted = bool(said.get("restricted"))
        return IncidentFacts(
            aware_at=said["aware_at"],
            aware_by=said["aware_by"],
            occurred_on=said["occurred_on"],
            outside_england=said["place"] == OUTSIDE,
            area=self._area(said["place"]),
            residence_area=self._area(said["residence"]),
            residence_elsewhere="" if lives_here else said["residence_elsewhere"],
            abuse=said["abuse"],
            summary=said["summary"],
            restricted=restricted,
            restriction_reason=said["restriction_reason"] if restricted else "",
            children=children,
        )

    def _area(self, choice: str) -> Area | None:
        return None if choice in (OUTSIDE, ELSEWHERE) else self.areas[UUID(choice)]


class AwarenessForm(AwareForm):
    """A correction of the moment of awareness."""

    reason = forms.CharField(
        label="Why is it corrected?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
        help_text="What was recorded before stays in the history. " + NO_NAMES,
    )
