"""Dates typed into boxes: what is read, what is refused and in which words."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from krscp_portal.foundation.date_fields import read_date, read_time
from krscp_portal.foundation.forms import GovukDateField, GovukDateTimeField, GovukForm

LONDON = ZoneInfo("Europe/London")


class Meeting(GovukForm):
    held_on = GovukDateField(label="Date of the meeting")


class Incident(GovukForm):
    aware_at = GovukDateTimeField(label="When were you told?", subject="Moment of awareness")


def parts(day: str = "", month: str = "", year: str = "") -> dict[str, str]:
    return {"day": day, "month": month, "year": year}


def incident(day: str, month: str, year: str, at: str) -> Incident:
    names = ("day", "month", "year", "time")
    values = zip(names, (day, month, year, at), strict=True)
    return Incident({f"aware_at_{name}": value for name, value in values})


@pytest.mark.parametrize("month", ["3", "03", "Mar", "mar.", "March", "MARCH", "marc"])
def test_a_month_may_be_a_number_or_a_name(month: str) -> None:
    assert read_date(parts("27", month, "2026"), subject="It") == date(2026, 3, 27)


@pytest.mark.parametrize(
    ("typed", "message", "at_fault"),
    [
        (parts("27", "3"), "It must include a year", ("year",)),
        (parts(year="2026"), "It must include a day and month", ("day", "month")),
        (parts("27", "3", "26"), "Year must include 4 numbers", ("year",)),
        (parts("27", "Ma", "2026"), "It must be a real date: check the month", ("month",)),
        (parts("27", "13", "2026"), "It must be a real date: check the month", ("month",)),
        (parts("31", "2", "2026"), "It must be a real date", ("day", "month", "year")),
        (parts("1_0", "2", "2026"), "It must be a real date", ("day", "month", "year")),
        (parts("x", "2", "2026"), "It must be a real date", ("day", "month", "year")),
    ],
)
def test_a_refusal_names_the_boxes_at_fault(
    typed: dict[str, str], message: str, at_fault: tuple[str, ...]
) -> None:
    with pytest.raises(ValidationError) as refused:
        read_date(typed, subject="It")

    assert refused.value.messages == [message]
    assert refused.value.params == {"parts": at_fault}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9:32am", time(9, 32)),
        ("9.32 pm", time(21, 32)),
        ("12am", time(0)),
        ("12:05pm", time(12, 5)),
        ("14:05", time(14, 5)),
        ("0905", time(9, 5)),
        ("Noon", time(12)),
        ("midnight", time(0)),
    ],
)
def test_a_time_may_be_typed_as_people_write_it(typed: str, expected: time) -> None:
    assert read_time(typed) == expected


@pytest.mark.parametrize("typed", ["9", "25:00", "9:61", "13pm", "0am", "soon"])
def test_a_time_that_says_too_little_or_is_none_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        read_time(typed)

    assert refused.value.messages == ["Time must be like 9:32am or 14:05"]


def test_what_was_typed_is_shown_again() -> None:
    form = Meeting({"held_on_day": "31", "held_on_month": "Feb", "held_on_year": "2026"})

    drawn = str(form)

    assert form.errors == {"held_on": ["Date of the meeting must be a real date"]}
    assert 'value="31"' in drawn
    assert 'value="Feb"' in drawn
    assert 'value="2026"' in drawn


def test_one_iso_text_under_the_name_is_read_too() -> None:
    form = Meeting({"held_on": "2026-06-01"})

    assert form.is_valid()
    assert form.cleaned_data == {"held_on": date(2026, 6, 1)}


def test_the_boxes_of_a_posted_form_are_read() -> None:
    form = Meeting(QueryDict("held_on_day=1&held_on_month=6&held_on_year=2026"))

    assert form.is_valid()
    assert form.cleaned_data == {"held_on": date(2026, 6, 1)}
    assert not form.fields["held_on"].has_changed(date(2026, 6, 1), form["held_on"].data)


def test_a_moment_is_read_in_the_portals_time_zone() -> None:
    form = incident("1", "6", "2026", "9:32am")

    assert form.is_valid()
    assert form.cleaned_data["aware_at"] == datetime(2026, 6, 1, 9, 32, tzinfo=LONDON)


def test_a_moment_needs_its_time() -> None:
    form = incident("1", "6", "2026", "")

    assert form.errors == {"aware_at": ["Moment of awareness must include a time"]}
    assert form["aware_at"].first_id == "id_aware_at_time"


def test_a_time_that_the_spring_change_skips_is_refused() -> None:
    form = incident("29", "3", "2026", "1:30am")

    assert form.errors == {
        "aware_at": ["Time must be a real time: the clocks went forward that night"]
    }


def test_a_time_that_the_autumn_change_repeats_is_the_first_of_the_two() -> None:
    form = incident("25", "10", "2026", "1:30am")

    assert form.is_valid()
    assert (
        form.cleaned_data["aware_at"].utcoffset() == datetime(2026, 7, 1, tzinfo=LONDON).utcoffset()
    )


def test_a_stored_moment_fills_the_boxes_in_local_time() -> None:
    form = Incident(initial={"aware_at": datetime(2026, 6, 1, 9, 32, tzinfo=LONDON)})

    assert 'name="aware_at_time"' in str(form)
    assert 'value="09:32"' in str(form)


def test_a_plain_django_field_can_use_the_boxes() -> None:
    class Plain(forms.Form):
        on = forms.DateField(widget=GovukDateField.widget)

    form = Plain({"on_day": "1", "on_month": "june", "on_year": "2026"})

    assert form.is_valid()
    assert form.cleaned_data == {"on": date(2026, 6, 1)}
