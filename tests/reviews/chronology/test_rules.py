"""What a chronology's rows must hold, and its gaps and clashes."""

from datetime import date, timedelta

import pytest

from krscp_portal.foundation.errors import DomainError
from reviews.chronology import Period, RowFacts, Told, clashes, faults, gaps
from reviews.chronology_cells import parse

TODAY = date(2026, 6, 3)
SEEN = "Seen at the clinic with a bruise on the arm"


def told(key, agency="Hospital", event=SEEN, source="", on=None, to=None):
    return Told(key, agency, event, source, on, to)


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"event": " "}, "event", "Say what happened."),
        (
            {"to_on": date(2024, 1, 1)},
            "from_on",
            "A period needs its first day too.",
        ),
        (
            {"from_on": date(2024, 1, 2), "to_on": date(2024, 1, 1)},
            "to_on",
            "The last day cannot come before the first.",
        ),
        ({"from_on": date(2026, 6, 4)}, "from_on", "The day cannot be in the future."),
        ({"from_on": date(1899, 12, 31)}, "from_on", "The day cannot be before 1900."),
        (
            {"from_on": date(2024, 1, 2), "when_words": "spring"},
            "when_words",
            "Give days or a period in words, not both.",
        ),
        ({"source": "x" * 161}, "source", "The source has 160 characters at most."),
    ],
)
def test_a_row_with_a_fault_is_told_so_at_its_field(said, field, words):
    found = faults(RowFacts(**{"event": "Seen", **said}), today=TODAY)
    assert [(each.field, each.words) for each in found] == [(field, words)]


@pytest.mark.parametrize(
    "said",
    [{}, {"when_words": "spring 2024"}, {"from_on": TODAY}, {"from_on": TODAY, "to_on": TODAY}],
)
def test_a_row_may_have_no_day_words_for_it_a_day_or_a_period(said):
    assert faults(RowFacts(event="Seen", **said), today=TODAY) == []


def test_a_gap_lies_between_rows_and_a_period_covers_its_days():
    rows = [
        told(1, on=date(2024, 1, 1), to=date(2024, 3, 31)),
        told(2, on=date(2024, 2, 1)),
        told(3, on=date(2024, 4, 11)),
        told(4),
    ]

    found = gaps(rows, least=10)

    assert [each.words for each in found] == ["1 April 2024 to 10 April 2024: no row for 10 days."]
    assert gaps(rows, least=11) == []
    assert gaps([], least=1) == []


def test_nearly_the_same_event_on_different_days_is_a_clash():
    rows = [
        told(1, on=date(2024, 1, 1)),
        told(2, "School", "Was seen at the clinic: bruise on arm", on=date(2024, 1, 3)),
    ]

    found = clashes(rows, asked={})

    assert found.is_whole
    assert [(each.keys, each.words) for each in found.found] == [
        (
            (1, 2),
            (
                "Hospital (1 January 2024) and School (3 January 2024) tell nearly the same event on "
                "different days."
            ),
        )
    ]


def test_the_same_day_from_different_records_is_a_clash_and_from_one_record_is_none():
    day = date(2024, 1, 1)
    rows = [told(1, on=day, source="Notes"), told(2, "School", on=day, source="Register")]

    assert [each.words for each in clashes(rows, asked={}).found] == [
        (
            "Hospital (Notes) and School (Register) tell nearly the same event of 1 January 2024 from "
            "different records."
        )
    ]
    same = [told(1, on=day, source="Notes"), told(2, "School", on=day, source="notes")]
    assert clashes(same, asked={}).found == ()


@pytest.mark.parametrize(
    "other",
    [
        told(2, on=date(2024, 1, 3)),
        told(2, "School", "Moved to another house", on=date(2024, 1, 3)),
        told(2, "School", on=date(2024, 3, 3)),
        told(2, "School"),
    ],
    ids=["one agency", "other words", "far away", "no day"],
)
def test_what_is_no_clash(other):
    assert clashes([told(1, on=date(2024, 1, 1)), other], asked={}).found == ()


def test_a_day_outside_the_period_that_was_asked_for_is_a_clash():
    asked = {"Hospital": Period(date(2024, 1, 1), date(2024, 12, 31))}
    rows = [
        told(1, on=date(2023, 12, 31)),
        told(2, event="Moved", on=date(2024, 12, 31), to=date(2025, 1, 1)),
        told(3, event="Born", on=date(2024, 1, 1)),
    ]

    assert [each.words for each in clashes(rows, asked=asked).found] == [
        (
            "Hospital tells of 31 December 2023, before 1 January 2024: outside the period that it was "
            "asked about."
        ),
        (
            "Hospital tells of 31 December 2024 to 1 January 2025, after 31 December 2024: outside the "
            "period that it was asked about."
        ),
    ]


def test_too_much_to_compare_is_said():
    rows = [told(each, f"Agency {each}", f"Event {each}", on=TODAY) for each in range(1500)]
    assert not clashes(rows, asked={}).is_whole


def test_rows_of_a_spreadsheet_are_read_by_the_names_of_their_columns():
    columns = ["Date", "To", "What happened", "Record", "Worker"]
    cells = [
        ["05/03/2024", "2024-03-09 00:00", SEEN, "Notes", "A"],
        ["spring 2024", "", "Moved", "", ""],
        ["", "", "", "", ""],
        ["03/2024", "", "Born", "", ""],
        ["5 March 2024", "", "Seen", "", ""],
    ]

    found = parse(columns, cells, today=TODAY)

    assert found.problems == ()
    assert found.left_out == ("Worker",)
    assert [(each.from_on, each.to_on, each.when_words) for each in found.rows] == [
        (date(2024, 3, 5), date(2024, 3, 9), ""),
        (None, None, "spring 2024"),
        (None, None, "03/2024"),
        (date(2024, 3, 5), None, ""),
    ]


def test_each_row_at_fault_is_named_by_its_number_and_column():
    cells = [
        ["31/02/2024", "", "Seen"],
        ["5 Mach 2024", "", "Seen"],
        ["2024-03-05", "2024-03-04", "Seen"],
        ["2024-03-05", "", ""],
        ["2024-03-05", "later", "Seen"],
        ["2024-03-05", "", "Seen"],
    ]

    found = parse(["From", "To", "Event"], cells, today=TODAY)

    assert len(found.rows) == 1
    assert [(each.number, each.column) for each in found.problems] == [
        (2, "From"),
        (3, "From"),
        (4, "To"),
        (5, "Event"),
        (6, "To"),
    ]
    assert found.problems[0].words == "“31/02/2024” is no day. Write it as 5 March 2024."


def test_a_file_without_the_column_for_what_happened_is_refused():
    with pytest.raises(DomainError, match="No column is called Event"):
        parse(["From", "Text"], [["2024-03-05", "Seen"]], today=TODAY)
    with pytest.raises(DomainError, match="Two columns hold the same: From"):
        parse(["From", "Date", "Event"], [], today=TODAY)


def test_gaps_of_a_long_chronology_are_found_in_one_pass():
    rows = [told(each, on=date(2000, 1, 1) + timedelta(days=each)) for each in range(9000)]
    assert gaps(rows, least=1) == []
