"""Forms of agendas, their papers and what stands on every one of them."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.enums import Part, Purpose
from governance.forms.fields import RowField, dated, offer, source_field
from governance.models import AgendaItem, Group, Meeting, Priority, StandingItem
from governance.services.agenda import ItemFacts
from governance.services.meeting_papers import PaperFacts
from krscp_portal.foundation.forms import GovukForm, GovukRadios, Section
from partnerships.models import Seat
from partnerships.paper_field import PaperField
from partnerships.papers import LIMIT_OF_MEETINGS

PARTS = {
    Part.A.value: "Whoever may read the group’s record.",
    Part.B.value: "The members of the group, those who keep its record, and guests let in for it.",
}


def _part() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Who may read it",
        choices=Part.choices,
        initial=Part.A,
        widget=GovukRadios(hints=PARTS),
    )


def _minutes() -> forms.IntegerField:
    return forms.IntegerField(label="Minutes", min_value=1, max_value=480, required=False)


def _purpose() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Purpose", choices=Purpose.choices, initial=Purpose.DISCUSSION, widget=GovukRadios()
    )


class ItemForm(GovukForm):
    """An item of an agenda; `seen` is the revision that the person had before them."""

    sections = (
        Section("What", ("title", "purpose", "text", "minutes", "priority")),
        Section("Who leads", ("lead", "lead_post"), hint="A seat, or a guest by their post."),
        Section("Confidential?", ("part", "part_reason")),
    )

    title = forms.CharField(label="Title", max_length=200)
    purpose = _purpose()
    text = forms.CharField(
        label="What the meeting is asked to do",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    minutes = _minutes()
    priority = RowField(label="Priority that it serves", required=False, empty_label="None")
    lead = RowField(label="Seat", required=False, empty_label="None")
    lead_post = forms.CharField(
        label="Guest", max_length=160, required=False, help_text="The post, never a person’s name."
    )
    part = _part()
    part_reason = forms.CharField(
        label="Why it is for part B",
        max_length=200,
        required=False,
        help_text="A few words without any detail of the case.",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        *args: Any,
        seats: QuerySet[Seat],
        priorities: QuerySet[Priority],
        is_locked: bool = False,
        **options: Any,
    ) -> None:
        """Offer seats and priorities; an item that is locked in keeps its title and its part."""
        super().__init__(*args, **options)
        offer(self, "lead", seats, label=lambda row: row.title)
        offer(self, "priority", priorities, label=lambda row: row.title)
        for name in ("title", "part", "part_reason") if is_locked else ():
            self.fields[name].disabled = True

    def facts(self) -> ItemFacts:
        """Return what was entered."""
        return ItemFacts(**{k: v for k, v in self.cleaned_data.items() if k != "seen"})

    def seen_revision(self) -> int:
        """Return the revision that the form was filled from."""
        return self.cleaned_data["seen"] or 0


class ReasonForm(GovukForm):
    reason = forms.CharField(label="Why?", max_length=200)


class MovePlaceForm(GovukForm):
    """Where an item goes: one place up or down by a button, or to a place that is typed."""

    place = forms.IntegerField(required=False)
    step = forms.IntegerField(required=False, widget=forms.HiddenInput())
    seen = forms.IntegerField(widget=forms.HiddenInput())

    def place_wanted(self) -> int:
        """Return the place that was asked for; 0, which is refused, where none was."""
        return self.cleaned_data["step"] or self.cleaned_data["place"] or 0


class TakeForm(GovukForm):
    meeting = RowField(label="Meeting")

    def __init__(self, *args: Any, meetings: QuerySet[Meeting], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "meeting", meetings, label=dated)


class PaperForm(GovukForm):
    title = forms.CharField(label="What the paper is called", max_length=200)
    paper = PaperField(
        label="File",
        limit=LIMIT_OF_MEETINGS,
        help_text="A PDF, which is bound into the pack, or a Word (.docx) or OpenDocument (.odt) "
        "text, which is not. Up to 50 megabytes.",
    )
    part = _part()

    def __init__(self, *args: Any, item: AgendaItem, **options: Any) -> None:
        """Ask for the part only where the item leaves a choice."""
        super().__init__(*args, **options)
        if item.part == Part.B:
            del self.fields["part"]

    def facts(self) -> PaperFacts:
        """Return what was entered."""
        return PaperFacts(**self.cleaned_data)


class StandingForm(GovukForm):
    """Something that stands on every agenda of a group."""

    title = forms.CharField(label="Title", max_length=200)
    order = forms.IntegerField(
        label="Place",
        min_value=1,
        max_value=99,
        initial=50,
        help_text="From 1 to 99. Other items come after those up to 50 and before those above.",
    )
    purpose = _purpose()
    minutes = _minutes()
    locked = forms.BooleanField(
        label="Locked in: it cannot be taken off an agenda, and its outcome has to be minuted",
        required=False,
    )
    part = _part()
    note = forms.CharField(label="Note", max_length=200, required=False)
    source = source_field()
    every_group = forms.BooleanField(label="", required=False)

    def __init__(self, *args: Any, kind: str = "", **options: Any) -> None:
        """Ask whether it is for every group of the kind only where the kind is named."""
        super().__init__(*args, **options)
        if kind:
            self.fields["every_group"].label = f"On the agenda of every group of the kind “{kind}”"
        else:
            del self.fields["every_group"]

    def row_of(self, group: Group) -> StandingItem:
        """Return what was entered as a new row: of the group, or of every group of its kind."""
        facts = dict(self.cleaned_data)
        if facts.pop("every_group", False):
            return StandingItem(group_kind=group.kind, **facts)
        return StandingItem(group=group, **facts)
