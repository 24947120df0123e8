"""An action is given, done, accepted by somebody else; a late one is asked after by letter."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from governance.models import Action
from governance.services.risks import RiskFacts, raise_risk
from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, Seat, User
from tests.factories import governance as governance
from tests.factories import partnerships as make
from tests.governance.actions import given, held_by
from tests.journeys.axe import assert_accessible
from tests.journeys.test_people_journey import sign_in, type_day

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def police(north: Partnership) -> Seat:
    with tenant(north.pk):
        seat = make.seat("police", organisation=make.organisation("Force"))
        held_by(seat, make.member(north, "dsp"), "Kim Lane")
        return seat


@pytest.fixture
def late(north: Partnership, police: Seat, manager: User) -> Action:
    with tenant(north.pk):
        group = governance.group("oseg", name="Operational executive")
        now, due = moment.now() - timedelta(days=60), moment.today() - timedelta(days=20)
        risk = RiskFacts("Data comes late", 4, 4, moment.today(), group=group)
        raise_risk(facts=risk, by=manager, at=moment.now())
        return given(police, manager, group, at=now, title="Send the figures", due_on=due)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()


def test_what_is_given_is_done_and_accepted(
    browser_page: Page, late: Action, manager: User, north: Partnership
):
    page = browser_page
    sign_in(page, manager)
    page.goto("/northshire/actions/")
    assert_accessible(page)
    page.get_by_role("button", name="Give an action").click()
    assert_accessible(page)
    page.get_by_label("What is to be done").fill("Write the protocol")
    page.get_by_label("To be done by").select_option(label="Seat police (Force)")
    page.get_by_label("Or in so many working days").fill("10")
    page.get_by_role("button", name="Give the action").click()
    expect(page.get_by_text("10 working days from today is")).to_be_visible()
    assert_accessible(page)
    sign_out(page)

    sign_in(page, User.objects.get(email="dsp@northshire.example"))
    page.get_by_role("link", name="Write the protocol").first.click()
    page.get_by_role("link", name="Say that it is done").click()
    assert_accessible(page)
    page.get_by_label("What was done, and what shows it").fill("All partners have signed it.")
    page.get_by_role("button", name="It is done").click()
    expect(page.get_by_text("It now waits to be accepted by somebody else.")).to_be_visible()
    sign_out(page)

    sign_in(page, manager)
    page.get_by_role("link", name="Accept what was done").click()
    page.get_by_role("link", name="Accept and close").click()
    page.get_by_label("What is different for children?").fill("They tell their story once.")
    page.get_by_role("button", name="Accept and close").click()
    assert_accessible(page)
    expect(page.get_by_label("What is different for children?")).to_have_value(
        "They tell their story once."
    )
    page.get_by_label("How do you know?").fill("The dip sample shows it.")
    page.get_by_label("6 months").check()
    page.get_by_role("button", name="Accept and close").click()
    expect(page.get_by_role("heading", name="Has it lasted?")).to_be_visible()
    assert_accessible(page)


def test_a_late_one_is_asked_after_by_letter(browser_page: Page, late: Action, manager: User):
    page = browser_page
    sign_in(page, manager)
    page.goto("/northshire/actions/late/")
    assert_accessible(page)
    page.get_by_label("Send the figures").check()
    page.get_by_role("button", name="Draft the letters").click()
    expect(page.get_by_text("Nothing has been sent yet.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Send the letters").click()
    expect(page.get_by_text("One letter has been sent.")).to_be_visible()
    page.get_by_role("link", name="Letters", exact=True).click()
    assert_accessible(page)
    page.get_by_role("link", name="An action that is late").click()
    assert_accessible(page)
    page.goto(f"/northshire/actions/{late.public_id}/move/")
    type_day(page, "New due day", "1", "2", "2020")
    page.get_by_label("Why it moves").fill("Late data.")
    page.get_by_role("button", name="Move it").click()
    expect(page.get_by_role("alert")).to_contain_text("The new due day has passed.")
    page.goto("/northshire/risks/")
    expect(page.get_by_text("16: Very high")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Data comes late").click()
    assert_accessible(page)
    page.get_by_role("link", name="Close it").click()
    assert_accessible(page)
