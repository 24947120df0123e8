"""What might tell who a child is, and what only looks like it."""

from datetime import date

import pytest

from reviews.leaks import (
    Finding,
    Known,
    Passage,
    in_pdf,
    in_properties,
    in_text,
    passages_of,
    sealed_words,
)

KAI = sealed_words("Kai Pemberton-Smith", born_on=date(2019, 5, 3), other="Also known as Kay Löwe")
KNOWN = Known(
    sealed=KAI, internal=("Heron", "NOR-C-2026-001", "Oak"), taken_out=("Oak House", "Mr Lee")
)


def found(text, known=KNOWN):
    return [(each.kind.value, each.excerpt) for each in in_text([Passage("There", text)], known)]


@pytest.mark.parametrize(
    "text",
    [
        "Kai’s uncle was asked.",
        "A visit to the Pembertons",
        "KAI was at home.",
        "the Löwe family",
        "the lowe household’s",
        "K\u200bai was at home.",
        "Pemberton\u00adSmith",
        "pemberton–smith",
        "#JusticeForKai",
        "kaipemberton-smith",
    ],
)
def test_a_word_of_a_sealed_identity_is_found_and_never_repeated(text):
    assert ("sealed", "") in found(text)


@pytest.mark.parametrize(
    "text",
    ["The kaiser came.", "Kaiden was not there.", "Lowestoft", "smithy", "They know kayaks."],
)
def test_a_word_that_only_begins_alike_is_not_a_sealed_one(text):
    assert "sealed" not in dict(found(text))


@pytest.mark.parametrize(
    "day", ["3 May 2019", "3rd of May 2019", "03/05/2019", "3.5.19", "2019-05-03", "May 3, 2019"]
)
def test_the_sealed_day_of_birth_is_found_however_it_is_written(day):
    assert ("sealed", "") in found(f"It happened after {day} in the flat.")


def test_what_is_looked_for_of_an_identity_is_its_names_and_numbers():
    words = sealed_words("Li Wu", other="Lives at 12 Acacia Road, NHS number 943 476 5919")
    assert words == ("Li Wu", "LiWu", "Acacia", "943", "476", "5919")
    assert sealed_words("Bo", other="called kay at home") == ("Bo", "kay")
    assert ("sealed", "") in found("Then Li\nWu was seen.", Known(sealed=words))


@pytest.mark.parametrize(
    ("text", "kind", "excerpt"),
    [
        ("Case NOR-C-2026-001 was opened.", "code_name", "NOR-C-2026-001"),
        ("Review Heron began.", "code_name", "Heron"),
        ("the child called oak", "code_name", "Oak"),
        ("On 3 June 2020 J.S. was seen.", "initials", "J.S. … 3 June 2020"),
        ("J. S. was seen in June 2020.", "initials", "J. S. … June 2020"),
        ("JS was seen on 03/06/2020.", "initials", "JS … 03/06/2020"),
        ("Born on 4 June 2018, the child", "birth", "Born on 4 June 2018"),
        ("DOB: 4/6/18", "birth", "DOB: 4/6/18"),
        ("He was aged 7 years and 3 months.", "birth", "7 years and 3 months"),
        ("She was aged seven then.", "birth", "aged seven"),
        ("a 5-month-old", "birth", "5-month-old"),
        ("eleven weeks old", "birth", "eleven weeks old"),
        ("They lived in CT1 2AB then.", "contact", "CT1 2AB"),
        ("near sw1a 1aa", "contact", "sw1a 1aa"),
        ("Ring 01622 694 333 now.", "contact", "01622 694 333"),
        ("Ring +44 7700 900123.", "contact", "+44 7700 900123"),
        ("Write to a.b@north.example today.", "contact", "a.b@north.example"),
        ("at 12 Acacia Road", "contact", "12 Acacia Road"),
        ("There were two young children.", "small", "two young children"),
        ("Of them 3 girls were seen.", "small", "3 girls"),
        ("both siblings", "small", "both siblings"),
        ("Two of the siblings were at home.", "small", "Two of the siblings"),
        ("The twins were seen.", "small", "twins"),
        ("four families", "small", "four families"),
        ("a\u200bb", "hidden", "The character U+200B"),
        ("to\u202ethe right", "hidden", "The character U+202E"),
        ("so\u00ad\u00ad\u00adft", "hidden", "The character U+00AD"),
        ("Seen. <!-- who is it? -->", "hidden", "<!-- who is it? -->"),
        ("The clinic at OAK\nHOUSE rang.", "redacted", "Oak House"),
        ("mr lee’s letter", "redacted", "Mr Lee"),
    ],
)
def test_each_kind_is_found_with_its_words(text, kind, excerpt):
    assert (kind, excerpt) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "On 3 June 2020 the ICB and the NHS met.",
        "JS and KL were written to. It was later.",
        "Working Together 2026 applies from 1 April 2026.",
        "Children aged 11 to 15 and aged under 5 were asked.",
        "The clinic has been open for 12 years.",
        "Version 1.2.3 of 2026, 14 pages, table 4.1.",
        "one of the children of the borough",
        "14 children, 1,204 children and 2.4 children",
        "twenty-two children and twenty two children",
        "1 in 4 children and 3 in 4 families",
        "Section 4 children’s homes",
        "no one child is like another",
        "two family support workers",
        "two children’s homes",
        "So\u00adft and plain; R&D; <b>bold</b>",
        "Heronsgate and oaken doors",
        "In 2026 0123 were counted.",
        "M25 9 to 5",
        "Mr Leeson’s cloak",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text):
    assert found(text) == []


def test_each_thing_is_found_once_in_a_place_and_the_place_is_said():
    content = {
        "title": "Two children",
        "reviewers": "A Reviewer",
        "warning": "",
        "sections": [
            {"key": "a", "title": "What happened", "body": "Kai.\n\nKai and Kai. Two  children."}
        ],
    }
    assert in_text(passages_of(content), KNOWN) == [
        Finding("small", "Title", "Two children"),
        Finding("sealed", "What happened, paragraph 1"),
        Finding("sealed", "What happened, paragraph 2"),
        Finding("small", "What happened, paragraph 2", "Two children"),
    ]


def test_of_the_pdf_only_what_the_text_does_not_hold_is_said_and_broken_words_are_mended():
    text = in_text([Passage("Title", "Two children")], KNOWN)
    pages = [
        Passage("PDF, page 1", "two\nchildren"),
        Passage("PDF, page 2", "the Pember-\nton home"),
    ]
    assert in_pdf(pages, KNOWN, text=text) == [Finding("sealed", "PDF, page 2")]


def test_a_property_that_the_portal_did_not_set_is_found_and_a_sealed_one_not_repeated():
    expected = {"/Title": ("What we learned",)}
    properties = {
        "/Title": "What we learned",
        "/Author": "J Smythe",
        "/Subject": "About Kai",
        "/Keywords": " ",
    }
    assert in_properties(properties, expected=expected, known=KNOWN) == [
        Finding("metadata", "Property of the file: /Author", "J Smythe"),
        Finding("metadata", "Property of the file: /Subject", ""),
    ]


def test_the_words_of_a_seal_stay_out_of_what_prints_the_object():
    assert "Pemberton" not in repr(KNOWN)
