"""Each thing that stands in the way of publishing, and what to do about it."""

from dataclasses import replace
from datetime import date

import pytest

from reviews.publication_gate import (
    Copy,
    GateFacts,
    Point,
    Relative,
    Waiting,
    bars,
    checks,
    text_lacks,
)

TODAY = date(2026, 6, 30)
SENT = Copy(sent_on=date(2026, 6, 19), is_same=True)
READY = GateFacts(
    is_practice=True,
    has_case=True,
    signed=True,
    decided=True,
    reviewers="Robin Marsh",
    frozen=True,
    is_current=True,
    has_pdf=True,
    checked=True,
    copies={"panel": SENT, "secretary_of_state": SENT},
    send_by=date(2026, 6, 19),
    due_on=TODAY,
    family=(Relative(who="Mother", told=True),),
    has_approvers=True,
    has_line=True,
    planned_on=TODAY,
)
LATE = Copy(sent_on=date(2026, 6, 22), is_same=True)
OTHER = Copy(sent_on=date(2026, 6, 1), is_same=False)


def test_nothing_stands_in_the_way_of_what_is_ready_and_ofsted_is_advised():
    found = checks(READY, on=TODAY)
    assert bars(READY, on=TODAY) == []
    assert [each.words for each in found if each.advises] == [
        "A copy to Ofsted is customary. It does not hold publication up."
    ]
    with_ofsted = replace(READY, copies={**READY.copies, "ofsted": SENT})
    assert not any(each.advises for each in checks(with_ofsted, on=TODAY))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (
            {"signed": False},
            "The report is not signed by all three safeguarding partners. Have it signed first.",
        ),
        ({"decided": False}, "Record what the partners decided to publish."),
        ({"reviewers": " "}, "Name the reviewers: they are published with the report."),
        ({"frozen": False}, "Freeze the text that the public will read."),
        (
            {"is_current": False},
            (
                "What is published was changed since the text was frozen. Set that version aside and "
                "freeze the text again."
            ),
        ),
        (
            {"has_pdf": False},
            "The PDF has not been made and looked through yet. Wait for it, or have it made again.",
        ),
        (
            {"checked": False},
            "The PDF has not been made and looked through yet. Wait for it, or have it made again.",
        ),
        (
            {"open_findings": 1},
            (
                "1 thing that the check found is not dealt with. Take the words out and freeze the "
                "text again, or say why they may stay."
            ),
        ),
        (
            {"copies": {"panel": SENT}},
            "Send the copy to the Secretary of State and record the day.",
        ),
        (
            {"copies": {"panel": OTHER, "secretary_of_state": SENT}},
            "The copy that the Panel was sent is of another text. Send this one.",
        ),
        (
            {"copies": {"panel": SENT, "secretary_of_state": LATE}},
            (
                "The copy went to the Secretary of State on 22 June 2026, which is not early enough. To "
                "publish on 30 June 2026 it had to be sent by 19 June 2026. Publish later."
            ),
        ),
        (
            {"proceedings": (Waiting(name="Inquest", told=False),)},
            (
                "Publication waits for other proceedings: Inquest. Tell the Panel and the Secretary of "
                "State why and record it. Record their end, or that publication need not wait."
            ),
        ),
        (
            {"proceedings": (Waiting(name="Inquest", told=True),)},
            (
                "Publication waits for other proceedings: Inquest. The Panel and the Secretary of State "
                "were told why. Record their end, or that publication need not wait."
            ),
        ),
        (
            {"due_on": date(2026, 6, 29)},
            (
                "It was due on 29 June 2026. Tell the Panel and the Secretary of State why it is late "
                "and record it."
            ),
        ),
        (
            {"family": None},
            "Nobody of the family is on the record. Record whom you invited, or why nobody was.",
        ),
        (
            {"family": (Relative(who="Mother", told=False), Relative(who="Father", told=False))},
            (
                "Not told of publication yet: Mother and Father. Tell them and record the day, or say "
                "why they cannot be told."
            ),
        ),
        (
            {"has_line": False},
            "No line for the press may be used yet. Write one and have everybody on the list agree.",
        ),
        ({"planned_on": None}, "Say on which day it is to be published."),
        (
            {"planned_on": date(2026, 7, 1)},
            "It is to be published on 1 July 2026. Wait for the day, or change it.",
        ),
    ],
)
def test_each_thing_that_is_missing_stands_in_the_way_with_what_to_do(changed, sentence):
    assert bars(replace(READY, **changed), on=TODAY) == [sentence]


def test_a_review_of_another_kind_waits_for_no_copies_and_no_six_months():
    other = replace(
        READY, is_practice=False, copies={}, send_by=None, due_on=date(2026, 1, 1), family=()
    )
    assert bars(other, on=TODAY) == []
    assert Point.COPIES not in {each.point for each in checks(other, on=TODAY)}


def test_where_no_case_stands_behind_it_a_missing_family_is_a_question():
    found = replace(READY, has_case=False, family=None)
    assert bars(found, on=TODAY) == []
    assert "Is anybody to be told" in next(
        each.words for each in checks(found, on=TODAY) if each.point is Point.FAMILY
    )


def test_reasons_that_were_sent_let_a_late_review_out_and_no_approvers_ask_for_no_line():
    late = replace(
        READY, due_on=date(2026, 6, 1), delay_told=True, has_approvers=False, has_line=False
    )
    assert bars(late, on=TODAY) == []


def test_copies_go_nowhere_while_the_text_itself_lacks_something():
    assert text_lacks(replace(READY, copies={}, planned_on=None, family=None)) == []
    assert text_lacks(replace(READY, open_findings=2)) == [
        (
            "2 things that the check found are not dealt with. Take the words out and freeze the text "
            "again, or say why they may stay."
        )
    ]
