"""The register as a form: a few radios for each seat, the rest folded away."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from governance.attendance_rules import LETTERS
from governance.enums import Presence
from governance.forms.actions import FilterBoundField
from governance.selectors.attendance import LAST
from governance.selectors.register import Register, RegisterLine
from governance.services.attendance import GuestMark, MarkFacts
from krscp_portal.foundation.components import Link
from krscp_portal.foundation.errors import DomainError
from krscp_portal.foundation.forms import GovukForm

GUEST_WAYS = tuple(each for each in Presence if each != Presence.DEPUTY)
NEW_GUEST = "new-guest"
SPANS = (LAST, 12, 24)


def _clock(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "govuk-input--width-5"}),
        error_messages={"invalid": "Write the time like 10:15"},
    )


class MarkForm(GovukForm):
    """How one seat was there. `seen` is how it was marked when the page was opened."""

    presence = forms.ChoiceField(label="How they were", choices=Presence, required=False)
    deputy_post = forms.CharField(
        label="Who came instead", max_length=160, required=False, help_text="By post."
    )
    arrived_at = _clock("Came at")
    left_at = _clock("Left at")
    note = forms.CharField(label="Note", max_length=200, required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class GuestForm(GovukForm):
    """How one guest was there; the one that is being added has a box for the post."""

    guest = forms.CharField(
        label="Another guest",
        max_length=160,
        required=False,
        help_text="By post, never a private person.",
    )
    presence = forms.ChoiceField(
        label="How they were", choices=[(e.value, e.label) for e in GUEST_WAYS], required=False
    )


class MatrixForm(GovukForm):
    """How many meetings the matrix goes back, and one profession."""

    bound_field_class = FilterBoundField
    last = forms.TypedChoiceField(
        label="Meetings", choices=[(n, f"Last {n}") for n in SPANS], coerce=int, required=False
    )
    profession = forms.ChoiceField(label="Profession", required=False)

    def __init__(self, *args: Any, professions: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["profession"]
        field.choices = [("", "All"), *((each, each) for each in professions)]

    def wanted(self) -> dict[str, Any]:
        """Return what was asked for; with anything wrong in it, the last meetings of everybody."""
        data = self.cleaned_data if self.is_valid() else {}
        return {"last": data.get("last") or LAST, "profession": data.get("profession", "")}


@dataclass(frozen=True)
class Choice:
    """One radio, ready to be drawn."""

    id: str
    value: str
    letter: str
    label: str
    is_checked: bool


@dataclass(frozen=True)
class RegisterRow:
    """A line of the register with its form, where it can be marked."""

    line: RegisterLine
    form: Any

    @property
    def choices(self) -> list[Choice]:
        field = self.form["presence"]
        ways = Presence if self.line.may_send else GUEST_WAYS
        return [
            Choice(
                f"{field.auto_id}_{way.value}",
                way.value,
                LETTERS[way.value],
                str(way.label),
                field.value() == way.value,
            )
            for way in ways
        ]

    @property
    def is_unfolded(self) -> bool:
        """Say whether something stands, or is wrong, in the folded part."""
        names = ("deputy_post", "arrived_at", "left_at", "note")
        return any(self.form[name].value() or self.form[name].errors for name in names)


class RegisterForms:
    """Every row of a register's form, read and refused together."""

    def __init__(self, register: Register, data: Any = None) -> None:
        self.rows = [
            mark_row(line, data) if line.seat and not line.why_not else RegisterRow(line, None)
            for line in register.seats
        ]
        self.guests = [
            RegisterRow(line, _guest_form(line, f"guest-{n}", data))
            for n, line in enumerate(register.guests)
        ]
        blank = RegisterLine("", "", "", "", "", None)
        self.new_guest = RegisterRow(blank, GuestForm(data, prefix=NEW_GUEST))

    def is_valid(self) -> bool:
        """Say whether everything that was typed can be read; each form says what is wrong."""
        new = self.new_guest.form
        sound = [row.form.is_valid() for row in self._all()]
        if all(sound) and bool(new.cleaned_data["guest"]) != bool(new.cleaned_data["presence"]):
            lacks = "presence" if new.cleaned_data["guest"] else "guest"
            words = "Say how the guest was there" if lacks == "presence" else "Say who the guest is"
            new.add_error(lacks, words)
            return False
        return all(sound)

    def marks(self, *, rest: str = "") -> list[MarkFacts]:
        """Return what was said of the seats; of the others `rest`, where that is asked for."""
        rows = [row for row in self.rows if row.form]
        return [said for row in rows if (said := mark_facts(row, rest=rest)) and said.presence]

    def guest_marks(self) -> list[GuestMark]:
        """Return what was said of the guests."""
        known = [
            GuestMark(row.line.title, row.form.cleaned_data["presence"]) for row in self.guests
        ]
        new = self.new_guest.form.cleaned_data
        return [*known, GuestMark(new["guest"].strip(), new["presence"])]

    def refuse(self, refusal: DomainError) -> str:
        """Put a refusal beside the row that it names; return it where it names none."""
        prefix, _, name = (refusal.field or "").rpartition("-")
        for row in self._all():
            if row.form.prefix == prefix and name in row.form.fields:
                row.form.add_error(name, str(refusal))
                return ""
        return str(refusal)

    def problems(self) -> list[Link]:
        """Return everything that is wrong, each leading to its input."""
        return [
            Link(_problem(row, text), f"#{_first_id(row, name)}")
            for row in self._all()
            for name in row.form.fields
            for text in row.form[name].problems
        ]

    def _all(self) -> list[RegisterRow]:
        return [*(row for row in self.rows if row.form), *self.guests, self.new_guest]


def mark_row(line: RegisterLine, data: Any = None) -> RegisterRow:
    """Return the form of one seat, filled with what is kept or what was sent."""
    mark, seat = line.mark, line.seat
    initial = {
        "presence": line.presence,
        "seen": line.presence,
        "deputy_post": mark.deputy_post if mark else "",
        "arrived_at": mark.arrived_at if mark else None,
        "left_at": mark.left_at if mark else None,
        "note": mark.note if mark else "",
    }
    prefix = str(seat.public_id) if seat else ""
    return RegisterRow(line, MarkForm(data, prefix=prefix, initial=initial))


def mark_facts(row: RegisterRow, *, rest: str = "") -> MarkFacts | None:
    """Return what was said of one seat, whose form has been read."""
    data, seat = row.form.cleaned_data, row.line.seat
    if seat is None:
        return None
    return MarkFacts(
        seat=seat,
        presence=data["presence"] or rest,
        deputy_post=data["deputy_post"].strip(),
        arrived_at=data["arrived_at"],
        left_at=data["left_at"],
        note=data["note"].strip(),
        seen=data["seen"],
    )


def _guest_form(line: RegisterLine, prefix: str, data: Any) -> GuestForm:
    return GuestForm(data, prefix=prefix, initial={"guest": line.title, "presence": line.presence})


def _problem(row: RegisterRow, text: str) -> str:
    return f"{row.line.title}: {text}" if row.line.title else text


def _first_id(row: RegisterRow, name: str) -> str:
    field = row.form[name]
    return row.choices[0].id if name == "presence" else str(field.auto_id)
