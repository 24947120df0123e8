"""Fields that the forms of this app share."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from governance.models import Group, Meeting
from krscp_portal.foundation.days import in_words
from krscp_portal.foundation.forms import DayField, GovukCheckboxes
from krscp_portal.foundation.moment import local

__all__ = [
    "DayField",
    "RowField",
    "RowsField",
    "dated",
    "group",
    "offer",
    "source_field",
    "words",
]


class RowField(forms.ModelChoiceField):
    """A choice of a row, by its public id; the form gives it its rows and its names."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("empty_label", "Select one")
        super().__init__(None, to_field_name="public_id", **options)


class RowsField(forms.ModelMultipleChoiceField):
    """A choice of several rows, by their public ids."""

    widget = GovukCheckboxes

    def __init__(self, **options: Any) -> None:
        super().__init__(None, to_field_name="public_id", **options)


def offer(form: forms.Form, name: str, rows: QuerySet[Any], *, label: Any = str) -> None:
    """Fill a field's choice of rows: only a form that is being made knows what may be chosen."""
    field: Any = form.fields[name]
    field.queryset = rows
    field.label_from_instance = label


def dated(row: Meeting) -> str:
    """Call a meeting by its day in England and its title."""
    return f"{in_words(local(row.starts_at))}, {row.title}"


def words(label: str, *, required: bool = False, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=2000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def group(label: str, **options: Any) -> "forms.ModelChoiceField[Group]":
    return forms.ModelChoiceField(
        Group.objects.none(), label=label, required=False, to_field_name="public_id", **options
    )


def source_field() -> forms.CharField:
    return forms.CharField(
        label="Source",
        required=False,
        max_length=200,
        help_text="Where it is written down. Kept for the record and not published.",
    )
