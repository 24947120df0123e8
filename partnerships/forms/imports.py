"""Importing spreadsheets."""

from typing import Any

from django import forms

from krscp_portal.foundation import spreadsheets
from krscp_portal.foundation.forms import GovukForm, GovukRadios
from partnerships.forms.fields import offer
from partnerships.models import ImportBatch
from partnerships.services.import_check import column_name
from partnerships.services.importing import importer, importers

SAMPLES = 2
LONGEST_SAMPLE = 30


class UploadForm(GovukForm):
    kind = forms.ChoiceField(
        label="What does the file hold?",
        widget=GovukRadios,
        error_messages={"required": "Select what the file holds"},
    )
    file = forms.FileField(
        label="File",
        help_text=(
            f"CSV or XLSX, at most {spreadsheets.MAX_ROWS:,} rows and "
            f"{spreadsheets.MAX_BYTES // 1024 // 1024} MB. The first row names the columns."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": "Select a file"},
        allow_empty_file=True,  # an empty one is explained as every other fault is
        max_length=None,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        found = importers()
        offer(self, "kind", [(each.key, each.label) for each in found])
        self.fields["kind"].widget.hints = {each.key: each.help for each in found}

    def facts(self) -> dict[str, Any]:
        """Return what was chosen, and the file's name and bytes, no more of it than may be."""
        upload = self.cleaned_data["file"]
        content = upload.read(spreadsheets.MAX_BYTES + 1)
        return {"kind": self.cleaned_data["kind"], "name": upload.name, "content": content}


class ColumnsForm(GovukForm):
    """Which column holds which field: one select for each field, with a sample of each column."""

    def __init__(self, *args: Any, batch: ImportBatch, **options: Any) -> None:
        initial = {key: str(index) for key, index in batch.mapping.items()}
        super().__init__(*args, initial=initial, **options)
        self.batch = batch
        columns = [(str(index), _sampled(batch, index)) for index in range(len(batch.columns))]
        for each in importer(batch.kind).fields:
            helped = [each.help, f"One of: {'; '.join(each.allowed)}." if each.allowed else ""]
            self.fields[each.key] = forms.ChoiceField(
                label=each.label,
                required=each.required,
                choices=[("", "No column of this file"), *columns],
                help_text=" ".join(filter(None, helped)),
                error_messages={"required": f"Say which column holds “{each.label}”"},
            )

    def mapping(self) -> dict[str, int]:
        """Return the column of each field that has one."""
        return {key: int(index) for key, index in self.cleaned_data.items() if index}


def _sampled(batch: ImportBatch, index: int) -> str:
    cells = (row[index] for row in batch.rows if row and row[index])
    samples = [cell[:LONGEST_SAMPLE] for cell, _ in zip(cells, range(SAMPLES), strict=False)]
    name = column_name(batch.columns, index)
    return f"{name} (such as {'; '.join(samples)})" if samples else name
