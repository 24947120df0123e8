"""Dates and moments typed into separate boxes, as the GOV.UK date input asks for them.

A picker is never needed: month names, single digits and times such as 9:32am are understood, what
was typed is shown again, and a refusal says which box is at fault. Nothing here reads the clock.
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

DATE_PARTS = ("day", "month", "year")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
EARLIEST, LATEST = date(1948, 1, 1), date(2100, 1, 1)
_TIME = re.compile(r"^(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?$")
_WORDS = {"noon": time(12), "midday": time(12), "12 noon": time(12), "midnight": time(0)}


class Typed(str):
    """What was typed into the boxes: the parts as they were, readable as one ISO-like text.

    Being text, it also serves a plain Django field, which then gives its own plainer messages.
    """

    parts: Mapping[str, str]

    def __new__(cls, parts: Mapping[str, str]) -> Self:
        month = _month(parts["month"])
        day = parts["day"].zfill(2)
        text = f"{parts['year']}-{month or 0:02d}-{day}"
        instance = super().__new__(cls, f"{text} {parts['time']}" if parts.get("time") else text)
        instance.parts = dict(parts)
        return instance


def _month(text: str) -> int | None:
    """Return 1 to 12 for a number, a name or its first three letters or more, else None."""
    word = text.strip().lower().rstrip(".")
    if re.fullmatch(r"[0-9]{1,2}", word):
        return int(word) if 1 <= int(word) <= 12 else None
    fits = [number for number, name in enumerate(MONTHS, start=1) if name.startswith(word)]
    return fits[0] if len(word) >= 3 and fits else None


def read_date(parts: Mapping[str, str], *, subject: str) -> date:
    """Return the date that the boxes say.

    Raises ValidationError naming the boxes at fault (in `params["parts"]`): one left empty, a
    year without four numbers, or a day that the calendar does not have.
    """
    missing = [name for name in DATE_PARTS if not parts[name]]
    if missing:
        raise _wrong(f"{subject} must include a {' and '.join(missing)}", missing)
    if not re.fullmatch(r"[0-9]{4}", parts["year"]):
        raise _wrong("Year must include 4 numbers", ["year"])
    month = _month(parts["month"])
    if month is None:
        raise _wrong(f"{subject} must be a real date: check the month", ["month"])
    day = parts["day"] if re.fullmatch(r"[0-9]{1,2}", parts["day"]) else "0"
    try:
        return date(int(parts["year"]), month, int(day))
    except ValueError:
        raise _wrong(f"{subject} must be a real date", DATE_PARTS) from None


def read_time(text: str) -> time:
    """Return the time that was typed: 9:32am, 9.32 pm, 14:05, 9am, noon or midnight.

    Raises ValidationError for anything else, a bare hour included: 9 could be morning or evening.
    """
    word = text.strip().lower()
    if word in _WORDS:
        return _WORDS[word]
    match = _TIME.match(word)
    refusal = _wrong("Time must be like 9:32am or 14:05", ["time"])
    if not match or not (match[2] or match[3]):
        raise refusal
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half and not 1 <= hour <= 12:
        raise refusal
    try:
        return time(hour % 12 + (12 if half == "pm" else 0) if half else hour, minute)
    except ValueError:
        raise refusal from None


def _wrong(message: str, parts: "list[str] | tuple[str, ...]") -> ValidationError:
    return ValidationError(message, code="invalid", params={"parts": tuple(parts)})


def plausible(day: date) -> None:
    """Refuse a year that can only be a slip of the keyboard."""
    if not EARLIEST <= day < LATEST:
        raise ValidationError(f"The year must be between {EARLIEST.year} and {LATEST.year - 1}")


class GovukDateWidget(forms.Widget):
    """Three boxes: `<name>_day`, `<name>_month`, `<name>_year`; an ISO text under `<name>` too."""

    template_name = "forms/widgets/date.html"
    use_fieldset = True
    part_names: tuple[str, ...] = DATE_PARTS

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Typed | None:
        """Return what was typed, or None when every box is empty."""
        parts = {part: (data.get(f"{name}_{part}") or "").strip() for part in self.part_names}
        if not any(parts.values()):
            parts = self.parts_of(data.get(name))
        return Typed(parts) if any(parts.values()) else None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(f"{name}_{part}" in data for part in self.part_names) and name not in data

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_{index or 'day'}" if id_ else ""

    def parts_of(self, value: Any) -> dict[str, str]:
        """Return the boxes' texts for a date, a moment, an ISO text or what was typed."""
        if isinstance(value, Typed):
            return {part: value.parts.get(part, "") for part in self.part_names}
        if isinstance(value, str) and value:
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                value = None
        if isinstance(value, datetime) and timezone.is_aware(value):
            value = timezone.localtime(value)
        if not isinstance(value, date):
            return dict.fromkeys(self.part_names, "")
        texts = {"day": str(value.day), "month": str(value.month), "year": f"{value.year:04d}"}
        texts["time"] = f"{value:%H:%M}" if isinstance(value, datetime) else ""
        return {part: texts[part] for part in self.part_names}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        attrs = dict(attrs or {})
        wrong = attrs.pop("wrong_parts", ())
        context = super().get_context(name, value, attrs)
        base = context["widget"]["attrs"].get("id", f"id_{name}")
        texts = self.parts_of(value)
        context["widget"]["boxes"] = [
            {
                "label": part.capitalize(),
                "name": f"{name}_{part}",
                "id": f"{base}_{part}",
                "value": texts[part],
                "width": {"year": 4, "time": 5}.get(part, 2),
                "numeric": part != "time",
                "wrong": part in wrong,
            }
            for part in self.part_names
        ]
        return context


class GovukDateTimeWidget(GovukDateWidget):
    """The three boxes of a date and a fourth for the time, `<name>_time`."""

    part_names = (*DATE_PARTS, "time")


class GovukDateField(forms.DateField):
    """A date in three boxes. `subject` names it in refusals: "Date of the meeting"."""

    widget = GovukDateWidget

    def __init__(self, *, subject: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.subject = subject or subject_of(self.label, otherwise="The date")

    def to_python(self, value: Any) -> date | None:
        """Return the date; refusals are those of `read_date`."""
        if isinstance(value, Typed):
            return read_date(value.parts, subject=self.subject)
        return super().to_python(value)


class DayField(GovukDateField):
    """A date within living memory and planning."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validators=[plausible], **options)


class GovukDateTimeField(forms.DateTimeField):
    """A moment in four boxes, read in the portal's time zone.

    A time that the spring change of clocks skips is refused. One that the autumn change repeats
    is taken as the first of the two, which makes any clock that it starts fall due no later.
    """

    widget = GovukDateTimeWidget

    def __init__(self, *, subject: str = "", **options: Any) -> None:
        super().__init__(**options)
        self.subject = subject or subject_of(self.label, otherwise="The date")

    def to_python(self, value: Any) -> datetime | None:
        """Return the aware moment; refusals are those of `read_date` and `read_time`."""
        if not isinstance(value, Typed):
            return super().to_python(value)
        day = read_date(value.parts, subject=self.subject)
        if not value.parts["time"]:
            raise _wrong(f"{self.subject} must include a time", ["time"])
        zone = timezone.get_current_timezone()
        moment = datetime.combine(day, read_time(value.parts["time"]), tzinfo=zone)
        if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment.replace(
            tzinfo=None
        ):
            raise _wrong("Time must be a real time: the clocks went forward that night", ["time"])
        return moment


def subject_of(label: Any, *, otherwise: str) -> str:
    """Return how a refusal names a field: its label, unless that is a question."""
    text = str(label or "")
    return otherwise if not text or text.endswith("?") else text
