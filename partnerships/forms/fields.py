"""Fields that several forms share."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet

from krscp_portal.foundation.forms import DayField

__all__ = ["DayField", "RowField", "offer", "offer_rows", "prose"]


class RowField(forms.ModelChoiceField):
    """A choice of a row, by its public id: primary keys never leave the portal."""

    def __init__(self, queryset: QuerySet[Any], **options: Any) -> None:
        options.setdefault("empty_label", "Select one")
        super().__init__(queryset, to_field_name="public_id", **options)


def offer_rows(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Fill a field's choice of rows: only a form that is being made knows what may be chosen."""
    cast("forms.ModelChoiceField[Any]", form.fields[name]).queryset = rows


def offer(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Fill a field's choices."""
    cast("forms.ChoiceField", form.fields[name]).choices = choices


def prose(label: str, *, limit: int = 2000, **options: Any) -> forms.CharField:
    """Return a field for a few sentences, with a limit that the page counts down."""
    rows = options.pop("rows", 4)
    return forms.CharField(
        label=label, max_length=limit, widget=forms.Textarea(attrs={"rows": rows}), **options
    )
