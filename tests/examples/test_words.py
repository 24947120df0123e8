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
        told = {row["key"]: row for row in facts["organisation"]}
        for row in facts["agency"]:
            remarks = words.agency_remarks(row, told[row["organisation"]])
            assert "…" not in words.cited(row, *remarks)
        for row in facts.get("delegation", []):
            assert "…" not in words.cited(row, row.get("note", ""))
        for table in ("seat", "group", "quorum", "dispute_step", "cycle"):
            for row in facts[table]:
                assert "…" not in words.cited(row)


def test_a_seat_says_for_whom_else_it_acts_and_where_it_sits():
    seat = {
        "note": "One post holder.",
        "also_for": ["north-council"],
        "groups": ["executive", "board"],
        "membership_code": "SP",
        "deputy": "standing",
    }

    assert words.seat_note(seat, groups=GROUPS, organisations=ORGANISATIONS) == (
        "One post holder. Also acts for North Council. "
        "Sits on: Executive; Main Board (statutory partner). Has a standing deputy."
    )


def test_a_seat_that_sits_nowhere_says_nothing():
    assert words.seat_note({}, groups=GROUPS, organisations={}) == ""
    assert words.seat_note({"membership_code": "A"}, groups=GROUPS, organisations={}) == (
        "Listed as adviser."
    )


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
    assert words.board_note({"area": "n"}, {"n": "North"}) == "Area: North."
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
