"""What a file keeps in columns of its own becomes sentences, and nothing of it is lost."""

import pytest

from krscp_portal.examples import files, words

GROUPS = {"executive": "Executive", "board": "Main Board"}
ORGANISATIONS = {"north-council": "North Council"}


def test_a_citation_carries_the_remarks_of_its_row():
    row = {"source": "document.txt 4.5"}

    assert words.cited(row | {"remark": "Read twice."}) == "document.txt 4.5. Read twice"
    assert words.cited(row, "", "Listed as: NPS", "A national body.") == (
        "document.txt 4.5. Listed as: NPS. A national body"
    )


def test_a_citation_never_outgrows_its_column():
    text = words.cited({"source": "document.txt 4.5"}, "x" * 300)

    assert len(text) == words.SOURCE_FITS
    assert text.endswith("x…")


def test_no_citation_of_the_files_is_cut():
    for slug in files.slugs():
        facts = files.read(slug)
        for table in ("agency", "seat", "group", "quorum", "dispute_step", "cycle"):
            for row in facts[table]:
                assert "…" not in words.cited(row)


def test_a_seat_says_for_whom_else_it_acts():
    seat = {"note": "One post holder.", "also_for": ["north-council"]}

    assert words.seat_note(seat, organisations=ORGANISATIONS) == (
        "One post holder. Also acts for North Council."
    )
    assert words.seat_note({}, organisations={}) == ""


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            {"chosen_from": ["DSP"], "how": "rotation"},
            "The delegated safeguarding partners, in rotation",
        ),
        (
            {"chosen_from": ["INDEPENDENT_PERSON"], "how": "appointment"},
            "The independent person, by appointment",
        ),
        ({"chosen_from": [], "how": "not_stated"}, "Not stated"),
    ],
)
def test_how_a_chair_is_chosen_is_said_in_words(rule, said):
    assert words.chosen_from(rule) == said


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ({"meets": "Quarterly", "per_year": 4}, "Quarterly"),
        ({"every_weeks": 2}, "Every 2 weeks"),
        ({"per_year": 6}, "6 times a year"),
        ({}, ""),
    ],
)
def test_a_group_s_own_words_for_its_meetings_win(group, said):
    assert words.frequency(group) == said


def test_notes_say_what_a_column_does_not_hold():
    assert words.cycle_note({"next_year": True, "note": "Then again."}) == (
        "In the following year. Then again."
    )
    assert words.years("2022-2024") == (2022, 2024)


def test_rules_of_one_partnership_become_a_list():
    rules = [
        {"applies_to": ["executive", "board"], "text": "Deputies count.", "note": "Since 2020."},
        {"applies_to": ["board"], "text": "Minutes are kept."},
        {"applies_to": ["board"], "text": "Tea is served.", "confirmed": False},
    ]

    assert words.local_rules(rules, GROUPS) == (
        "- **Executive; Main Board:** Deputies count. Since 2020.\n"
        "- **Main Board:** Minutes are kept."
    )


def test_who_leads_on_what_becomes_a_table():
    rows = [{"what": "Training", "led_by": "Board", "comment": "Every year."}]

    assert words.responsibilities(rows) == (
        "| Task | Led by | How |\n|---|---|---|\n| Training | Board | Every year. |"
    )


def test_dissent_is_what_the_others_said():
    views = [
        {"partner": "police", "view": "do_not_notify", "reason": "Too early."},
        {"partner": "icb", "view": "notify", "reason": "Agreed."},
    ]

    assert words.dissent(views, "notify", {"police": "Police", "icb": "ICB"}) == (
        "Police: Too early."
    )
    assert words.dissent(views[1:], "notify", {"icb": "ICB"}) == ""
