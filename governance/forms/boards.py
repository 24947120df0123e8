"""Forms of linked boards and what has been agreed with them."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.db.models import QuerySet

from governance.enums import BoardKind
from governance.forms.fields import DayField, RowsField, offer, source_field, words
from governance.services import BoardFacts, ProtocolFacts
from krscp_portal.foundation.forms import GovukForm
from partnerships.models import Area
from partnerships.paper_field import KINDS, PaperField


class BoardForm(GovukForm):
    name = forms.CharField(label="Name", max_length=160)
    kind = forms.ChoiceField(label="Kind", choices=[("", "Select one"), *BoardKind.choices])
    areas = RowsField(
        label="Areas",
        required=False,
        help_text="Tick none for a board that works in all of them.",
    )
    plural = forms.BooleanField(
        label="Several, not named",
        required=False,
        help_text="The document speaks of several boards without saying which.",
    )
    shared_with = forms.CharField(
        label="Shared with",
        max_length=120,
        required=False,
        help_text="A place outside the partnership that the board also serves.",
    )
    contact = forms.CharField(
        label="Contact post",
        max_length=160,
        required=False,
        help_text="The post to speak to, never a person’s name.",
    )
    note = words("Note")
    source = source_field()

    def __init__(self, *args: Any, areas: QuerySet[Area], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "areas", areas)

    def facts(self) -> BoardFacts:
        """Return what was entered."""
        data = self.cleaned_data
        return BoardFacts(**{**data, "areas": tuple(data["areas"])})


class ProtocolForm(GovukForm):
    title = forms.CharField(label="Title", max_length=200)
    agreed_on = DayField(
        label="Agreed on", required=False, help_text="Leave empty while it is still to be made."
    )
    day_unknown = forms.BooleanField(
        label="It has been agreed, and the day is not known", required=False
    )
    review_on = DayField(label="To be reviewed on", required=False)
    link = forms.URLField(
        label="Link",
        max_length=400,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        help_text="Where it is published, if it is.",
    )
    paper = PaperField(
        label="Document",
        required=False,
        help_text=f"{KINDS} It takes the place of the one that is kept now.",
    )
    note = words("Note")
    source = source_field()

    def facts(self) -> ProtocolFacts:
        """Return what was entered."""
        return ProtocolFacts(**self.cleaned_data)


class EndForm(GovukForm):
    on = DayField(label="Last day")
