"""Delegations from lead to delegated safeguarding partners."""

from typing import Any

from krscp_portal.foundation.forms import GovukForm
from partnerships.enums import SeatRole
from partnerships.forms.fields import DayField, RowField, offer_rows, prose
from partnerships.models import Seat
from partnerships.services.delegations import DelegationFacts

UNLESS_ENDED = "Leave empty while it lasts."


class DelegationForm(GovukForm):
    from_seat = RowField(Seat.objects.none(), label="From the lead safeguarding partner")
    to_seat = RowField(Seat.objects.none(), label="To the delegated safeguarding partner")
    functions = prose("What is delegated")
    retained = prose("What the lead partner keeps", required=False)
    from_on = DayField(label="First day", required=False)
    to_on = DayField(label="Last day", required=False, help_text=UNLESS_ENDED)
    review_on = DayField(label="To be reviewed on", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        seats = Seat.objects.order_by("title", "pk")
        offer_rows(self, "from_seat", seats.filter(role=SeatRole.LSP))
        offer_rows(self, "to_seat", seats.filter(role=SeatRole.DSP))

    def facts(self, *, source: str = "") -> DelegationFacts:
        """Return what was entered."""
        return DelegationFacts(**self.cleaned_data, source=source)
