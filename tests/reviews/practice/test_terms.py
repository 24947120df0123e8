"""Terms of reference: written by two hands, agreed on a day, opened again with a reason."""

from datetime import date, timedelta

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from reviews.models import Methodology, ProgressNote, ReviewQuestion, ReviewTerms
from reviews.review_transitions import ReviewMove
from reviews.services.methodologies import add_methodology, adopt_methodologies, end_methodology
from reviews.services.reviews import move_review
from reviews.services.terms import TermsFacts, agree_terms, write_terms
from tests.factories import partnerships as people
from tests.factories import practice as make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def written(north, manager, practice, later):
    with tenant(north.pk):
        facts = make.terms_facts()
        return write_terms(review=practice, facts=facts, revision=0, by=manager, at=later)


def questions():
    return list(ReviewQuestion.objects.order_by("order").values_list("order", "text"))


def test_the_questions_keep_their_order_and_lose_empty_lines(north, manager, practice, later):
    with tenant(north.pk):
        facts = make.terms_facts(questions=("First?", "  ", "Second?"))
        row = write_terms(review=practice, facts=facts, revision=0, by=manager, at=later)

        assert questions() == [(1, "First?"), (2, "Second?")]
        assert (row.revision, row.budget_pence) == (1, 450_000)


def test_two_writers_are_told_of_each_other(north, manager, practice, written, later):
    with tenant(north.pk):
        facts = make.terms_facts(questions=("Mine?",))
        write_terms(review=practice, facts=facts, revision=1, by=manager, at=later)
        with pytest.raises(DomainError, match="Nothing is lost") as refused:
            write_terms(review=practice, facts=make.terms_facts(), revision=1, by=manager, at=later)

        assert refused.value.code == "changed-meanwhile"
        assert questions() == [(1, "Mine?")]


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"scope_to": date(2024, 1, 1)}, "scope_to", "cannot end before it begins"),
        (
            {"scope_from": date(2027, 1, 1), "scope_to": None},
            "scope_from",
            "cannot begin in the future",
        ),
        ({"questions": ("x" * 401,)}, "questions", "A question has 400 characters at most."),
        ({"questions": ("Why?",) * 31}, "questions", "Ask 30 questions at most."),
    ],
)
def test_terms_that_cannot_be_are_refused(north, manager, practice, later, said, field, sentence):
    with tenant(north.pk):
        facts = make.terms_facts(**said)
        with pytest.raises(DomainError, match=sentence) as refused:
            write_terms(review=practice, facts=facts, revision=0, by=manager, at=later)

        assert refused.value.field == field
        assert not ReviewTerms.objects.exists()


def test_terms_are_agreed_on_a_day(north, manager, practice, written, later):
    with tenant(north.pk):
        day = later.date()
        row = agree_terms(review=practice, revision=1, agreed_on=day, by=manager, at=later)

        assert row.agreed_on == day
        with pytest.raises(DomainError, match="agreed already"):
            agree_terms(review=practice, revision=1, agreed_on=day, by=manager, at=later)


def test_terms_are_not_agreed_in_a_text_that_changed_meanwhile(
    north, manager, practice, written, later
):
    with tenant(north.pk), pytest.raises(DomainError) as refused:
        agree_terms(review=practice, revision=0, agreed_on=later.date(), by=manager, at=later)

    assert refused.value.code == "changed-meanwhile"


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (1, "The day cannot be in the future."),
        (-4, "They cannot have been agreed before the review was decided."),
    ],
)
def test_the_day_of_agreement_lies_between_decision_and_today(
    north, manager, practice, written, later, days, sentence
):
    day = later.date() + days * DAY
    with tenant(north.pk), pytest.raises(DomainError, match=sentence) as refused:
        agree_terms(review=practice, revision=1, agreed_on=day, by=manager, at=later)

    assert refused.value.field == "agreed_on"


def test_terms_that_lack_something_are_not_agreed(north, manager, practice, later):
    with tenant(north.pk):
        with pytest.raises(DomainError, match="Write the terms of reference first"):
            agree_terms(review=practice, revision=0, agreed_on=later.date(), by=manager, at=later)
        facts = make.terms_facts(budget_pence=None, methodology=None)
        write_terms(review=practice, facts=facts, revision=0, by=manager, at=later)
        with pytest.raises(DomainError) as refused:
            agree_terms(review=practice, revision=1, agreed_on=later.date(), by=manager, at=later)

    assert str(refused.value) == (
        "Choose how the review is held. Set a budget, nought where it costs nothing."
    )


def test_agreed_terms_change_with_a_reason_and_are_agreed_anew(north, manager, practice, later):
    with tenant(north.pk):
        make.agreed_terms(practice, by=manager, at=later)
        facts = make.terms_facts(proportionality="Three agencies.")
        with pytest.raises(DomainError, match="Say why they change") as refused:
            write_terms(review=practice, facts=facts, revision=1, by=manager, at=later)
        assert refused.value.field == "reason"

        why = "A school was found."
        row = write_terms(
            review=practice, facts=facts, revision=1, reason=why, by=manager, at=later
        )

        note = ProgressNote.objects.get()
        assert (row.agreed_on, row.revision) == (None, 2)
        assert note.text == (
            "The terms of reference were changed after they were agreed: A school was found.\n"
            "Until then they asked:\n1. What helped?\n2. What stood in the way?"
        )
        said = AuditEvent.objects.order_by("number").last().facts
        assert said == {"revision": 2, "questions": 2, "reopened": str(note.public_id)}


def test_a_review_that_ended_keeps_its_terms(north, manager, learning, later):
    with tenant(north.pk):
        move_review(review=learning, code=ReviewMove.STOP, words="Done.", by=manager, at=later)
        with pytest.raises(DomainError, match="The review has ended"):
            write_terms(review=learning, facts=TermsFacts(), revision=0, by=manager, at=later)


def test_who_does_not_work_on_cases_writes_no_terms(north, practice, later):
    partner = people.member(north, "lsp")
    with tenant(north.pk), pytest.raises(NotPermitted):
        write_terms(review=practice, facts=TermsFacts(), revision=0, by=partner, at=later)


def test_the_list_that_stands_ready_is_adopted_once(in_north, manager, moment):
    assert adopt_methodologies(by=manager, at=moment) == 5
    with pytest.raises(DomainError, match="has its own list already"):
        adopt_methodologies(by=manager, at=moment)


def test_a_way_is_added_once_and_ended_once(in_north, manager, moment):
    with pytest.raises(DomainError, match="Make the list your own first"):
        add_methodology(name="Our own", by=manager, at=moment)
    adopt_methodologies(by=manager, at=moment)
    row = add_methodology(name="Our own", by=manager, at=moment)
    with pytest.raises(DomainError, match="on the list already"):
        add_methodology(name="Our own", by=manager, at=moment)
    end_methodology(methodology=row, by=manager, at=moment)
    with pytest.raises(DomainError, match="ended already"):
        end_methodology(methodology=row, by=manager, at=moment)

    assert Methodology.objects.current().count() == 5
