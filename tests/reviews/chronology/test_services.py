"""Rows of a chronology as they are added, taken over, given, changed and taken away."""

from dataclasses import replace
from datetime import date

import pytest

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.errors import DomainError, NotPermitted
from partnerships.models import AuditEvent
from reviews.chronology import RowFacts
from reviews.enums import CaseState
from reviews.models import ChronologyRow
from reviews.selectors.chronology import Wanted, chronology, narrowed, rows_of
from reviews.services import chronology as services
from reviews.services import requests as asking
from reviews.services.answering import Hand
from reviews.services.reviews import open_review
from tests.factories import outcomes as after
from tests.factories import partnerships as people
from tests.factories import requests as make
from tests.reviews.beside.conftest import facts as review_facts
from tests.reviews.chronology.conftest import ROW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def opened(north):
    with tenant(north.pk):
        yield


@pytest.fixture
def asked(case, who):
    return make.asked(case, name="School", **who)


@pytest.fixture
def hand(asked, now):
    make.carried(now)
    return Hand(asked, asked.links.get())


def test_a_row_that_is_added_says_who_tells_it_and_leaves_no_word_in_the_audit(case, hospital, who):
    row = services.add_row(subject=case, organisation=hospital, facts=ROW, **who)

    assert (row.incident_id, row.organisation_id, row.place) == (case.pk, hospital.pk, 1)
    event = AuditEvent.objects.order_by("number").last()
    assert event.facts == {"chronology": 1, "agency": str(hospital.public_id)}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"event": ""}, "event"),
        ({"from_on": date(2026, 6, 4)}, "from_on"),
        ({"to_on": date(2024, 3, 4)}, "to_on"),
    ],
)
def test_a_row_with_a_fault_is_refused_at_its_field(case, hospital, who, said, field):
    with pytest.raises(DomainError) as refusal:
        services.add_row(subject=case, organisation=hospital, facts=replace(ROW, **said), **who)

    assert refusal.value.field == field
    assert ChronologyRow.objects.count() == 0


def test_rows_are_taken_over_all_or_nothing(case, hospital, who):
    rows = [ROW, RowFacts(event="Moved", when_words="spring 2024"), replace(ROW, event="")]

    with pytest.raises(DomainError):
        services.import_rows(subject=case, organisation=hospital, rows=rows, **who)
    assert ChronologyRow.objects.count() == 0

    assert services.import_rows(subject=case, organisation=hospital, rows=rows[:2], **who) == 2


def test_rows_that_stand_there_already_are_not_told_twice(case, hospital, who):
    services.import_rows(subject=case, organisation=hospital, rows=[ROW], **who)

    more = [ROW, replace(ROW, event="Moved")]
    assert services.import_rows(subject=case, organisation=hospital, rows=more, **who) == 1
    with pytest.raises(DomainError, match="stands there already"):
        services.import_rows(subject=case, organisation=hospital, rows=more, **who)


def test_ten_thousand_rows_are_one_statement_and_one_more_is_refused(
    case, hospital, who, django_assert_max_num_queries
):
    rows = [replace(ROW, event=f"Event {each}") for each in range(10_000)]

    with django_assert_max_num_queries(12):
        assert services.import_rows(subject=case, organisation=hospital, rows=rows, **who) == 10_000
    with pytest.raises(DomainError, match="10,000 rows of one agency at most"):
        services.import_rows(
            subject=case, organisation=hospital, rows=[replace(ROW, event="One more")], **who
        )
    with django_assert_max_num_queries(6):
        found = chronology(case, Wanted(), page=200, query={})
    assert (found.total, len(found.lines), found.lines[-1].row.event) == (10_000, 50, "Event 9999")


def test_an_agency_gives_its_rows_and_they_stand_in_the_chronology_once_handed_in(
    case, hand, asked, now
):
    assert services.give_rows(hand=hand, rows=[ROW], by=None, at=now) == 1

    assert list(rows_of(case)) == []
    waiting = chronology(case, Wanted(), page=1, query={})
    assert waiting.not_handed_in == ("School",)
    make.returned(asked, at=now)
    assert [row.organisation.name for row in rows_of(case)] == ["School"]


def test_an_agencys_row_is_changed_by_that_agency_alone(case, hand, asked, who, hospital):
    services.give_rows(hand=hand, rows=[ROW], by=None, at=who["at"])
    row = asked.rows.get()
    other = services.add_row(subject=case, organisation=hospital, facts=ROW, **who)

    with pytest.raises(DomainError, match="Send the answer back"):
        services.change_row(row=row, facts=ROW, **who)
    with pytest.raises(DomainError, match="Send the answer back"):
        services.remove_row(row=row, **who)
    with pytest.raises(DomainError, match="not yours to change"):
        services.change_given_row(hand=hand, row=other, facts=ROW, by=None, at=who["at"])
    said = replace(ROW, event="Seen twice")
    services.change_given_row(hand=hand, row=row, facts=said, by=None, at=who["at"])
    assert asked.rows.get().event == "Seen twice"
    services.remove_given_row(hand=hand, row=row, by=None, at=who["at"])
    assert asked.rows.count() == 0


def test_a_link_that_has_ended_gives_no_rows(hand, asked, who):
    asking.revoke_link(row=asked, **who)

    with pytest.raises(DomainError, match="no longer in use"):
        services.give_rows(hand=hand, rows=[ROW], by=None, at=who["at"])


def test_rows_added_here_are_changed_and_taken_away(case, hospital, who):
    row = services.add_row(subject=case, organisation=hospital, facts=ROW, **who)

    services.change_row(row=row, facts=replace(ROW, comment="Late"), **who)
    assert ChronologyRow.objects.get().comment == "Late"
    services.remove_row(row=row, **who)
    with pytest.raises(DomainError, match="not yours to change"):
        services.change_row(row=row, facts=ROW, **who)


def test_who_does_not_work_on_cases_adds_nothing(case, hospital, north, now):
    stranger = people.member(north, "lay_member")

    with pytest.raises(NotPermitted):
        services.add_row(subject=case, organisation=hospital, facts=ROW, by=stranger, at=now)


def test_a_review_has_the_rows_of_its_cases_rapid_review_too(hospital, who, sent_review):
    services.add_row(subject=sent_review.incident, organisation=hospital, facts=ROW, **who)
    services.add_row(
        subject=sent_review, organisation=hospital, facts=replace(ROW, event="Later"), **who
    )

    found = chronology(sent_review, Wanted(), page=1, query={})
    assert [(line.row.event, line.is_from_case) for line in found.lines] == [
        ("Seen at the clinic", True),
        ("Later", False),
    ]


@pytest.fixture
def sent_review(manager, moment):
    sent = after.case_at(CaseState.RAPID_REVIEW_SENT, by=manager, at=moment)
    later = moment + after.HOUR * 24
    made = review_facts(later, kind="lcspr")
    return open_review(facts=made, incident=sent, by=manager, at=later)


def test_the_order_is_by_day_and_what_has_none_comes_last(case, hospital, who):
    rows = [
        RowFacts(event="Words", when_words="spring 2024"),
        RowFacts(event="Later", from_on=date(2024, 3, 6)),
        RowFacts(event="Earlier", from_on=date(2024, 3, 5), to_on=date(2024, 3, 9)),
    ]
    services.import_rows(subject=case, organisation=hospital, rows=rows, **who)

    assert [row.event for row in rows_of(case)] == ["Earlier", "Later", "Words"]


@pytest.mark.parametrize(
    ("wanted", "events"),
    [
        (Wanted(since=date(2024, 3, 8)), ["Long", "Late"]),
        (Wanted(until=date(2024, 3, 5)), ["Long"]),
        (Wanted(words="ward LONG"), ["Long"]),
        (Wanted(noted=True), ["Late"]),
        (Wanted(), ["Long", "Late", "Words"]),
    ],
)
def test_the_chronology_is_narrowed(case, hospital, who, wanted, events):
    rows = [
        RowFacts(event="Words", when_words="spring 2024"),
        RowFacts(event="Late", from_on=date(2024, 4, 1), practice_note="Well done"),
        RowFacts(
            event="Long", from_on=date(2024, 3, 5), to_on=date(2024, 3, 9), source="Ward notes"
        ),
    ]
    services.import_rows(subject=case, organisation=hospital, rows=rows, **who)

    assert [row.event for row in narrowed(case, wanted)] == events
    other = people.agency("School").organisation
    assert list(narrowed(case, replace(wanted, agency=other))) == []
