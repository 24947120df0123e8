"""Forms of a panel's meeting: when it is, who was there, what was said, what is to be done."""

from collections.abc import Iterable
from typing import Any

from django import forms

from governance.enums import Presence
from krscp_portal.foundation.forms import (
    GovukBoundField,
    GovukDateField,
    GovukDateTimeField,
    GovukForm,
)
from partnerships.models import Seat
from reviews.forms.wording import NO_NAMES, POST_HELP
from reviews.panel_rules import LONGEST
from reviews.selectors.panel import Expected
from reviews.services.panel import MeetingFacts
from reviews.services.panel_minutes import Typed

NOT_MARKED = ("", "Not marked")


class MeetingForm(GovukForm):
    """When and where, and who presides."""

    starts_at = GovukDateTimeField(label="When does it begin?", subject="The beginning")
    place = forms.CharField(
        label="Where?",
        max_length=160,
        required=False,
        help_text="A room, or “online”. No link that opens by itself.",
    )
    chair_post = forms.CharField(
        label="Which post is in the chair?", max_length=160, required=False, help_text=POST_HELP
    )

    def facts(self) -> MeetingFacts:
        """Return what was entered."""
        return MeetingFacts(**self.cleaned_data)


class PlainBoundField(GovukBoundField):
    """A field that may stay empty for now, of which "(optional)" would say too little."""

    is_optional = False


class RegisterForm(GovukForm):
    """How each post was there: a question for each."""

    bound_field_class = PlainBoundField

    def __init__(self, *args: Any, register: Iterable[Expected], **options: Any) -> None:
        super().__init__(*args, **options)
        for each in register:
            self.fields[each.key] = forms.ChoiceField(
                label=each.post,
                choices=[NOT_MARKED, *Presence.choices],
                required=False,
                initial=each.code or each.likely,
            )

    def codes(self) -> dict[str, str]:
        """Return how each post was there, by its key; of posts that the page did not show, nothing."""
        return {key: code for key, code in self.cleaned_data.items() if key in self.data}


class ReopenRegisterForm(GovukForm):
    """Why a closed register is opened again."""

    reason = forms.CharField(
        label="What has to be put right?",
        max_length=200,
        help_text=f"The reason and what was closed stay in the audit. {NO_NAMES}",
    )


class GuestForm(GovukForm):
    """A post that was not expected."""

    post = forms.CharField(label="Which post?", max_length=160, help_text=POST_HELP)
    code = forms.ChoiceField(
        label="How was it there?",
        choices=[each for each in Presence.choices if each[0] != Presence.DEPUTY],
    )


class ItemForm(GovukForm):
    """An item for the agenda."""

    title = forms.CharField(label="What is it about?", max_length=160, help_text=NO_NAMES)


class MinutesForm(GovukForm):
    """What was said of one item; it carries the revision that it began from."""

    bound_field_class = PlainBoundField
    text = forms.CharField(
        label="Minutes",
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=LONGEST,
        required=False,
        help_text=NO_NAMES,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    over = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def typed(self) -> Typed:
        """Return what was typed."""
        return Typed(**self.cleaned_data)


class AgreeForm(GovukForm):
    """When the minutes were agreed."""

    agreed_on = GovukDateField(label="On which day were they agreed?", subject="The day")


class ActionForm(GovukForm):
    """Something to be done at once."""

    title = forms.CharField(
        label="What is to be done?",
        max_length=200,
        help_text="Begin with a verb. Nothing of the case: whoever does it may not see the case.",
    )
    owner = forms.ModelChoiceField(
        Seat.objects.none(),
        label="By which seat?",
        to_field_name="public_id",
        empty_label="Select one",
    )
    due_on = GovukDateField(label="By when?", subject="The day")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        seats = Seat.objects.filter(closed_on__isnull=True).select_related("organisation")
        field: Any = self.fields["owner"]
        field.queryset = seats.order_by("title", "pk")
        field.label_from_instance = lambda row: (
            f"{row.title} ({row.organisation.name})" if row.organisation else row.title
        )
