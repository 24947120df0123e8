"""What a report contains, what it is bound to, and how far it is: without a database."""

import pytest

from reviews import criteria, report_stages
from reviews.enums import CaseState, ReportKind, ReviewState
from reviews.fingerprint import canonical, fingerprint
from reviews.report_sections import SECTIONS, left_empty, sections_of
from reviews.report_stages import Stage, stage_of_case, stage_of_review

C, R = CaseState, ReviewState


def test_a_rapid_review_says_what_its_purposes_ask_for():
    required = [each.title for each in sections_of("rapid_review") if each.required]

    assert required == [
        "Facts established so far",
        "Immediate action for safety",
        "Learning to share now",
        "Potential to improve practice",
    ]


def test_a_review_holds_the_two_mandatory_contents_its_reviewers_and_recommendations():
    required = [each.key for each in sections_of("review") if each.required]

    assert required == ["reviewers", "improvements", "reasons", "recommendations"]


def test_a_section_of_blanks_is_left_empty():
    bodies = {"reviewers": "A. Reviewer", "improvements": " \n", "reasons": "Why"}

    assert left_empty(ReportKind.REVIEW, bodies) == [
        "Summary of recommended improvements",
        "Recommendations",
    ]


@pytest.mark.parametrize("kind", ReportKind)
def test_every_section_has_its_own_key_and_a_source(kind):
    keys = [each.key for each in SECTIONS[kind]]

    assert len(keys) == len(set(keys))
    assert all(each.holds and each.source for each in SECTIONS[kind])


def test_the_four_criteria_name_the_regulation_and_how_surely_it_was_read():
    assert [each.source for each in criteria.CRITERIA] == [
        f"SI 2018/789, regulation 11 ({letter})" for letter in "abcd"
    ]
    assert len(criteria.KEYS) == 8
    assert {each.confidence for each in criteria.ALL} == {"V"}


def test_a_fingerprint_is_of_the_content_and_not_of_its_order():
    one = {"a": [{"x": 1, "y": "ä"}], "b": ""}
    other = {"b": "", "a": [{"y": "ä", "x": 1}]}

    assert canonical(one) == '{"a":[{"x":1,"y":"ä"}],"b":""}'.encode()
    assert fingerprint(one) == fingerprint(other)
    assert fingerprint(one) != fingerprint({**one, "b": " "})
    assert len(fingerprint(one)) == 64


CASES = {
    C.RAPID_REVIEW_OPEN: Stage.WRITING,
    C.RAPID_REVIEW_SIGN_OFF: Stage.SIGNING,
    C.RAPID_REVIEW_COMPLETED: Stage.SIGNED,
    C.RAPID_REVIEW_SENT: Stage.SIGNED,
    C.PANEL_RESPONDED: Stage.SIGNED,
    C.FURTHER_REVIEW: Stage.SIGNED,
    C.WITHDRAWN: Stage.ENDED,
    C.CLOSED: Stage.ENDED,
}
REVIEWS = {
    R.COMMISSIONED: Stage.NOT_YET,
    R.IN_PROGRESS: Stage.WRITING,
    R.ON_HOLD: Stage.WRITING,
    R.SIGN_OFF: Stage.SIGNING,
    R.SIGNED: Stage.SIGNED,
    R.PUBLICATION_DECIDED: Stage.SIGNED,
    R.PRE_PUBLICATION: Stage.SIGNED,
    R.PUBLISHED: Stage.SIGNED,
    R.ACTIONS: Stage.ENDED,
    R.CLOSED: Stage.ENDED,
    R.STOPPED: Stage.ENDED,
}


@pytest.mark.parametrize("state", C)
def test_the_report_of_a_case_is_as_far_as_its_rapid_review(state):
    assert stage_of_case(state) is CASES.get(state, Stage.NOT_YET)


@pytest.mark.parametrize("state", R)
def test_the_report_of_a_review_is_as_far_as_the_review(state):
    assert stage_of_review(state) is REVIEWS[state]


@pytest.mark.parametrize("stage", Stage)
def test_a_report_is_written_remarked_on_and_signed_in_its_own_stages_alone(stage):
    writing, signing = stage is Stage.WRITING, stage is Stage.SIGNING
    verdicts = {
        report_stages.may_write(stage): writing,
        report_stages.may_remark(stage): writing or signing,
        report_stages.may_sign(stage): signing,
    }

    assert all(bool(verdict) is wanted for verdict, wanted in verdicts.items())
    assert all(verdict or verdict.reason.endswith(".") for verdict in verdicts)
