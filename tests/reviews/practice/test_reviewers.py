"""Reviewers: in the register, commissioned, checked, asked about conflicts, ended."""

from datetime import timedelta

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from partnerships.papers import Paper
from partnerships.services.files import read_file
from reviews.enums import ReviewState
from reviews.models import Commission, CommissionCheck
from reviews.review_transitions import ReviewMove
from reviews.services import commissioning as services
from reviews.services.reviewers import ReviewerFacts, add_reviewer, end_reviewer
from reviews.services.reviews import move_review
from tests.factories import partnerships as people
from tests.factories import practice as make

pytestmark = pytest.mark.django_db
PDF = Paper("anything.pdf", b"%PDF-1.7\n%%EOF")


@pytest.fixture
def row(north, manager, practice, later):
    with tenant(north.pk):
        who = make.reviewer(by=manager, at=later)
        return services.commission_reviewer(review=practice, reviewer=who, by=manager, at=later)


def test_somebody_stands_in_the_register_once(in_north, manager, moment):
    make.reviewer(by=manager, at=moment)
    with pytest.raises(DomainError, match="This reviewer is in the register already"):
        make.reviewer(by=manager, at=moment)
    with pytest.raises(DomainError, match="Enter the reviewer’s name") as refused:
        add_reviewer(facts=ReviewerFacts(name=" "), by=manager, at=moment)

    assert refused.value.field == "name"


def test_the_audit_of_the_register_names_nobody(in_north, manager, moment):
    make.reviewer(by=manager, at=moment)

    event = AuditEvent.objects.order_by("number").last()
    assert (event.object_reference, event.facts) == ("Register of reviewers", {})


def test_who_leads_a_review_stays_in_the_register(north, manager, row, later):
    with tenant(north.pk):
        with pytest.raises(DomainError, match="End that commission first"):
            end_reviewer(reviewer=row.reviewer, by=manager, at=later)
        services.end_commission(commission=row, reason="Moved away.", by=manager, at=later)

        assert end_reviewer(reviewer=row.reviewer, by=manager, at=later).ended_on == later.date()


def test_nobody_is_commissioned_twice_nor_from_beyond_the_register(
    north, manager, practice, row, later
):
    with tenant(north.pk):
        gone = make.reviewer("Sam Writer", by=manager, at=later)
        gone = end_reviewer(reviewer=gone, by=manager, at=later)
        for who, sentence in (
            (row.reviewer, "leads the review already"),
            (gone, "no longer in the register"),
        ):
            with pytest.raises(DomainError, match=sentence) as refused:
                services.commission_reviewer(review=practice, reviewer=who, by=manager, at=later)
            assert refused.value.field == "reviewer"


def test_a_point_is_kept_with_how_it_is_known(north, manager, row, later):
    with tenant(north.pk):
        services.check_competence(
            commission=row, points=make.points("research"), by=manager, at=later
        )
        services.check_competence(
            commission=row, points=make.points("research", answer="not_met"), by=manager, at=later
        )

        check = CommissionCheck.objects.get()
        assert (check.criterion, check.answer, check.note) == ("research", "not_met", "Seen")
        assert AuditEvent.objects.order_by("number").last().facts == {"points": "research"}


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"note": " "}, "research_note", "Say how this is known"),
        ({"criterion": "charm"}, None, "This is no point of competence"),
        ({"answer": "perhaps"}, None, "This is no point of competence"),
    ],
)
def test_a_check_that_cannot_be_is_refused(north, manager, row, later, said, field, sentence):
    usual = {"criterion": "research", "answer": "met", "note": "Seen"}
    points = [services.PointFacts(**{**usual, **said})]
    with tenant(north.pk), pytest.raises(DomainError, match=sentence) as refused:
        services.check_competence(commission=row, points=points, by=manager, at=later)

    assert refused.value.field == field


def test_a_conflict_is_declared_and_answered(north, manager, row, later):
    with tenant(north.pk):
        with pytest.raises(DomainError, match="No conflict was declared"):
            services.answer_conflict(commission=row, answer="None.", by=manager, at=later)
        services.declare_conflict(
            commission=row, declared_on=later.date(), conflict="Worked there.", by=manager, at=later
        )
        answered = services.answer_conflict(
            commission=row, answer="Reads nothing of it.", by=manager, at=later
        )
        assert (answered.conflict, answered.conflict_answer) == (
            "Worked there.",
            "Reads nothing of it.",
        )
        again = services.declare_conflict(
            commission=row, declared_on=later.date(), by=manager, at=later
        )

        assert (again.conflict, again.conflict_answer) == ("", "")


def test_nobody_declares_on_a_day_to_come(north, manager, row, later):
    day = later.date() + timedelta(days=1)
    with tenant(north.pk), pytest.raises(DomainError, match="in the future") as refused:
        services.declare_conflict(commission=row, declared_on=day, by=manager, at=later)

    assert refused.value.field == "declared_on"


def test_a_contract_is_kept_under_the_reference(north, manager, practice, row, later):
    with tenant(north.pk):
        kept = services.keep_contract(commission=row, paper=PDF, by=manager, at=later)

        assert kept.contract.name == f"{practice.reference}-contract.pdf"
        assert read_file(file=kept.contract) == PDF.content
        paper = Paper("a.pdf", b"not a PDF")
        with pytest.raises(DomainError) as refused:
            services.keep_contract(commission=row, paper=paper, by=manager, at=later)
        assert refused.value.field == "paper"


def test_an_ended_commission_is_left_alone(north, manager, row, later):
    with tenant(north.pk):
        with pytest.raises(DomainError, match="Say why it ends"):
            services.end_commission(commission=row, reason="", by=manager, at=later)
        services.end_commission(commission=row, reason="Moved away.", by=manager, at=later)
        with pytest.raises(DomainError, match="This commission has ended"):
            services.check_competence(commission=row, points=[], by=manager, at=later)


def test_who_does_not_work_on_cases_commissions_nobody(north, practice, manager, later):
    partner = people.member(north, "lsp")
    with tenant(north.pk):
        who = make.reviewer(by=manager, at=later)
        with pytest.raises(NotPermitted):
            services.commission_reviewer(review=practice, reviewer=who, by=partner, at=later)

        assert not Commission.objects.exists()


def test_a_practice_review_begins_once_it_is_ready(north, manager, practice, later):
    with tenant(north.pk):
        with pytest.raises(DomainError) as refused:
            move_review(review=practice, code=ReviewMove.START, by=manager, at=later)
        assert str(refused.value) == (
            "The terms of reference are not agreed. No reviewer is commissioned."
        )
        assert refused.value.code == "not-ready"

        make.ready(practice, by=manager, at=later)
        begun = move_review(review=practice, code=ReviewMove.START, by=manager, at=later)

        assert begun.state == ReviewState.IN_PROGRESS
