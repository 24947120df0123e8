"""Leads of items without a paper are told once, some days before papers are due."""

from datetime import UTC, date, datetime, timedelta

import pytest

from governance.models import AgendaItem, Paper
from governance.selectors.papers_due import reminders
from governance.services.agenda import ItemFacts, add_item
from partnerships.models import AuditEvent, Notice
from partnerships.services.files import keep_file
from partnerships.services.reminders import remind
from tests.factories import governance as make
from tests.factories import partnerships as people
from tests.governance.actions import seat_with_holder

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 10)
STARTS = datetime(2026, 6, 17, 9, 0, tzinfo=UTC)
SENT_AT = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def lead(in_north):
    return seat_with_holder(in_north, "police")


@pytest.fixture
def board(in_north):
    return make.group("board", name="The Board")


def planned(board, by, *, sent=True, title="A meeting"):
    made = make.sent_meeting if sent else make.meeting
    return made(board, starts_at=STARTS, by=by, at=SENT_AT, papers_due_on=DUE, title=title)


def item(meeting, by, lead=None, **facts):
    said = ItemFacts(title=facts.pop("title", "The budget"), lead=lead)
    made = add_item(group=meeting.group, meeting=meeting, facts=said, by=by, at=SENT_AT)
    AgendaItem.objects.filter(pk=made.pk).update(**facts)
    return made


def paper(of, by, **facts):
    file = keep_file(name="A paper", content_type="application/pdf", content=b"x", at=SENT_AT)
    return Paper.objects.create(
        item=of, place=1, title="A paper", file=file, added_at=SENT_AT, added_by=by, **facts
    )


def test_a_lead_is_told_from_five_days_before_until_the_day(board, lead, manager):
    seat, holder = lead
    meeting = planned(board, manager)
    item(meeting, manager, seat)
    item(meeting, manager, seat, title="The plan")

    assert reminders(DUE - timedelta(days=6)) == []
    assert reminders(DUE + timedelta(days=1)) == []
    [told] = reminders(DUE - timedelta(days=5))
    assert reminders(DUE) == [told]
    assert told.also == (holder.pk,)
    assert told.key == f"papers-due:{meeting.public_id}:2026-06-10"
    assert told.path == f"meetings/{meeting.public_id}/agenda/"
    assert told.subject == "A paper of yours is due for a meeting"


def test_only_an_item_that_waits_for_a_paper_of_a_seat_is_asked_about(board, lead, manager):
    seat, _holder = lead
    meeting = planned(board, manager)
    item(meeting, manager)
    item(meeting, manager, seat, state="withdrawn", state_reason="Overtaken")
    brought = paper(item(meeting, manager, seat), manager)
    item(planned(board, manager, sent=False, title="A draft"), manager, seat)

    assert reminders(DUE) == []
    brought.withdrawn_at = SENT_AT
    brought.withdrawn_reason = "The wrong one"
    brought.save()
    assert len(reminders(DUE)) == 1


def test_each_lead_is_told_once_and_the_record_keeps_it(board, lead, manager):
    seat, holder = lead
    item(planned(board, manager), manager, seat)
    Notice.objects.all().delete()
    morning = datetime(2026, 6, 8, 6, 0, tzinfo=UTC)

    for days in (0, 0, 1):
        remind(at=morning + timedelta(days=days))

    found = Notice.objects.filter(key__startswith="papers-due")
    assert [each.recipient for each in found] == [holder]
    kept = AuditEvent.objects.filter(verb="warned", facts__reminder__startswith="papers-due").get()
    assert kept.facts["people"] == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_it_asks_the_same_however_many_items_and_less_without_one(
    rows, board, lead, manager, django_assert_num_queries
):
    meeting = planned(board, manager)
    for nth in range(rows):
        item(meeting, manager, lead[0], title=f"Item {nth}")

    with django_assert_num_queries(2):
        assert len(reminders(DUE)) == 1
    with django_assert_num_queries(1):
        assert reminders(DUE - timedelta(days=30)) == []


def test_a_vacant_seat_is_told_through_its_deputy_or_not_at_all(in_north, board, manager):
    meeting = planned(board, manager)
    empty = people.seat("health")
    item(meeting, manager, empty)
    assert reminders(DUE) == []

    deputy = people.appointment(empty, "A deputy", kind="deputy")
    deputy.person.user = people.member(in_north, "dsp", "deputy@north.example")
    deputy.person.save()

    [told] = reminders(DUE)
    assert told.also == (deputy.person.user_id,)
