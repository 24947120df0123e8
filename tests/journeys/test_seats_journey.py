"""A seat changes hands over time, a person is put right, a young member is looked after."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, SupportRecord, User
from tests.factories import partnerships as make
from tests.journeys.axe import assert_accessible
from tests.journeys.test_people_journey import sign_in, type_day

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filled(north: Partnership) -> Partnership:
    """Northshire with a seat that stood vacant, one that ends soon, a deputy and a young member."""
    soon = moment.today() + timedelta(days=30)
    with tenant(north.pk):
        body = make.organisation("A body with a name that is long enough to be broken on a phone")
        lead = make.seat("lead", "LSP", speaks_for="police", organisation=body)
        make.appointment(lead, "Kim Lane", ends=date(2023, 1, 1), appointed_by="The council")
        make.appointment(lead, "Robin Hill", starts=date(2024, 6, 1), ends=soon)
        deputy = {"kind": "deputy", "mandate": "All but money", "briefed_on": date(2026, 1, 5)}
        make.appointment(lead, "Sam Field", starts=date(2025, 1, 1), **deputy)
        make.appointment(make.seat("adult", "MANAGER"), "Ash Reed")
        young = make.appointment(make.seat("young", "YOUNG_SCRUTINEER"), "Y")
        SupportRecord.objects.create(appointment=young, credited_as="A voice of young people")
    return north


def test_an_appointment_is_put_right_and_its_time_is_drawn(
    browser_page: Page, filled: Partnership, manager: User
):
    page = browser_page
    sign_in(page, manager)
    expect(page.get_by_role("link", name=re.compile("An appointment ends"))).to_be_visible()
    page.get_by_role("link", name="People and seats").click()
    page.get_by_text("Narrow the list").click()
    page.get_by_label("Show").select_option(label="Appointments that end within 60 days")
    page.get_by_role("button", name="Show").click()
    assert_accessible(page)
    page.get_by_role("link", name="Seat lead").click()

    expect(page.get_by_role("img", name="Who held the seat of Seat lead")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Vacant"))).to_contain_text("1 January 2023")
    assert_accessible(page)
    page.get_by_role("link", name="Change the appointment of Kim Lane").click()
    type_day(page, "Last day", "1", "7", "2024")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Robin Hill holds this seat from 1 June 2024")
    assert_accessible(page)
    type_day(page, "Last day", "31", "5", "2024")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("row", name=re.compile("Kim Lane"))).to_contain_text("31 May 2024")
    expect(page.get_by_role("row", name=re.compile("Vacant"))).to_have_count(0)
    page.get_by_role("link", name="Change this seat").click()
    assert_accessible(page)


def test_a_person_is_found_and_a_young_member_is_looked_after(
    browser_page: Page, filled: Partnership, manager: User
):
    page = browser_page
    sign_in(page, manager)
    page.get_by_role("link", name="People and seats").click()
    page.get_by_role("link", name="People", exact=True).click()
    assert_accessible(page)
    page.get_by_role("link", name="Sam Field").click()
    expect(page.get_by_role("img", name="Seats of Sam Field over time")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Correct the name, or whether it is published").click()
    page.get_by_label("They agree that their name is published").check()
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Published beside their posts")).to_be_visible()
    page.get_by_role("link", name="Link an account").click()
    assert_accessible(page)

    page.goto("/northshire/people/")
    page.get_by_role("link", name="Y", exact=True).click()
    page.get_by_role("link", name="Support in the seat of Seat young").click()
    expect(page.get_by_text("Consent to take part is not recorded.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Change this record").click()
    page.get_by_label("Who agreed").select_option(label="A parent or carer")
    type_day(page, "Agreed on", "5", "1", "2026")
    type_day(page, "Risk assessed on", "6", "1", "2026")
    page.get_by_label("Adult seat that looks after them").select_option(label="Seat adult")
    assert_accessible(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Nothing is missing.")).to_be_visible()
