"""What the public reads of a signed report, and that words taken out are not there."""

import pytest

from governance.redacting import still_there
from reviews.public_text import (
    Chosen,
    Cut,
    cleared,
    may_choose,
    places,
    public_content,
    standing_in,
    titles_of,
)

REPORT = {
    "sections": [
        {"key": "scope", "title": "Scope", "body": " \u200b"},
        {
            "key": "improvements",
            "title": "What Anna’s case shows",
            "body": "Anna said so.\r\n\r\nAll.",
        },
        {"key": "reasons", "title": "Why", "body": "Anna O’Neil-Smith at the clinic."},
        {"key": "recommendations", "title": "Recommendations", "body": "Name one contact."},
    ]
}
FULL = Chosen(form="full", title="After Anna", reviewers="Anna Lee", warning="Anna died.")


def test_in_full_every_section_that_holds_words_goes_in_and_line_ends_are_one_kind():
    content = public_content(REPORT, FULL, [])
    assert [each["key"] for each in content["sections"]] == [
        "improvements",
        "reasons",
        "recommendations",
    ]
    assert content["sections"][0]["body"] == "Anna said so.\n\nAll."
    assert titles_of(REPORT)["reasons"] == "Why"


def test_improvements_alone_take_the_chosen_sections():
    chosen = Chosen(
        form="improvements", title="T", reviewers="R", sections=("recommendations", "improvements")
    )
    content = public_content(REPORT, chosen, [])
    assert [each["key"] for each in content["sections"]] == ["improvements", "recommendations"]


def test_words_taken_out_are_gone_everywhere_titles_and_reviewers_included():
    content = public_content(REPORT, FULL, [Cut("anna", "personal")])
    gone = "[removed: personal information]"
    assert (content["title"], content["reviewers"], content["warning"]) == (
        f"After {gone}",
        f"{gone} Lee",
        f"{gone} died.",
    )
    assert content["sections"][0] == {
        "key": "improvements",
        "title": f"What {gone}’s case shows",
        "body": f"{gone} said so.\n\nAll.",
    }
    assert still_there(["Anna"], str(content)) == []


def test_words_taken_out_of_one_section_stay_in_the_others():
    content = public_content(REPORT, FULL, [Cut("Anna", "case", "reasons")])
    assert content["sections"][1]["body"] == "[removed: about a case] O’Neil-Smith at the clinic."
    assert content["title"] == "After Anna"


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("Ann’s anniversary", "Ann", "[removed: commercial]’s anniversary"),
        ("O’Neil–Smith", "o'neil-smith", "[removed: commercial]"),
        ("two\n words", "two words", "[removed: commercial]"),
        ("Jo\u200bhn came", "John", "[removed: commercial] came"),
        ("Jose\u0301 came", "José", "[removed: commercial] came"),
        ("informationally", "information", "[removed: commercial]ally"),
        ("(a+b)*", "a+b", "([removed: commercial])*"),
    ],
)
def test_words_are_found_however_they_are_typed_and_short_ones_whole(text, words, left):
    assert cleared(text, [Cut(words, "commercial")]) == left


def test_overlapping_words_leave_one_mark_and_a_mark_is_not_cut_again():
    cuts = [
        Cut("Oak House clinic", "personal"),
        Cut("clinic rang", "case"),
        Cut("information", "case"),
    ]
    text = "The Oak House clinic rang."
    assert cleared(text, cuts) == "The [removed: personal information]."
    assert places(text, " ") == []


def test_where_words_stand_is_said_by_title_before_anything_else_is_cut():
    assert standing_in(REPORT, FULL, Cut("anna", "case")) == [
        "Title",
        "Reviewers",
        "What readers are told first",
        "What Anna’s case shows",
        "Why",
    ]
    assert standing_in(REPORT, FULL, Cut("Anna", "case", "reasons")) == ["Why"]
    assert standing_in(REPORT, FULL, Cut("Bob", "case")) == []


@pytest.mark.parametrize(
    ("form", "keys", "reasons", "said"),
    [
        ("full", (), "", ""),
        ("improvements", ("improvements", "recommendations"), "A child would be known.", ""),
        ("none", (), "", "Choose how much is published."),
        (
            "improvements",
            ("improvements", "recommendations"),
            " ",
            "Say why the report is not published in full.",
        ),
        (
            "improvements",
            ("reasons",),
            "Because.",
            "These are always published: What Anna’s case shows and Recommendations.",
        ),
        ("improvements", ("scope",), "Because.", "Choose sections of the report that hold words."),
    ],
)
def test_what_may_be_chosen(form, keys, reasons, said):
    verdict = may_choose(form, keys, reasons=reasons, report=REPORT)
    assert (verdict.reason, bool(verdict)) == (said, not said)
