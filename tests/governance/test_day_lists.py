"""Lists of days out of files: both kinds, every fault named by its line, nothing guessed."""

from datetime import date, time

import pytest

from governance.day_lists import DATES, HOLIDAYS, checked, packed, read, unpacked
from krscp_portal.foundation.verdict import Refused

ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//school//EN
BEGIN:VEVENT
UID:1
SUMMARY:Autumn half-term
DTSTART;VALUE=DATE:20261026
DTEND;VALUE=DATE:20261031
END:VEVENT
BEGIN:VEVENT
UID:2
SUMMARY:Board
DTSTART:20260706T130000Z
DTEND:20260706T150000Z
END:VEVENT
BEGIN:VEVENT
UID:3
STATUS:CANCELLED
DTSTART;VALUE=DATE:20261101
END:VEVENT
END:VCALENDAR
"""


def test_a_table_of_holidays_with_headings_and_both_ways_to_write_a_day():
    answer = read(
        b"Name,From,To\nAutumn half-term,2026-10-26,30/10/2026\nInset day,06/11/2026,\n",
        what=HOLIDAYS,
    )

    assert answer.problems == ()
    assert [(row.name, row.first, row.last) for row in answer.rows] == [
        ("Autumn half-term", date(2026, 10, 26), date(2026, 10, 30)),
        ("Inset day", date(2026, 11, 6), date(2026, 11, 6)),
    ]


def test_a_table_of_a_board_has_times():
    row = read(b"2026-10-26,14:00,16.30\n", what=DATES).rows[0]

    assert (row.first, row.starts_at, row.ends_at) == (date(2026, 10, 26), time(14), time(16, 30))


def test_a_calendar_file_ends_whole_days_the_day_before_and_reads_times_as_in_england():
    answer = read(ICS.encode(), what=HOLIDAYS)

    assert [(row.first, row.last, row.starts_at, row.ends_at) for row in answer.rows] == [
        (date(2026, 10, 26), date(2026, 10, 30), None, None),
        (date(2026, 7, 6), date(2026, 7, 6), time(14), time(16)),
    ]


def test_every_fault_is_named_by_its_line():
    answer = read(
        b"Name,From,To\nA,31/02/2026,\n,2026-05-01,\nB,2026-05-09,2026-05-01\nC,,\n"
        b"D,2026-06-01,\nE,2026-06-01,\n",
        what=HOLIDAYS,
    )

    assert answer.problems == (
        "Line 2: “31/02/2026” is no day.",
        "Line 3: the name is missing.",
        "Line 5: a day is missing.",
        "Line 4: the last day is before the first.",
        "Line 7: the same days as line 6.",
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"Name,From,To\n", "No day was found in the file."),
        (b"\x00\x01\x02", "This is neither a calendar file (ICS) nor a table (CSV)."),
        (b"x" * (1024 * 1024 + 1), "The file is larger than 1 megabyte."),
        (b"BEGIN:VCALENDAR\nnonsense", "The calendar file cannot be read."),
        (b"2026-10-26,late,\n", "Line 1: “late” is no time."),
        (b"2026-10-26,16:00,14:00\n", "Line 1: it ends before it starts."),
    ],
)
def test_a_file_of_another_kind_is_refused_in_words(content, sentence):
    assert read(content, what=DATES).problems == (sentence,)


def test_a_repeating_event_is_not_guessed():
    repeating = ICS.replace("SUMMARY:Board", "RRULE:FREQ=MONTHLY")

    assert read(repeating.encode(), what=DATES).problems == (
        "Event 2: it repeats. Give each of its days an event of its own.",
    )


def test_a_list_has_an_end():
    lines = "\n".join(f"H{number},2026-01-01," for number in range(501))

    assert read(lines.encode(), what=HOLIDAYS).problems[0] == "A list has 500 rows at most."


def test_rows_go_through_a_page_and_come_back():
    rows = read(b"2026-10-26,14:00,16:30\n", what=DATES).rows

    assert unpacked(packed(rows)) == rows


@pytest.mark.parametrize("text", ["", "[1]", '[{"first": "x"}]', "{"])
def test_what_no_page_made_is_refused(text):
    assert isinstance(unpacked(text), Refused)


def test_rows_are_looked_at_again_when_they_come_back():
    assert checked([]).problems == ("No day was found in the file.",)
