"""Forms in GOV.UK markup: one renderer for every form, the sign-in forms included.

`FORM_RENDERER` points at GovukRenderer. A page writes `{{ form }}` (or `field.as_field_group` for
one field) and gets label, hint, message and control tied together; the page's frame shows the
error summary. Browser validation is left off, so that messages are ours and read alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.renderers import TemplatesSetting

from krscp_portal.foundation.date_fields import (
    DayField,
    GovukDateField,
    GovukDateTimeField,
    GovukDateTimeWidget,
    GovukDateWidget,
    Typed,
)

__all__ = [
    "DayField",
    "GovukBoundField",
    "GovukCheckboxes",
    "GovukDateField",
    "GovukDateTimeField",
    "GovukDateTimeWidget",
    "GovukDateWidget",
    "GovukForm",
    "GovukRadios",
    "GovukRenderer",
    "Section",
    "Typed",
]

# The first class that fits decides how a widget is drawn; the order goes from special to general.
KINDS: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (GovukDateWidget, "date", ""),
    (forms.CheckboxSelectMultiple, "checkboxes", "govuk-checkboxes__input"),
    (forms.RadioSelect, "radios", "govuk-radios__input"),
    (forms.CheckboxInput, "checkbox", "govuk-checkboxes__input"),
    (forms.Select, "select", "govuk-select"),
    (forms.Textarea, "textarea", "govuk-textarea"),
    (forms.FileInput, "file", "govuk-file-upload"),
    (
        forms.PasswordInput,
        "password",
        "govuk-input govuk-password-input__input govuk-js-password-input-input",
    ),
    (forms.Widget, "text", "govuk-input"),
)
GROUPS = frozenset({"date", "checkboxes", "radios"})
CHOICES = GROUPS | {"select", "checkbox"}
ARTICLES = frozenset({"a", "an", "the", "your", "their", "its", "this"})
ASKING = frozenset({"how", "what", "when", "where", "which", "who", "whose", "why"})
PREPOSITIONS = frozenset({"by", "from", "to"})
NARROW: dict[type, str] = {
    forms.NumberInput: "govuk-input--width-5",
    forms.EmailInput: "govuk-input--width-30",
}


class _Hinted:
    """A choice widget whose options may carry a hint each, keyed by the option's value."""

    def __init__(self, *, hints: dict[str, str] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.hints = hints or {}

    def create_option(self, *args: Any, **options: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **options)  # type: ignore[misc]
        if hint := self.hints.get(str(option["value"])):
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option


class GovukRadios(_Hinted, forms.RadioSelect):
    """Radio buttons; `hints={"value": "what choosing it means"}` explains options."""


class GovukCheckboxes(_Hinted, forms.CheckboxSelectMultiple):
    """Checkboxes of one question; `hints` as in GovukRadios."""


class GovukBoundField(forms.BoundField):
    """A field of a form as the templates need it: its kind, its messages and what to link to."""

    @property
    def kind(self) -> str:
        """Say which drawing of `forms/field.html` fits the widget."""
        return _kind(self.field.widget)[0]

    @property
    def is_group(self) -> bool:
        """Say whether the control is several inputs, which then need a fieldset and a legend."""
        return self.kind in GROUPS

    @property
    def problems(self) -> list[str]:
        """Return the messages to show; Django's bare "required" becomes one that says what to do."""
        errors = self.form.errors.as_data().get(self.name, [])
        return [self._say(error) for error in errors]

    def _say(self, error: forms.ValidationError) -> str:
        plain = str(forms.Field.default_error_messages["required"])
        text = " ".join(error.messages)
        if text != plain:
            return text
        subject = getattr(self.field, "subject", "") or self.label
        return required_message(str(subject), self.kind)

    @property
    def wrong_parts(self) -> tuple[str, ...]:
        """Name the boxes of a date that are at fault; all of them when the message does not say."""
        errors = self.form.errors.as_data().get(self.name, [])
        if not errors or not isinstance(self.field.widget, GovukDateWidget):
            return ()
        named = [part for error in errors for part in (error.params or {}).get("parts", ())]
        return tuple(named) or self.field.widget.part_names

    @property
    def first_id(self) -> str:
        """Return the id that the error summary links to: the first input at fault."""
        match self.kind:
            case "date":
                return f"{self.auto_id}_{(self.wrong_parts or ('day',))[0]}"
            case "radios" | "checkboxes":
                return f"{self.auto_id}_0"
            case _:
                return self.id_for_label

    @property
    def limit(self) -> int | None:
        """Return the most characters that a text area takes, for the counter under it."""
        return getattr(self.field, "max_length", None) if self.kind == "textarea" else None

    @property
    def is_optional(self) -> bool:
        """Say whether the label should say "(optional)": a lone checkbox never needs it."""
        label = str(self.label).lower()
        return not self.field.required and self.kind != "checkbox" and "optional" not in label

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Return the control's attributes with GOV.UK classes and links to hint and messages."""
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return built
        built.pop("required", None)
        kind, base = _kind(widget)
        if kind in GROUPS:
            built.pop("aria-invalid", None)
        if kind == "date":
            return {**built, "wrong_parts": self.wrong_parts}
        if self.limit:
            base += " govuk-js-character-count"
            built["maxlength"] = False
            described = [built.get("aria-describedby"), f"{self.auto_id}-info"]
            built["aria-describedby"] = " ".join(filter(None, described))
        if self.errors and kind in {"text", "password", "textarea", "select", "file"}:
            base += f" {base.split()[0]}--error"
        own = widget.attrs.get("class", "")
        built["class"] = " ".join(filter(None, [base, own or NARROW.get(type(widget), "")]))
        return {**built, **_typing_help(widget)}


def _kind(widget: forms.Widget) -> tuple[str, str]:
    return next((kind, base) for fits, kind, base in KINDS if isinstance(widget, fits))


def _typing_help(widget: forms.Widget) -> dict[str, Any]:
    """Return attributes that help typing: no placeholder, digits for one-time codes."""
    extra: dict[str, Any] = {"placeholder": False} if "placeholder" in widget.attrs else {}
    if widget.attrs.get("autocomplete") == "one-time-code":
        extra |= {"inputmode": "numeric", "spellcheck": "false", "autocapitalize": "none"}
    if isinstance(widget, forms.EmailInput | forms.PasswordInput):
        extra |= {"spellcheck": "false", "autocapitalize": "none"}
    return extra


def required_message(label: str, kind: str) -> str:
    """Return what to tell somebody who left a required field empty, in words about that field."""
    verb = "Select" if kind in CHOICES - {"date"} else "Enter"
    if kind == "checkbox":
        return f"Tick “{label}”"
    if label.endswith("?"):
        return f"{verb} an answer to “{label}”"
    first, _, rest = label.partition(" ")
    spoken = label if first[1:].lower() != first[1:] else f"{first.lower()} {rest}".strip()
    if first.lower() in PREPOSITIONS and rest.startswith("the "):
        return f"{verb} {rest}"
    return f"{verb} {spoken}" if first.lower() in (ARTICLES | ASKING) else f"{verb} the {spoken}"


class GovukRenderer(TemplatesSetting):
    """Django's form renderer with the portal's templates; set as `FORM_RENDERER`."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = GovukBoundField


@dataclass(frozen=True)
class Section:
    """A heading over some of a form's fields, with a sentence under it where that helps."""

    heading: str
    names: tuple[str, ...]
    hint: str = ""


class GovukForm(forms.Form):
    """The base of the portal's forms. `sections` groups the fields of a long one under headings."""

    use_required_attribute = False
    sections: ClassVar[tuple[Section, ...]] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    def grouped(self) -> Iterable[tuple[Section, list[forms.BoundField]]]:
        """Return each section with its fields; fields of no section come last, without a heading."""
        placed = {name for section in self.sections for name in section.names}
        rest = tuple(name for name in self.fields if name not in placed)
        for section in (*self.sections, Section("", rest)):
            fields = [self[name] for name in section.names if name in self.fields]
            yield section, [field for field in fields if not field.is_hidden]
