"""The register of interests: declaring, recording for somebody, deciding, ending."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from krscp_portal.foundation.forms import GovukForm, GovukRadios
from partnerships.enums import ConflictKind
from partnerships.forms.fields import RowField, offer_rows, prose
from partnerships.models import Person
from partnerships.services.conflicts import InterestFacts

WHO_READS = (
    "Everybody who signs in to this partnership can read this; a young scrutineer’s is shown only "
    "to them, to whoever keeps the record and to whoever decides. It is never published. Name no "
    "child and no case."
)


class PersonField(RowField):
    """A choice of a person, by name: a person's own text is a reference, for logs."""

    def label_from_instance(self, obj: Person) -> str:
        return obj.name


class DeclareForm(GovukForm):
    kind = forms.ChoiceField(
        label="What do you declare?",
        choices=ConflictKind.choices,
        widget=GovukRadios(
            hints={
                ConflictKind.EMPLOYMENT: "For example, working for a body that bids for work here.",
                ConflictKind.OTHER_ROLE: "Also where a scrutineer is asked to mediate.",
            }
        ),
    )
    matter = prose("What it is about", required=False, limit=1000, rows=3, help_text=WHO_READS)

    def facts(self) -> InterestFacts:
        """Return what was entered."""
        return InterestFacts(self.cleaned_data["kind"], self.cleaned_data["matter"])


class RecordInterestForm(DeclareForm):
    field_order = ("person", "kind", "matter")
    person = PersonField(Person.objects.none(), label="Who declared it")

    def __init__(self, *args: Any, people: QuerySet[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].label = "What did they declare?"
        offer_rows(self, "person", people)


class DecideForm(GovukForm):
    handling = prose(
        "How it is handled",
        limit=1000,
        rows=3,
        help_text="What the person stays out of, and who acts instead.",
    )


class EndInterestForm(GovukForm):
    reason = forms.CharField(label="Reason", max_length=200)
