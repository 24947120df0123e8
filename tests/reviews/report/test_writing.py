"""A report while it is written, by the services."""

import pytest

from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from reviews.enums import CaseState
from reviews.models import Report, ReportComment
from reviews.services import reports
from reviews.services.reports import ChangedMeanwhile, Conclusion
from tests.factories import outcomes as after
from tests.factories import partnerships as people
from tests.factories import reports as make
from tests.factories import reviews as cases
from tests.reviews.steps.cases import refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_partnership(in_north):
    """Services run inside the partnership."""


@pytest.fixture
def facts(rapid):
    row = rapid.sections.get(key="facts")
    row.report = rapid
    return row


def test_the_notification_begins_the_report_with_its_empty_sections(rapid):
    titles = list(rapid.sections.order_by("order").values_list("title", "body"))

    assert titles[0] == ("Facts established so far", "")
    assert len(titles) == 9


def test_a_review_begins_its_report_when_it_begins(learning):
    assert (learning.kind, learning.sections.count()) == ("review", 7)


def test_opening_a_report_twice_returns_the_one(rapid, manager, later):
    again = reports.open_report(incident=rapid.incident, by=manager, at=later)

    assert again.pk == rapid.pk
    assert Report.objects.count() == 1


def test_there_is_nothing_to_report_before_the_notification(manager, moment):
    case = cases.case_at(CaseState.LOGGED, by=manager, at=moment)

    found = refused(reports.open_report, incident=case, by=manager, at=moment)
    assert str(found) == "There is nothing to report on yet."


def test_a_section_is_kept_with_who_wrote_it_and_the_same_text_changes_nothing(
    facts, manager, later
):
    row = reports.save_section(
        section=facts, body=" What is known. ", revision=0, by=manager, at=later
    )
    before = AuditEvent.objects.count()
    reports.save_section(section=facts, body="What is known.", revision=0, by=manager, at=later)

    assert (row.body, row.revision, row.edited_by) == ("What is known.", 1, manager)
    assert AuditEvent.objects.count() == before
    assert AuditEvent.objects.latest("number").facts == {"section": "facts", "revision": 1}


def test_two_people_on_one_section_lose_nothing(in_north, facts, manager, later):
    other = people.member(in_north, "business_support")
    reports.save_section(section=facts, body="Theirs.", revision=0, by=other, at=later)

    with pytest.raises(ChangedMeanwhile) as conflict:
        reports.save_section(section=facts, body="Mine.", revision=0, by=manager, at=later)

    assert (conflict.value.code, conflict.value.kept.body) == ("changed-meanwhile", "Theirs.")
    kept = reports.save_section(
        section=facts, body="Theirs. Mine.", revision=1, by=manager, at=later
    )
    assert kept.revision == 2


def test_who_does_not_work_on_cases_writes_nothing_but_may_remark(in_north, facts, later):
    lead = people.member(in_north, "lsp")

    with pytest.raises(NotPermitted):
        reports.save_section(section=facts, body="Mine.", revision=0, by=lead, at=later)
    made = reports.comment(section=facts, text="Is this certain?", by=lead, at=later)
    assert (made.text, made.answered_at) == ("Is this certain?", None)


def test_whoever_does_not_see_the_case_does_not_learn_that_there_is_a_report(
    in_north, facts, later
):
    chair = people.member(in_north, "group_chair")

    with pytest.raises(NotPermitted, match="no such case"):
        reports.comment(section=facts, text="Hello", by=chair, at=later)


def test_a_comment_is_answered_once_and_in_words(facts, manager, later):
    made = reports.comment(section=facts, text="Is this certain?", by=manager, at=later)

    assert refused(reports.comment, section=facts, text=" ", by=manager, at=later).field == "text"
    empty = refused(reports.answer_comment, comment=made, answer=" ", by=manager, at=later)
    assert empty.field == "answer"
    reports.answer_comment(comment=made, answer="Put right.", by=manager, at=later)
    again = refused(reports.answer_comment, comment=made, answer="Once more", by=manager, at=later)
    assert again.code == "answered-already"
    assert ReportComment.objects.get().answered_by == manager


def test_the_outcome_stands_with_its_reasons_and_criteria(rapid, manager, later):
    facts = Conclusion(
        outcome="lcspr",
        rationale="Much to learn.",
        criteria={"local_a": ("met", "It shows."), "institution": ("unclear", "")},
    )
    reports.set_outcome(report=rapid, facts=facts, revision=0, by=manager, at=later)
    changed = Conclusion(outcome="none", rationale="Known.", criteria={"local_a": ("not_met", "")})
    reports.set_outcome(report=rapid, facts=changed, revision=1, by=manager, at=later)

    rapid.refresh_from_db()
    assert (rapid.outcome, rapid.rationale, rapid.revision) == ("none", "Known.", 2)
    answers = rapid.criteria.order_by("key").values_list("key", "answer")
    assert list(answers) == [("institution", "unclear"), ("local_a", "not_met")]


def test_an_outcome_that_cannot_be_is_refused(rapid, learning, manager, later):
    who = {"by": manager, "at": later, "revision": 0}
    silent = refused(reports.set_outcome, report=rapid, facts=Conclusion(outcome="none"), **who)
    made_up = Conclusion(criteria={"made_up": ("met", "")})
    unknown = refused(reports.set_outcome, report=rapid, facts=made_up, **who)
    of_review = refused(reports.set_outcome, report=learning, facts=Conclusion(), **who)

    assert (silent.field, unknown.code, of_review.code) == (
        "rationale",
        "criterion",
        "no-outcome",
    )


def test_an_outcome_begun_from_an_older_state_is_refused_with_what_stands(rapid, manager, later):
    make.written(rapid, by=manager, at=later)

    with pytest.raises(ChangedMeanwhile) as conflict:
        reports.set_outcome(report=rapid, facts=Conclusion(), revision=0, by=manager, at=later)
    assert conflict.value.kept.outcome == "lcspr"


def test_a_report_that_waits_for_signatures_is_not_written_but_remarked_on(rapid, manager, later):
    make.asked(rapid, by=manager, at=later)
    row = rapid.sections.get(key="facts")
    row.report = rapid

    found = refused(reports.save_section, section=row, body="New", revision=1, by=manager, at=later)
    assert str(found) == "The report is out for signatures. Take it back to change it."
    assert reports.comment(section=row, text="Wait.", by=manager, at=later).pk


def test_a_withdrawn_notification_closes_the_report(rapid, facts, manager, later):
    after.withdraw(rapid.incident, by=manager, at=later)

    with pytest.raises(DomainError, match="can no longer be changed"):
        reports.save_section(section=facts, body="New", revision=0, by=manager, at=later)
