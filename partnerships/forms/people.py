"""People who hold seats: the list's filter, the name, the account, and support records."""

from collections.abc import Mapping
from typing import Any

from django import forms

from krscp_portal.foundation.forms import GovukForm, Section
from partnerships.access import Sight
from partnerships.enums import ConsentGiver, SeatRole
from partnerships.forms.audit import EVERYTHING, FilterBoundField
from partnerships.forms.fields import DayField, RowField, offer, offer_rows, prose
from partnerships.models import Person, Seat, SupportRecord, User
from partnerships.selectors.persons import (
    ENDS_SOON,
    EVERYBODY,
    PAST,
    PeopleFilter,
    accounts_to_link,
)
from partnerships.selectors.seats import organisations_with_seats
from partnerships.services.support import SupportFacts


class PeopleFilterForm(GovukForm):
    """Whom to list. A form of GET: nothing is required, and nonsense asks for everybody."""

    bound_field_class = FilterBoundField
    name = forms.CharField(label="Name contains", max_length=120, required=False)
    role = forms.ChoiceField(label="Role", choices=[EVERYTHING, *SeatRole.choices], required=False)
    organisation = forms.ChoiceField(label="Organisation", required=False)
    when = forms.ChoiceField(
        label="Show",
        choices=[
            ("", "Who sits now or will"),
            (ENDS_SOON, "Whose appointment ends within 60 days"),
            (PAST, "Who sat in the past"),
            (EVERYBODY, "Everybody, past and present"),
        ],
        required=False,
    )

    def __init__(self, *args: Any, sight: Sight | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "organisation", [EVERYTHING, *organisations_with_seats(sight=sight)])

    def wanted(self) -> PeopleFilter:
        """Return what was asked for; with anything wrong in it, everybody of today."""
        return PeopleFilter(**self.cleaned_data) if self.is_valid() else PeopleFilter()


class PersonForm(GovukForm):
    name = forms.CharField(label="Full name", max_length=120)
    name_published = forms.BooleanField(
        label="They agree that their name is published",
        required=False,
        help_text="Beside their posts, wherever they hold a seat. Without it, public pages name "
        "the post alone.",
    )

    def __init__(self, *args: Any, is_young: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_young:
            del self.fields["name_published"]

    def changes(self) -> Mapping[str, Any]:
        """Return the name and the agreement; a young scrutineer's name is never published."""
        return {"name_published": False, **self.cleaned_data}


class AccountForm(GovukForm):
    account = forms.ChoiceField(
        label="Account",
        required=False,
        help_text="Of somebody who has a role in this partnership.",
    )

    def __init__(self, *args: Any, person: Person, on: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "account", [("", "No account"), *accounts_to_link(person=person, on=on)])

    def user(self) -> User | None:
        """Return the account that was chosen, or None."""
        code = self.cleaned_data["account"]
        return User.objects.get(public_id=code) if code else None


class LayForm(GovukForm):
    """What a lay member does, and who helps them into it."""

    tasks = prose("What they do", required=False)
    mentor = RowField(Seat.objects.none(), label="Mentor", required=False, empty_label="Nobody yet")
    induction_on = DayField(label="Induction on", required=False)
    shadowing = forms.CharField(
        label="Shadowing", max_length=200, required=False, help_text="Whom or what they sit in on."
    )

    def __init__(self, *args: Any, seats: list[Seat], **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Seat.objects.filter(pk__in=[seat.pk for seat in seats]).order_by("title")
        for name in ("mentor", "safeguarding_seat"):
            if name in self.fields:
                offer_rows(self, name, rows)

    def facts(self) -> SupportFacts:
        """Return what was entered."""
        return SupportFacts(**self.cleaned_data)

    @classmethod
    def initial_of(cls, record: SupportRecord | None) -> Mapping[str, Any]:
        """Return what stands on record."""
        return {name: getattr(record, name) for name in cls.base_fields} if record else {}


class YoungForm(LayForm):
    """The same for a young scrutineer, with consent and safeguarding; never a way to reach them."""

    sections = (
        Section("Consent", ("consent_by", "consent_on", "consent_until", "consent_withdrawn_on")),
        Section("Safeguarding", ("safeguarding_seat", "risk_assessed_on", "credited_as")),
        Section("Taking part", ("tasks", "mentor", "induction_on", "shadowing")),
    )
    consent_by = forms.ChoiceField(
        label="Who agreed", choices=[("", "Nobody yet"), *ConsentGiver.choices], required=False
    )
    consent_on = DayField(label="Agreed on", required=False)
    consent_until = DayField(
        label="Last day of the consent", required=False, help_text="Leave empty if none was agreed."
    )
    consent_withdrawn_on = DayField(label="Withdrawn on", required=False)
    safeguarding_seat = RowField(
        Seat.objects.none(),
        label="Adult seat that looks after them",
        required=False,
        empty_label="None yet",
        help_text="Everything for them goes through whoever holds this seat.",
    )
    risk_assessed_on = DayField(label="Risk assessed on", required=False)
    credited_as = forms.CharField(
        label="Credited as",
        max_length=120,
        required=False,
        help_text="Words that do not name them. Everybody but the business unit reads these.",
    )
