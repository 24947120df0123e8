"""A manager sees what is not in order, writes a rule down, is refused by it, and reviews the chair."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from krscp_portal.foundation.context import tenant
from partnerships.models import ChairRule, Partnership, User
from tests.factories import partnerships as make
from tests.journeys.axe import assert_accessible
from tests.journeys.test_people_journey import sign_in, type_day

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def filled(north: Partnership) -> Partnership:
    """Northshire with an independent person, a scrutineer's seat, and a chair since 2020."""
    with tenant(north.pk):
        make.appointment(make.seat("independent", "INDEPENDENT_PERSON"), "Kim Lane")
        make.seat("scrutineer", "SCRUTINEER")
        chair = make.seat("chair", "CHAIR")
        make.seat("dsp", "DSP", speaks_for="police")
        make.appointment(chair, "Robin Hill", starts=date(2020, 1, 1))
        ChairRule.objects.create(
            body="Executive",
            chosen_from="the delegates",
            seat=chair,
            from_roles=["DSP"],
            method="rotation",
            minimum_months=12,
            review_months=12,
        )
    return north


def test_a_rule_is_written_down_and_refuses(browser_page: Page, filled: Partnership, manager: User):
    page = browser_page
    sign_in(page, manager)
    page.get_by_role("link", name="required rules are not kept").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Are we in order?")
    assert_accessible(page)

    page.get_by_role("link", name="Own rules").click()
    page.get_by_role("button", name="Add a rule").click()
    assert_accessible(page)
    page.get_by_label("What it is about").select_option(label="Independent person and scrutineer")
    page.get_by_label("What the rule says").fill("They are two people.")
    page.get_by_label("Refused").check()
    page.get_by_label("Where it is stated").fill("Agreement 7.10")
    page.get_by_role("button", name="Add the rule").click()
    expect(page.get_by_role("table")).to_contain_text("They are two people.")
    assert_accessible(page)

    page.goto("/northshire/seats/")
    page.get_by_role("link", name="Seat scrutineer").click()
    page.get_by_role("link", name="Appoint somebody").click()
    page.locator("#id_who").select_option(label="Kim Lane")
    type_day(page, "First day", "1", "6", "2026")
    page.get_by_role("button", name="Appoint").click()
    expect(page.get_by_role("alert")).to_contain_text("Agreement 7.10")


def test_a_chair_is_reviewed(browser_page: Page, filled: Partnership, manager: User):
    page = browser_page
    sign_in(page, manager)
    page.get_by_role("link", name="Look at who chairs next, and record it").click()
    expect(page.get_by_text("Review overdue")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("link", name="Record a review").click()
    assert_accessible(page)
    page.get_by_label("Somebody else").check()
    page.get_by_label("What was decided").fill("The police chair next.")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_role("alert")).to_contain_text("Select whose holder chairs next.")
    page.get_by_label("Whose holder chairs next").select_option(label="Seat dsp")
    page.get_by_role("button", name="Record it").click()

    expect(page.get_by_role("main")).to_contain_text("Seat dsp chairs next")
    assert_accessible(page)
    page.get_by_role("link", name="Change this rule").click()
    assert_accessible(page)
