"""The log of progress, and what the reviewer was asked in writing."""

from datetime import timedelta

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError
from partnerships.models import AuditEvent
from reviews.models import ProgressNote, ReviewerQuery
from reviews.services import supervising as services
from tests.factories import practice as make
from tests.reviews.practice.conftest import at, day_of, words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def led(north, manager, practice, later):
    with tenant(north.pk):
        make.checked(practice, by=manager, at=later)
    return practice


def test_an_entry_is_kept_and_the_audit_tells_nothing_of_it(north, manager, practice, later):
    with tenant(north.pk):
        services.note_progress(
            review=practice,
            on=later.date(),
            text="Two agencies changed how they ask.",
            early_learning=True,
            by=manager,
            at=later,
        )

        assert ProgressNote.objects.get().early_learning is True
        assert AuditEvent.objects.order_by("number").last().facts == {"early_learning": "yes"}


@pytest.mark.parametrize(("days", "text", "field"), [(1, "Something.", "on"), (0, "  ", "text")])
def test_an_entry_that_cannot_be_is_refused(north, manager, practice, later, days, text, field):
    day = later.date() + days * DAY
    with tenant(north.pk), pytest.raises(DomainError) as refused:
        services.note_progress(review=practice, on=day, text=text, by=manager, at=later)

    assert refused.value.field == field


def test_new_information_says_when_the_panel_was_told(north, manager, practice, later):
    with tenant(north.pk):
        row = services.note_new_information(
            review=practice, told_on=later.date(), text="A pattern.", by=manager, at=later
        )
        assert row.text == (
            "New information that may be of national importance."
            " The Panel was told on 5 June 2026.\nA pattern."
        )
        with pytest.raises(DomainError) as refused:
            services.note_new_information(
                review=practice, told_on=later.date() + DAY, text="A.", by=manager, at=later
            )
        assert refused.value.field == "told_on"


def test_a_question_is_answered_once(north, manager, led, later):
    with tenant(north.pk):
        row = services.ask_reviewer(review=led, text="How far is it?", by=manager, at=later)
        for days, field in ((1, "answered_on"), (-1, "answered_on")):
            with pytest.raises(DomainError) as refused:
                services.answer_query(
                    query=row,
                    answer="Half.",
                    answered_on=later.date() + days * DAY,
                    by=manager,
                    at=later,
                )
            assert refused.value.field == field
        said = {"query": row, "answered_on": later.date(), "by": manager, "at": later}
        with pytest.raises(DomainError, match="Write what the reviewer answered"):
            services.answer_query(answer="", **said)
        services.answer_query(answer="Half.", **said)
        with pytest.raises(DomainError, match="answered already"):
            services.answer_query(answer="All.", **said)

        assert ReviewerQuery.objects.get().answer == "Half."


def test_nobody_is_asked_where_nobody_is_commissioned(north, manager, practice, later):
    with tenant(north.pk), pytest.raises(DomainError, match="No reviewer is commissioned"):
        services.ask_reviewer(review=practice, text="How far is it?", by=manager, at=later)


def test_log_and_questions_stand_on_the_page(keeper, north, led, later):
    of = {"review": led.public_id}
    page = keeper.post(at("progress-add", **of), day_of("on", later))
    assert set(page.context["form"].errors) == {"text"}
    entry = {"text": "Begun.", "early_learning": "on", **day_of("on", later)}
    keeper.post(at("progress-add", **of), entry)
    new = {"text": "A pattern.", **day_of("told_on", later)}
    keeper.post(at("new-information-add", **of), new)
    keeper.post(at("query-add", **of), {"text": "How far is it?"})
    with tenant(north.pk):
        query = ReviewerQuery.objects.get().public_id
    answer = {"answer": "Half way.", **day_of("answered_on", later)}
    keeper.post(at("query-answer", **of, query=query), answer)

    page = words(keeper.get(at("review-progress", **of)))
    assert "Early learning" in page
    assert "The Panel was told on 5 June 2026." in page
    assert "Half way." in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_however_long_the_log_is(
    keeper, north, manager, led, later, rows, django_assert_num_queries
):
    with tenant(north.pk):
        for _ in range(rows):
            who = {"review": led, "by": manager, "at": later}
            services.note_progress(on=later.date(), text="Something.", **who)
            services.ask_reviewer(text="How far is it?", **who)
    with django_assert_num_queries(12):
        page = keeper.get(at("review-progress", review=led.public_id))

    assert (len(page.context["notes"]), len(page.context["queries"])) == (rows, rows)
