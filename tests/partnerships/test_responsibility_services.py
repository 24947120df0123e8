"""The table of delegated responsibilities and its yearly review."""

from datetime import date

import pytest

from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.enums import AuditVerb
from partnerships.models import AuditEvent, Responsibility
from partnerships.selectors import responsibilities as reads
from partnerships.services import responsibilities
from partnerships.services.responsibilities import ResponsibilityFacts, TableReviewFacts
from tests.factories import partnerships as make

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


@pytest.fixture
def add(by_manager):
    def add(what, led_by="The learning group", **facts):
        return responsibilities.add_responsibility(
            facts=ResponsibilityFacts(what, led_by, **facts), **by_manager
        )

    return add


def whats(on=JUNE):
    return [task.row.what for task in reads.table(on=on).tasks]


def refused(act, **facts):
    with pytest.raises(DomainError) as refusal:
        act(**facts)
    return refusal.value.code, refusal.value.field


def test_tasks_stand_in_the_order_in_which_they_were_added(add):
    for what in ("Training", "Policies", "Reviews"):
        add(what)

    tasks = reads.table(on=JUNE).tasks
    assert [task.row.what for task in tasks] == ["Training", "Policies", "Reviews"]
    assert [(task.is_first, task.is_last) for task in tasks] == [
        (True, False),
        (False, False),
        (False, True),
    ]


def test_a_seat_can_lead_and_its_holder_is_shown(add):
    seat = make.seat("dsp", "DSP", speaks_for="icb")
    make.appointment(seat, "Kim Lane")
    make.appointment(seat, "Long gone", ends=date(2021, 1, 1), kind="acting")

    row = add("Reviews", "", seat=seat)

    assert row.led_by == seat.title
    assert reads.table(on=JUNE).tasks[0].holders == ("Kim Lane",)


def test_a_task_needs_words_a_lead_and_a_place_of_its_own(add):
    add("Training")
    closed = make.seat("closed", closed_on=JUNE)

    assert refused(add, what=" ") == ("task-missing", "what")
    assert refused(add, what="x", led_by="") == ("lead-missing", "led_by")
    assert refused(add, what="x", seat=closed) == ("seat-closed", "seat")
    assert refused(add, what=" training ") == ("task-there", "what")
    assert whats() == ["Training"]


def test_a_task_is_changed_and_unchanged_leaves_no_trace(add, by_manager):
    row = add("Training")
    facts = ResponsibilityFacts("Training", "The board", how="Once a year")
    for _ in range(2):
        responsibilities.change_responsibility(responsibility=row, facts=facts, **by_manager)

    events = AuditEvent.objects.order_by("number")
    assert [event.verb for event in events] == [AuditVerb.CREATED, AuditVerb.CHANGED]
    assert events.last().facts == {"fields": ["led_by", "how"]}


def test_a_task_moves_past_its_neighbour_and_no_further(add, by_manager):
    rows = [add(what) for what in ("One", "Two", "Three")]
    move = responsibilities.move_responsibility

    move(responsibility=rows[2], up=True, **by_manager)
    assert whats() == ["One", "Three", "Two"]
    move(responsibility=rows[0], up=False, **by_manager)
    assert whats() == ["Three", "One", "Two"]
    assert refused(move, responsibility=rows[2], up=True, **by_manager)[0] == "no-neighbour"
    assert refused(move, responsibility=rows[1], up=False, **by_manager)[0] == "no-neighbour"


def test_a_task_that_ended_leaves_the_table_and_stays_as_history(add, by_manager):
    row = add("Training")
    add("Policies")
    responsibilities.end_responsibility(responsibility=row, **by_manager)

    found = reads.table(on=JUNE)
    assert [task.row.what for task in found.tasks] == ["Policies"]
    assert found.ended == (Responsibility.objects.get(what="Training"),)
    ended = {"responsibility": row, **by_manager}
    assert refused(responsibilities.end_responsibility, **ended)[0] == "responsibility-over"
    assert refused(responsibilities.move_responsibility, up=True, **ended)[0] == (
        "responsibility-over"
    )
    assert add("Training").order == 3


def test_the_table_is_due_for_review_a_year_later(add, by_manager):
    review = responsibilities.review_table
    facts = TableReviewFacts(reviewed_on=date(2026, 3, 20), outcome="Kept")
    assert refused(review, facts=facts, **by_manager)[0] == "table-empty"
    assert reads.review_due(on=JUNE) == ("later", None)
    add("Training")
    assert reads.review_due(on=JUNE) == ("never", None)

    made = review(facts=facts, **by_manager)

    assert made.next_on == date(2027, 3, 20)
    for day, state in (
        (date(2027, 2, 17), "later"),
        (date(2027, 2, 18), "due soon"),
        (date(2027, 3, 20), "due soon"),
        (date(2027, 3, 21), "overdue"),
    ):
        assert reads.review_due(on=day) == (state, date(2027, 3, 20))
        assert reads.table(on=day).state == state


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"outcome": " "}, ("outcome-missing", "outcome")),
        ({"reviewed_on": date(2026, 6, 2)}, ("review-in-future", "reviewed_on")),
        ({"reviewed_on": date(2026, 2, 28)}, ("review-older", "reviewed_on")),
        ({"next_on": JUNE}, ("review-backwards", "next_on")),
    ],
)
def test_a_review_that_cannot_be_is_refused(add, by_manager, wrong, said):
    add("Training")
    responsibilities.review_table(
        facts=TableReviewFacts(reviewed_on=date(2026, 3, 1), outcome="Kept"), **by_manager
    )
    right = {"reviewed_on": JUNE, "outcome": "Kept", "next_on": date(2027, 3, 1)}

    wrongly = TableReviewFacts(**(right | wrong))
    assert refused(responsibilities.review_table, facts=wrongly, **by_manager) == said
    responsibilities.review_table(facts=TableReviewFacts(**right), **by_manager)

    assert [each.reviewed_on for each in reads.table(on=JUNE).reviews] == [JUNE, date(2026, 3, 1)]


def test_only_who_keeps_the_record_keeps_the_table(add, in_north, moment):
    row = add("Training")
    by = {"by": make.member(in_north, "dsp"), "at": moment}
    facts = ResponsibilityFacts("x", "y")
    looked = TableReviewFacts(reviewed_on=JUNE, outcome="Kept")
    for act in (
        lambda: responsibilities.add_responsibility(facts=facts, **by),
        lambda: responsibilities.change_responsibility(responsibility=row, facts=facts, **by),
        lambda: responsibilities.move_responsibility(responsibility=row, up=True, **by),
        lambda: responsibilities.end_responsibility(responsibility=row, **by),
        lambda: responsibilities.review_table(facts=looked, **by),
    ):
        with pytest.raises(NotPermitted):
            act()

    assert AuditEvent.objects.count() == 1
