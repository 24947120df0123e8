"""The yearly review of access: keep or end, role by role."""

from typing import Any

from django import forms

from krscp_portal.foundation.forms import GovukForm
from partnerships.enums import ReviewDecision
from partnerships.models import AccessReviewLine
from partnerships.selectors.access_reviews import LineRow

CHOICES = [("", "Not now"), (ReviewDecision.KEEP, "Keep"), (ReviewDecision.END, "End at once")]


class DecideForm(GovukForm):
    """A question for each role that is still to be decided."""

    def __init__(self, *args: Any, rows: list[LineRow], **options: Any) -> None:
        super().__init__(*args, **options)
        self.rows = rows
        for row in rows:
            if row.is_open:
                self.fields[str(row.public_id)] = forms.ChoiceField(
                    label=f"{row.role} of {row.person}", required=False, choices=CHOICES
                )

    def lines(self) -> list[tuple[LineRow, forms.BoundField | None]]:
        """Return each role with the question about it, where it is to be decided."""
        return [
            (row, self[str(row.public_id)] if str(row.public_id) in self.fields else None)
            for row in self.rows
        ]

    def decisions(self) -> dict[AccessReviewLine, str]:
        """Return what was chosen; what is for later is left out."""
        return {
            row.line: self.cleaned_data[str(row.public_id)]
            for row in self.rows
            if self.cleaned_data.get(str(row.public_id))
        }
