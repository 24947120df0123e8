"""What is marked is gone from the public copy, and a passage that is left anywhere is found."""

import pytest

from governance import redacting
from governance.redacting import Mark, Piece

CONTENT = [
    {"number": "1", "heading": "Welcome", "part": "A", "paragraphs": ["Kim Lane came.", "Others."]},
    {"number": "2", "heading": "A case", "part": "B", "paragraphs": ["Said of Ulric in private."]},
]


def public(*marks: Mark) -> list[dict]:
    return redacting.public_content(CONTENT, marks)


def test_marked_words_are_replaced_by_the_reason_and_part_b_is_left_out():
    copy = public(Mark(0, 0, 0, 8, "personal"))

    assert [block["heading"] for block in copy] == ["Welcome"]
    assert copy[0]["paragraphs"] == ["[removed: personal information] came.", "Others."]


def test_marks_that_overlap_become_one():
    pieces = redacting.pieces("abcdef", [Mark(0, 0, 1, 3, "case"), Mark(0, 0, 2, 5, "legal")])

    assert pieces == [Piece("a"), Piece("bcde", "case"), Piece("f")]


def test_words_are_found_in_every_place_whatever_spaces_and_capitals():
    assert redacting.find("Kim  Lane and KIM lane", "kim lane") == [(0, 9), (14, 22)]
    assert redacting.find("Kim", " ") == []


@pytest.mark.parametrize(
    ("paragraph", "words", "part", "code"),
    [
        (None, "", "A", "paragraph"),
        ("Kim came.", "Sam", "A", "words"),
        ("Kim came.", "Kim", "B", "paragraph"),
        ("Kim came.", "", "A", "allowed"),
        ("Kim came.", "kim", "A", "allowed"),
    ],
)
def test_only_what_stands_there_is_marked(paragraph, words, part, code):
    assert redacting.may_mark(paragraph, words, part=part).code == code


def test_what_must_be_gone_is_what_was_marked_and_all_of_part_b():
    found = redacting.passages(CONTENT, [Mark(0, 0, 0, 8, "personal")])

    assert found == ["Kim Lane", "Said of Ulric in private."]


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("We thank Kim Lane.", True),
        ("We thank KIM\nLANE.", True),
        ("We thank Kim La-\nne.", True),  # as a PDF parts a word
        ("We thank Kimberley.", False),
    ],
)
def test_a_passage_that_is_left_is_found_across_lines_and_hyphens(text, is_there):
    assert bool(redacting.still_there(["Kim Lane"], text)) is is_there


def test_a_short_passage_is_looked_for_as_a_word():
    assert redacting.still_there(["Sam"], "The same again") == []
    assert redacting.still_there(["Sam"], "Then Sam left") == ["Sam"]


def test_a_heading_loses_the_words_that_are_marked_in_a_paragraph():
    content = [{"number": "1", "heading": "About Kim", "part": "A", "paragraphs": ["Kim came."]}]

    copy = redacting.public_content(content, [Mark(0, 0, 0, 3, "case")])

    assert copy[0]["heading"] == "About [removed: about a case]"
