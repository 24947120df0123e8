"""Who took part in a review, what the reviewer was asked, and how it moved on."""

from typing import Any

from django import forms

from krscp_portal.foundation.forms import GovukDateField, GovukForm, GovukRadios
from reviews.enums import InvitationAnswer
from reviews.forms.steps import prose
from reviews.forms.wording import NO_NAMES
from reviews.services.engagement import EventFacts, FamilyFacts

YES, NO = "yes", "no"
CHOICES = [(YES, "Yes"), (NO, "No")]


class FamilyForm(GovukForm):
    """Somebody of the family, and how they were invited or why not."""

    who = forms.CharField(
        label="What are they to the child?",
        max_length=80,
        help_text="Such as “mother” or “older brother”. No names.",
    )
    is_child = forms.ChoiceField(
        label="Are they a child themselves?", choices=CHOICES, widget=GovukRadios
    )
    was_invited = forms.ChoiceField(
        label="Were they invited to take part?", choices=CHOICES, widget=GovukRadios
    )
    invited_on = GovukDateField(
        label="If they were: on which day?", subject="The day of the invitation", required=False
    )
    how = forms.CharField(
        label="How?", max_length=160, required=False, help_text="Such as: a visit with a letter."
    )
    note = prose(
        "If they were not: why?",
        required=False,
        help_text=f"Or anything to know about the invitation. {NO_NAMES}",
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the day of an invitation."""
        said: dict[str, Any] = super().clean() or {}
        missing = said.get("invited_on") is None and "invited_on" not in self.errors
        if said.get("was_invited") == YES and missing:
            self.add_error("invited_on", "Enter the day of the invitation.")
        return said

    def facts(self) -> FamilyFacts:
        """Return what was typed as the service takes it."""
        said = self.cleaned_data
        invited = said["was_invited"] == YES
        return FamilyFacts(
            who=said["who"],
            is_child=said["is_child"] == YES,
            invited_on=said["invited_on"] if invited else None,
            how=said["how"] if invited else "",
            note=said["note"],
        )


class FamilyAnswerForm(GovukForm):
    """What somebody answered."""

    answer = forms.ChoiceField(
        label="What did they answer?",
        choices=[
            (each.value, each.label)
            for each in (InvitationAnswer.ACCEPTED, InvitationAnswer.DECLINED)
        ],
        widget=GovukRadios,
    )
    answered_on = GovukDateField(label="On which day?", subject="The day")
    note = prose("Note", rows=3, required=False)


class PublicationForm(GovukForm):
    """When somebody was told that a report will be published."""

    told_on = GovukDateField(label="On which day were they told?", subject="The day")


class EventForm(GovukForm):
    """An event with practitioners."""

    title = forms.CharField(
        label="What kind of event was it?", max_length=160, help_text=f"A learning day. {NO_NAMES}"
    )
    held_on = GovukDateField(label="On which day?", subject="The day")
    invited = forms.IntegerField(label="How many were invited?", min_value=1, max_value=1000)
    attended = forms.IntegerField(label="How many came?", min_value=0, max_value=1000)
    learned = prose("What was learned?", rows=4, required=False)
    support_offered = prose(
        "What support was offered to them?",
        required=False,
        help_text="Practitioners take part without blame for what they did in good faith.",
    )

    def facts(self) -> EventFacts:
        """Return what was typed as the service takes it."""
        return EventFacts(**self.cleaned_data)


class EventChangeForm(EventForm):
    """An event with practitioners that is put right."""

    reason = forms.CharField(
        label="What has to be put right?",
        max_length=200,
        help_text=f"The reason stays in the audit. {NO_NAMES}",
    )

    def facts(self) -> EventFacts:
        """Return what was typed as the service takes it."""
        said = {name: what for name, what in self.cleaned_data.items() if name != "reason"}
        return EventFacts(**said)


class EventRemovalForm(GovukForm):
    """Why an event with practitioners is taken away."""

    reason = forms.CharField(
        label="Why is it taken away?",
        max_length=200,
        help_text=f"The reason, the day and the numbers stay in the audit. {NO_NAMES}",
    )


class ProgressForm(GovukForm):
    """An entry of the log."""

    on = GovukDateField(label="On which day?", subject="The day")
    text = prose("What happened?", rows=4)
    early_learning = forms.BooleanField(
        label="This is learning that is acted on before the review ends", required=False
    )


class NewInformationForm(GovukForm):
    """What may be of national importance."""

    text = prose("What is new?", rows=4)
    told_on = GovukDateField(
        label="On which day was the Panel told?",
        subject="The day",
        help_text="The portal does not tell the Panel. Tell it first, then record the day.",
    )


class QueryForm(GovukForm):
    """A written question to the reviewer."""

    text = prose(
        "Question",
        rows=5,
        help_text="In writing only. The portal keeps it and does not send it: send these words.",
    )


class QueryAnswerForm(GovukForm):
    """What the reviewer answered in writing."""

    answer = prose("Answer", rows=5)
    answered_on = GovukDateField(label="On which day?", subject="The day")
