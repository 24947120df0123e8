"""Cases and reviews at a glance: running, late with reasons, by lead, by year; never what is closed to one."""

from datetime import timedelta

import pytest
import time_machine

from krscp_portal.foundation.context import tenant
from reviews.enums import CaseState
from reviews.glance_rules import Year, years_of
from reviews.services import name_lead, restrict_case
from tests.factories import partnerships as people
from tests.factories import requests as asking
from tests.factories import reviews as make
from tests.reviews.pages.reading import AWARE, NOW, address

pytestmark = pytest.mark.django_db


def test_the_years_give_the_middle_case_and_leave_out_who_did_not_get_so_far():
    cases = [(2026, 3, 10), (2025, 5, None), (2026, 9, None), (2026, None, None), (2026, 4, 14)]

    assert years_of(cases) == (
        Year(2025, cases=1, notified=1, notify=5, sent=0, rapid=None),
        Year(2026, cases=4, notified=3, notify=4, sent=2, rapid=12),
    )
    assert years_of([]) == ()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_however_much_there_is(
    count, signed_in, north, manager, django_assert_num_queries
):
    with tenant(north.pk):
        for number in range(count):
            case = make.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=AWARE)
            name_lead(incident=case, lead=f"Lead {number}", by=manager, at=NOW)
            asking.asked(case, name=f"Body {number}", by=manager, at=NOW)
    with django_assert_num_queries(13):
        page = signed_in.get(address("glance")).context["page"]
    assert [(row.lead, row.cases, row.requests, row.late) for row in page.load] == [
        (f"Lead {number}", 1, 1, 0) for number in range(count)
    ]
    assert {row.reference for row in page.running} == {
        f"NORT-2026-00{number + 1}" for number in range(count)
    }
    assert [(each.year, each.cases, each.notify) for each in page.years] == [(2026, count, 0)]
    assert page.load_chart.rows == tuple((f"Lead {number}", "1") for number in range(count))


def test_what_is_late_stands_there_with_its_reason(signed_in, client, manager, case, north):
    with time_machine.travel(AWARE + timedelta(days=60), tick=False):
        client.force_login(manager)
        page = signed_in.get(address("glance")).context["page"]
        text = client.get(address("glance")).content.decode()
    assert {row.why for row in page.late} == {"No reason is recorded"}
    assert {row.reference for row in page.late} == {case.reference}
    assert page.late == tuple(row for row in page.running if row.status.text == "Overdue")
    assert page.load[0].late == len(page.late) > 0
    assert "Late, and why" in text


def test_a_case_that_one_may_not_see_counts_in_nothing(client, case, north, manager):
    other = people.member(north, "manager", "other@north.example")
    with tenant(north.pk):
        restrict_case(incident=case, reason="A conflict", by=manager, at=NOW)
    for who in (other, people.member(north, "lay_member", "lay@north.example")):
        client.force_login(who)
        response = client.get(address("glance"))
        page = response.context["page"]
        assert (page.running, page.late, page.load, page.years) == ((), (), (), ())
        assert case.reference not in response.content.decode()


def test_both_lists_lead_to_it(signed_in):
    for name in ("clock", "reviews"):
        assert address("glance") in signed_in.get(address(name)).content.decode()
