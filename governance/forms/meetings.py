"""Forms of one meeting: what it is, when it moves, why it is cancelled, who presides."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.db.models import QuerySet

from governance.enums import MeetingKind, MeetingState
from governance.forms.fields import DayField, RowField, RowsField, offer
from governance.models import Group, Meeting
from governance.selectors.meetings import EVER, PAST, MeetingFilter
from governance.services import MeetingFacts
from krscp_portal.foundation.forms import (
    GovukBoundField,
    GovukDateTimeField,
    GovukForm,
    GovukRadios,
    Section,
)

LONGEST = 720


def end_of(starts_at: datetime, minutes: int) -> datetime:
    """Return the end of so many minutes that really pass, also across a change of the clocks."""
    return starts_at.astimezone(UTC) + timedelta(minutes=minutes)


def link_field() -> forms.URLField:
    return forms.URLField(
        label="Link to join online",
        max_length=400,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )


def minutes_field() -> forms.IntegerField:
    return forms.IntegerField(label="How many minutes?", min_value=5, max_value=LONGEST)


class MeetingForm(GovukForm):
    sections = (
        Section("What", ("group", "kind", "title", "with_groups")),
        Section("When", ("starts_at", "minutes")),
        Section("Where", ("place", "link")),
        Section("Papers and calendar", ("papers_due_on", "is_public")),
    )
    group = RowField(label="Group")
    kind = forms.ChoiceField(label="Kind", choices=MeetingKind.choices)
    title = forms.CharField(label="Title", max_length=160)
    with_groups = RowsField(
        label="Groups that share it",
        required=False,
        help_text="Their members are asked as well, and it counts for their rules.",
    )
    starts_at = GovukDateTimeField(label="Start", subject="Start")
    minutes = minutes_field()
    place = forms.CharField(label="Place", max_length=200, required=False)
    link = link_field()
    papers_due_on = DayField(label="Papers are due on", required=False)
    is_public = forms.BooleanField(
        label="Show it in the public calendar",
        required=False,
        help_text="Only the group, the day and the time are shown there.",
    )

    def __init__(
        self,
        *args: Any,
        groups: QuerySet[Group],
        sharing: QuerySet[Group],
        keeps: bool = False,
        times: bool = True,
        **options: Any,
    ) -> None:
        """Offer the groups; a meeting that exists keeps its group, one that was sent its time."""
        super().__init__(*args, **options)
        offer(self, "group", groups)
        offer(self, "with_groups", sharing)
        if keeps:
            del self.fields["group"]
        if not times:
            del self.fields["starts_at"], self.fields["minutes"]

    def facts(self, *, kept: Meeting | None = None) -> MeetingFacts:
        """Return what was entered; what was not asked stays as `kept` has it."""
        said = {**self.cleaned_data, "with_groups": tuple(self.cleaned_data["with_groups"])}
        if kept is not None:
            said.setdefault("group", kept.group)
        if kept is not None and "starts_at" not in said:
            return MeetingFacts(starts_at=kept.starts_at, ends_at=kept.ends_at, **said)
        return MeetingFacts(ends_at=end_of(said["starts_at"], said.pop("minutes")), **said)


class MoveForm(GovukForm):
    starts_at = GovukDateTimeField(label="New start", subject="New start")
    minutes = minutes_field()

    def times(self) -> dict[str, datetime]:
        """Return the new start and end."""
        starts_at = self.cleaned_data["starts_at"]
        return {
            "starts_at": starts_at,
            "ends_at": end_of(starts_at, self.cleaned_data["minutes"]),
        }


class CancelForm(GovukForm):
    reason = forms.CharField(
        label="Why is it cancelled?",
        max_length=240,
        help_text="Shown to whoever may see the meeting. Say nothing of a case here.",
    )


class PresideForm(GovukForm):
    presiding = forms.ChoiceField(label="Who presides?", required=False, widget=GovukRadios())

    def __init__(self, *args: Any, seats: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["presiding"]
        field.choices = list(seats)


class _FilterField(GovukBoundField):
    is_optional = False  # nothing is asked of anybody, so "(optional)" says nothing


class MeetingFilterForm(GovukForm):
    """What to list. A form of GET: nothing is required, and nonsense asks for what is to come."""

    bound_field_class = _FilterField
    group = RowField(label="Group", required=False, empty_label="All")
    when = forms.ChoiceField(
        label="When",
        choices=[("", "To come"), (PAST, "Past, the last first"), (EVER, "All")],
        required=False,
    )
    state = forms.ChoiceField(
        label="How it stands", choices=[("", "All"), *MeetingState.choices], required=False
    )

    def __init__(self, *args: Any, groups: QuerySet[Group], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "group", groups)

    def wanted(self) -> MeetingFilter:
        """Return what was asked for; with anything wrong in it, what is to come."""
        return MeetingFilter(**self.cleaned_data) if self.is_valid() else MeetingFilter()
