"""Delegations from lead to delegated safeguarding partners, and the looks taken at them."""

from typing import Any, ClassVar

from django.db.models import Q

from krscp_portal.foundation.forms import GovukForm, Section
from partnerships.enums import SeatRole
from partnerships.forms.fields import DayField, RowField, offer_rows, prose
from partnerships.models import Delegation, Seat, StoredFile
from partnerships.paper_field import KINDS, PaperField
from partnerships.selectors.delegating import listed
from partnerships.services.delegations import DelegationFacts, ReviewFacts

ONE_TO_A_LINE = "One to a line. Each line becomes an entry of a list."


class DelegationForm(GovukForm):
    sections: ClassVar = (
        Section("Who", ("from_seat", "to_seat")),
        Section("What", ("functions", "retained")),
        Section("When", ("from_on", "to_on", "review_on")),
        Section("The signed document", ("signed_on", "document", "note")),
    )
    from_seat = RowField(Seat.objects.none(), label="From the lead safeguarding partner")
    to_seat = RowField(Seat.objects.none(), label="To the delegated safeguarding partner")
    functions = prose("What is delegated", help_text=ONE_TO_A_LINE, limit=4000, rows=6)
    retained = prose(
        "What the lead partner keeps", help_text=ONE_TO_A_LINE, limit=4000, required=False
    )
    from_on = DayField(label="First day", required=False)
    to_on = DayField(label="Last day", required=False, help_text="Leave empty while it lasts.")
    review_on = DayField(label="To be reviewed on", required=False)
    signed_on = DayField(label="Signed on", required=False)
    document = PaperField(label="Signed document", required=False)
    note = prose("Note", required=False, limit=1000, rows=2)

    def __init__(
        self,
        *args: Any,
        now: Delegation | None = None,
        keeps_document: bool = True,
        **options: Any,
    ) -> None:
        """Offer the open seats, and those of the delegation that is changed or replaced."""
        super().__init__(*args, **options)
        kept = [now.from_seat_id, now.to_seat_id] if now else []
        open_or_kept = Q(closed_on__isnull=True) | Q(pk__in=kept)
        seats = Seat.objects.filter(open_or_kept).order_by("title", "pk")
        offer_rows(self, "from_seat", seats.filter(role=SeatRole.LSP))
        offer_rows(self, "to_seat", seats.filter(role=SeatRole.DSP))
        if now and now.document and keeps_document:
            stays = f"{now.document.name} stays unless you choose another. {KINDS}"
            self.fields["document"].help_text = stays

    def clean_functions(self) -> str:
        return "\n".join(listed(self.cleaned_data["functions"]))

    def clean_retained(self) -> str:
        return "\n".join(listed(self.cleaned_data["retained"]))

    def facts(self, *, source: str = "", document: StoredFile | None = None) -> DelegationFacts:
        """Return what was entered; without a new file the one that is there stays."""
        data = dict(self.cleaned_data)
        data["document"] = data["document"] or document
        return DelegationFacts(**data, source=source)


class EndDelegationForm(GovukForm):
    last_day = DayField(label="Last day")


class ReviewForm(GovukForm):
    reviewed_on = DayField(label="Reviewed on")
    outcome = prose("What was found, and what changes")
    next_on = DayField(
        label="Next review", required=False, help_text="Leave empty if there will be none."
    )

    def facts(self) -> ReviewFacts:
        """Return what was entered."""
        return ReviewFacts(**self.cleaned_data)
