"""A child is sealed and opened, the press line agreed, the case taken away, all without JavaScript."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, User
from partnerships.selectors import system_user
from partnerships.services.beginning import NEED_TO_KNOW
from partnerships.services.rules import add_rule
from reviews.enums import CaseState
from reviews.models import Incident
from tests.factories import partnerships as people
from tests.factories import reviews as make
from tests.journeys.axe import assert_accessible
from tests.journeys.test_case_journey import choose, look, type_moment
from tests.journeys.test_people_journey import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(north: Partnership, manager: User) -> Incident:
    at = moment.now() - timedelta(days=20)
    with tenant(north.pk):
        return make.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=at)


def test_who_a_child_is_is_sealed_and_opened_once(plain_page: Page, manager: User, case: Incident):
    page = plain_page
    sign_in(page, manager)
    page.goto(f"/northshire/clock/{case.public_id}/")
    page.get_by_role("link", name="Sealed identity of Oak").click()
    assert_accessible(page)
    page.get_by_role("link", name="Seal who this is").click()
    page.get_by_role("button", name="Seal it").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the child’s name")
    assert_accessible(page)
    page.get_by_label("The child’s name").fill("Wilhelmina Testname")
    page.get_by_role("button", name="Seal it").click()
    expect(page.get_by_text("Wilhelmina")).to_have_count(0)
    page.get_by_label("Why do you need to know?").fill("To match a record")
    page.get_by_role("button", name="Open the seal").click()
    expect(page.get_by_text("Wilhelmina Testname")).to_be_visible()
    assert_accessible(page)
    look(page, "sealed-opened")
    page.get_by_role("link", name="Close it again").click()
    expect(page.get_by_text("To match a record")).to_be_visible()
    expect(page.get_by_text("Wilhelmina")).to_have_count(0)
    look(page, "sealed")
    page.goto(f"/northshire/clock/{case.public_id}/people/")
    expect(page.get_by_text("To match a record")).to_be_visible()
    assert_accessible(page)


def test_a_line_for_the_press_waits_for_the_list(plain_page: Page, manager: User, case: Incident):
    page = plain_page
    sign_in(page, manager)
    page.goto(f"/northshire/clock/{case.public_id}/media/")
    assert_accessible(page)
    page.get_by_role("link", name="Who approves").click()
    page.get_by_role("button", name="Add a post").click()
    page.get_by_label("Post").fill("Head of communications")
    page.get_by_role("button", name="Add it").click()
    assert_accessible(page)
    page.goto(f"/northshire/clock/{case.public_id}/media/")
    page.get_by_role("button", name="Write a line").click()
    page.get_by_label("What the partners say").fill("We are looking at what happened.")
    page.get_by_role("button", name="Keep the line").click()
    expect(page.get_by_text("It waits for: Head of communications.")).to_be_visible()
    page.get_by_role("link", name="Record an approval").click()
    assert_accessible(page)
    page.get_by_label("Head of communications").check()
    today = moment.today()
    for label, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(label, exact=True).fill(str(value))
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("May be used: everybody on the list agreed.")).to_be_visible()
    assert_accessible(page)
    look(page, "media")


def test_the_file_of_a_case_and_the_picture_of_all(
    browser_page: Page, manager: User, case: Incident
):
    page = browser_page
    sign_in(page, manager)
    page.goto("/northshire/clock/")
    page.get_by_role("link", name="Cases and reviews at a glance").click()
    expect(page.get_by_role("row", name=case.reference).first).to_be_visible()
    assert_accessible(page)
    look(page, "glance")
    page.set_viewport_size({"width": 320, "height": 720})
    look(page, "glance-narrow")
    page.goto(f"/northshire/clock/{case.public_id}/")
    page.get_by_role("link", name="File of this case").click()
    page.get_by_role("button", name="Make the archive").click()
    with page.expect_download() as given:
        page.get_by_role("link", name=f"{case.reference}.zip").click()
    assert given.value.suggested_filename == f"{case.reference}.zip"
    assert_accessible(page)
    look(page, "case-file")


def test_a_case_that_is_logged_under_the_rule_is_not_the_managers(
    plain_page: Page, north: Partnership, manager: User
):
    page = plain_page
    with tenant(north.pk):
        add_rule(facts=NEED_TO_KNOW, by=system_user(), at=moment.now())
        make.area()
        people.member(north, "dsp", "dsp@north.example")
        support = people.member(north, "business_support", "support@north.example")
        other = people.member(north, "manager", "other@north.example")
    sign_in(page, support)
    page.goto("/northshire/clock/log/")
    assert_accessible(page)
    type_moment(
        page, "When did the local authority become aware?", moment.now() - timedelta(hours=3)
    )
    page.get_by_label("Which post became aware?").fill("Front door manager")
    choose(page, "Where did it happen?", "North Borough")
    choose(page, "Where does the child normally live?", "North Borough")
    choose(page, "Is abuse or neglect known or suspected?", "Yes, it is suspected")
    page.get_by_label("What is known so far?").fill("A child was hurt.")
    page.get_by_label("Pseudonym").fill("Oak")
    page.get_by_label("Age", exact=True).select_option(label="Under 1")
    choose(page, "What happened to the child?", "Seriously harmed")
    choose(page, "Looked after by a local authority?", "Neither")
    page.get_by_role("button", name="Log the incident").last.click()
    expect(page.get_by_role("alert")).to_contain_text("Choose a manager as well.")
    look(page, "log-closed")
    page.get_by_label(other.display_name).last.check()
    page.get_by_role("button", name="Log the incident").last.click()
    expect(page.get_by_text("Restricted", exact=True)).to_be_visible()
    with tenant(north.pk):
        logged = Incident.objects.get()
    page.context.clear_cookies()
    sign_in(page, manager)
    assert page.goto(f"/northshire/clock/{logged.public_id}/").status == 404
