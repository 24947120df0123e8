"""Forms of who sits on a group and whom it speaks for."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.enums import Chairing
from governance.forms.fields import DayField, RowField, offer, source_field
from governance.models import Group, GroupSeat
from governance.services import GroupSeatFacts
from krscp_portal.foundation.forms import GovukForm, GovukRadios
from partnerships.enums import MembershipCode
from partnerships.models import AgencyMembership, Seat

CODES = [("", "No code"), *((each.value, f"{each.value}: {each.label}") for each in MembershipCode)]


def _named(seat: Seat) -> str:
    return f"{seat.title} ({seat.organisation.name})" if seat.organisation else seat.title


class PlaceForm(GovukForm):
    seat = RowField(
        label="Seat", help_text="The post sits on the group, whoever holds it at the time."
    )
    code = forms.ChoiceField(
        label="Role code",
        choices=CODES,
        required=False,
        help_text="What the seat is in this group’s membership list.",
    )
    chairing = forms.ChoiceField(
        label="Does it lead the group?",
        choices=[("", "No, it is a member"), *(each for each in Chairing.choices if each[0])],
        required=False,
        widget=GovukRadios(),
    )
    votes = forms.BooleanField(label="Has a vote on this group", required=False)
    from_on = DayField(
        label="First day", required=False, help_text="Leave empty where it is not known."
    )
    to_on = DayField(
        label="Last day", required=False, help_text="Leave empty if no end has been agreed."
    )
    note = forms.CharField(label="Note", max_length=200, required=False)
    source = source_field()

    def __init__(self, *args: Any, seats: QuerySet[Seat] | None = None, **options: Any) -> None:
        """Offer the seats; a place that exists keeps its seat and is not asked for it."""
        super().__init__(*args, **options)
        if seats is None:
            del self.fields["seat"]
        else:
            offer(self, "seat", seats.select_related("organisation"), label=_named)

    def facts(self, *, group: Group) -> GroupSeatFacts:
        """Return what was entered of a new place."""
        return GroupSeatFacts(group=group, **self.cleaned_data)

    def facts_of(self, row: GroupSeat) -> GroupSeatFacts:
        """Return what was entered of a place that exists."""
        return GroupSeatFacts(group=row.group, seat=row.seat, **self.cleaned_data)


class EndPlaceForm(GovukForm):
    to_on = DayField(label="Last day on the group")


class AgencyForm(GovukForm):
    agency = RowField(label="Agency")
    source = source_field()

    def __init__(self, *args: Any, agencies: QuerySet[AgencyMembership], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(
            self,
            "agency",
            agencies,
            label=lambda row: f"{row.organisation.name} ({row.get_basis_display()})",
        )
