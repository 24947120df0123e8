"""What the gallery of components shows. Everything here is invented and says so."""

from typing import Any

from django import forms

from krscp_portal.foundation.components import (
    Clock,
    Column,
    Event,
    Link,
    Number,
    Pagination,
    Row,
    Status,
    Task,
)
from krscp_portal.foundation.forms import (
    GovukCheckboxes,
    GovukDateField,
    GovukDateTimeField,
    GovukForm,
    GovukRadios,
    Section,
)

TONES = ("grey", "green", "teal", "blue", "yellow", "orange", "red", "purple")


class ExampleForm(GovukForm):
    """One field of every kind."""

    sections = (
        Section("What happened", ("title", "aware_at", "account")),
        Section(
            "Who is involved", ("area", "partners", "outcome"), "Answer for this example only."
        ),
    )

    title = forms.CharField(max_length=80, help_text="A few neutral words, without names.")
    aware_at = GovukDateTimeField(
        label="When did the authority become aware?",
        subject="Moment of awareness",
        help_text="For example, 27 3 2026 and 9:32am.",
    )
    account = forms.CharField(
        label="Short account",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        required=False,
    )
    area = forms.ChoiceField(
        choices=[("", "Choose an area"), ("north", "North Demoborough"), ("south", "South")],
    )
    partners = forms.MultipleChoiceField(
        label="Which partners were told?",
        choices=[("la", "Local authority"), ("icb", "Health"), ("police", "Police")],
        widget=GovukCheckboxes,
    )
    outcome = forms.ChoiceField(
        label="What was decided?",
        choices=[("notify", "Notify"), ("not", "Do not notify")],
        widget=GovukRadios(
            hints={
                "notify": "The clock of five working days starts.",
                "not": "The reason is recorded and shown to scrutiny.",
            }
        ),
    )
    review_on = GovukDateField(label="Date of the next meeting", required=False)
    paper = forms.FileField(required=False, help_text="A PDF of up to 5 MB.")
    email = forms.EmailField(label="Email address")
    agreed = forms.BooleanField(label="I have checked these answers")


def context() -> dict[str, Any]:
    """Return one example of each component, in the states worth looking at."""
    return {
        "breadcrumbs": (Link("Home", "/"), Link("Components", "#")),
        "tags": tuple(Status(tone.capitalize(), tone) for tone in TONES),
        "clocks": CLOCKS,
        "facts": FACTS,
        "columns": (Column("Reference"), Column("Next step"), Column("Due"), Column("Days", True)),
        "cells": CELLS,
        "tasks": TASKS,
        "events": EVENTS,
        "pages": Pagination(7, 24, {"area": "north"}),
        "form": None,
    }


CLOCKS = (
    Clock(
        title="Rapid review",
        due="Thursday 21 January 2027",
        words="12 working days left",
        state="running",
        source="an example, 15 working days after awareness",
        lines=(
            "Day 0: Wednesday 30 December 2026, the day of awareness.",
            "Day 1: Thursday 31 December 2026.",
            "Friday 1 January 2027 not counted: New Year's Day.",
            "Weekends not counted: 2 and 3, 9 and 10, 16 and 17 January 2027.",
            "Day 15: Thursday 21 January 2027, the last day in time.",
        ),
    ),
    Clock(
        title="Notification to the Panel",
        due="Thursday 7 January 2027",
        words="2 working days left",
        state="due_soon",
        note="If awareness came a day later, as one partner holds: Friday 8 January 2027.",
        lines=(
            "Day 0: Wednesday 30 December 2026, the day of awareness.",
            "Day 5: Thursday 7 January 2027, the last day in time.",
        ),
    ),
    Clock("Yearly report", "Tuesday 22 December 2026", "Overdue by 7 working days", "overdue"),
    Clock("Chair's statement", "Tuesday 5 January 2027", "Due today", "due_today"),
    Clock("Decision letter", "Monday 21 December 2026", "Sent on Friday 18 December 2026", "met"),
    Clock("Consultation", "", "To be done as soon as it can be", "no_figure"),
)

FACTS = (
    Row("Reference", "DEMO-2027-004"),
    Row("Area", "North Demoborough", "#"),
    Row("Known to services", "Yes, since 2024", "#"),
    Row("Lead practitioner", "", "#", "Add"),
)

CELLS = (
    (
        Link("DEMO-2027-004", "#"),
        "Hold the rapid review",
        "21 January 2027",
        Number("12"),
    ),
    (Link("DEMO-2027-003", "#"), Status("Overdue", "red"), "22 December 2026", Number("-7")),
    (Link("DEMO-2027-001", "#"), "Send to the Panel", "7 January 2027", Number("2")),
)

TASKS = (
    Task("Record what is known", "Completed", "#"),
    Task("Ask agencies for their records", "3 of 5 received", "#", tone="blue"),
    Task("Hold the meeting", "Not started", "#", "Needs all three partners in the room.", "grey"),
    Task("Send the review", "Cannot start yet"),
)

EVENTS = (
    Event(
        "Notification recorded",
        "4 January 2027 at 4:10pm",
        "Demoborough business support",
        "Reference given by the Panel: example only.",
        "2027-01-04T16:10:00+00:00",
        "#",
        "See the notification",
    ),
    Event("Partners agreed to notify", "31 December 2026 at 11:32am", "Demoborough manager"),
    Event("Incident logged", "30 December 2026 at 9:05am", "Demoborough manager"),
)
