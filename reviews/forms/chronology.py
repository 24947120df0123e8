"""Forms of a chronology: one row, a spreadsheet or pasted rows, how the list is narrowed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from krscp_portal.foundation.forms import GovukBoundField, GovukDateField, GovukForm
from krscp_portal.foundation.spreadsheets import MAX_BYTES
from partnerships.models import AgencyMembership, Organisation
from partnerships.papers import Paper, too_large
from reviews.chronology import LONGEST, USUAL_GAP, RowFacts
from reviews.chronology_cells import COLUMNS
from reviews.forms.wording import NO_NAMES
from reviews.models import ChronologyRow
from reviews.selectors.chronology import Wanted

MOST_PASTED = 2_000_000
LONGEST_GAP = 3_650


class FilterBoundField(GovukBoundField):
    """A field of a filter: nothing is asked of anybody, so "(optional)" says nothing."""

    is_optional = False


class SheetField(forms.FileField):
    """A spreadsheet as its name and bytes. A large one is refused before it is read into memory."""

    def clean(self, data: Any, initial: Any = None) -> Paper | None:
        """Return what was sent, or nothing where the field may stay empty."""
        sent = super().clean(data, None)
        if not sent:
            return None
        if sent.size > MAX_BYTES:
            raise ValidationError(too_large(MAX_BYTES))
        return Paper(sent.name, sent.read())


def _sentences(label: str, *, rows: int, hint: str = "", required: bool = False) -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST["event"],
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _agency_field(label: str) -> Any:
    return forms.ModelChoiceField(
        Organisation.objects.none(),
        label=label,
        to_field_name="public_id",
        empty_label="Select one",
    )


def agencies_of_register() -> QuerySet[Organisation]:
    """Return the agencies of the partnership's register, for whom rows may be added."""
    mine = AgencyMembership.objects.values("organisation_id")
    return Organisation.objects.filter(pk__in=mine).order_by("name", "pk")


class RowForm(GovukForm):
    """One row: when in days or in words, what happened, from which record."""

    from_on = GovukDateField(
        label="Day, or first day of a period", subject="The day", required=False
    )
    to_on = GovukDateField(label="Last day of a period", subject="The last day", required=False)
    when_words = forms.CharField(
        label="Or when in words",
        max_length=LONGEST["when_words"],
        required=False,
        help_text="Where no day is known, such as “spring 2024”.",
    )
    event = _sentences("What happened?", rows=4, hint=NO_NAMES, required=True)
    source = forms.CharField(
        label="From which record?",
        max_length=LONGEST["source"],
        required=False,
        help_text="Such as “Health visitor’s notes”.",
    )
    comment = _sentences("Comment", rows=2)
    practice_note = _sentences(
        "Practice note", rows=2, hint="What was done well, or could have been done otherwise."
    )

    def facts(self) -> RowFacts:
        """Return the row that was typed, with line ends as they are stored."""
        said = {name: self.cleaned_data[name] for name in COLUMNS}
        for name in ("event", "comment", "practice_note"):
            said[name] = said[name].replace("\r\n", "\n")
        return RowFacts(**said)


class AgencyRowForm(RowForm):
    """One row that is added for an agency."""

    organisation = _agency_field("Which agency tells it?")
    field_order = ("organisation",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "organisation", agencies_of_register())


def initial_of(row: ChronologyRow) -> dict[str, Any]:
    """Return what a row's form begins with."""
    return {name: getattr(row, name) for name in COLUMNS}


class RowsForm(GovukForm):
    """Rows as a file or pasted."""

    file = SheetField(
        label="Spreadsheet",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text="CSV or XLSX, at most 10,000 rows and 5 megabytes.",
    )
    pasted = forms.CharField(
        label="Or paste the rows here",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Copied from a spreadsheet, with its first row that names the columns.",
    )

    def begin_again(self) -> None:
        """Set aside what is missing, so that only a refusal of rows looked at before is shown."""
        self.full_clean()
        self.errors.clear()

    def clean(self) -> dict[str, Any]:
        """Refuse nothing, both at once, and a text that is too long to be sent in one piece."""
        data = super().clean() or {}
        file, pasted = data.get("file"), (data.get("pasted") or "").strip()
        if "file" not in self.errors and not file and not pasted:
            self.add_error("file", "Choose a file, or paste rows.")
        elif file and pasted:
            self.add_error("pasted", "Choose a file or paste rows, not both.")
        elif len(pasted) > MOST_PASTED:
            self.add_error("pasted", "This is too much to paste. Upload it as a file.")
        return data

    def sheet(self) -> tuple[str, bytes]:
        """Return the name and the bytes of what was given."""
        if file := self.cleaned_data.get("file"):
            return file.name, file.content
        return "pasted.csv", self.cleaned_data["pasted"].strip("\r\n").encode()


class AgencyRowsForm(RowsForm):
    """Rows of one agency."""

    organisation = _agency_field("Whose rows are they?")
    field_order = ("organisation",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "organisation", agencies_of_register())


class WantedForm(GovukForm):
    """How the chronology is narrowed, and from how many days on a gap is one."""

    bound_field_class = FilterBoundField
    agency = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Agency",
        to_field_name="public_id",
        empty_label="All",
        required=False,
    )
    words = forms.CharField(label="Words", max_length=100, required=False)
    since = GovukDateField(label="From", subject="The first day", required=False)
    until = GovukDateField(label="To", subject="The last day", required=False)
    gap = forms.IntegerField(
        label="A gap is so many days",
        min_value=1,
        max_value=LONGEST_GAP,
        required=False,
        initial=USUAL_GAP,
    )
    noted = forms.BooleanField(label="Only with a practice note", required=False)

    def __init__(self, *args: Any, agencies: QuerySet[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, "agency", agencies)

    def wanted(self) -> Wanted:
        """Return what was asked for; with anything wrong in it, everything."""
        if not self.is_valid():
            return Wanted()
        said = dict(self.cleaned_data)
        return Wanted(**{**said, "gap": said["gap"] or USUAL_GAP})


def _offer(form: forms.Form, name: str, rows: QuerySet[Organisation]) -> None:
    field: Any = form.fields[name]
    field.queryset = rows
    field.label_from_instance = lambda row: row.name
