"""A rapid review's report from its first section to the Panel: written, signed by three, sent."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from krscp_portal.foundation import moment
from krscp_portal.foundation.context import tenant
from partnerships.enums import PartnerKind
from partnerships.models import Partnership, User
from reviews.enums import CaseState
from reviews.models import Incident, Report
from reviews.services.reports import comment
from tests.factories import reports as make
from tests.factories import reviews as cases
from tests.journeys.axe import assert_accessible
from tests.journeys.test_case_journey import type_moment
from tests.journeys.test_people_journey import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(north: Partnership, manager: User) -> Incident:
    at = moment.now() - timedelta(days=1)
    with tenant(north.pk):
        return cases.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=at)


def test_the_business_unit_writes_asks_and_sends_without_javascript(
    plain_page: Page, north: Partnership, manager: User, case: Incident
):
    page = plain_page
    page.set_viewport_size({"width": 320, "height": 720})
    with tenant(north.pk):
        police = make.signatory(north, PartnerKind.POLICE)
        section = make.of_case(case).sections.select_related("report__incident").get(key="facts")
        comment(section=section, text="Is the day certain?", by=police, at=moment.now())
    sign_in(page, manager)
    page.goto(f"/northshire/clock/{case.public_id}/")
    page.get_by_role("link", name="Report", exact=True).click()
    expect(page.get_by_text("Comments without an answer: 1")).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.get_by_role("link", name="Write Facts established so far").click()
    assert_accessible(page)
    page.get_by_label("Facts established so far").fill("A child was seriously hurt at home.")
    page.get_by_role("button", name="Save the section").click()
    expect(page.get_by_text("A child was seriously hurt at home.")).to_be_visible()
    page.get_by_role("link", name="Answer this comment").click()
    page.get_by_label("What was done with it?").fill("It was checked.")
    page.get_by_role("button", name="Keep the answer").click()

    page.get_by_role("link", name="Write the outcome and criteria").click()
    assert_accessible(page)
    page.get_by_label("No further review").check()
    page.locator("#id_rationale").fill("It was found before.")
    page.get_by_role("button", name="Save the outcome").click()
    page.get_by_role("link", name="Ask the partners to sign").click()
    page.get_by_role("button", name="Freeze the report and ask").click()
    expect(page.get_by_role("alert")).to_contain_text("Still empty: Immediate action for safety")
    assert_accessible(page)
    page.get_by_label("The empty sections are written elsewhere").check()
    page.get_by_role("button", name="Freeze the report and ask").click()
    expect(page.get_by_text("Signature: Police")).to_be_visible()
    for partner in PartnerKind:
        page.get_by_role("link", name="Record a signature given elsewhere").click()
        assert_accessible(page)
        if partner is not PartnerKind.POLICE:
            page.get_by_label(partner.label).check()
        page.get_by_label("Which post signed?").fill("Chief executive")
        type_day(page)
        page.get_by_label("How is it known?").fill("Signed letter on file")
        page.get_by_role("button", name="Record the signature").click()

    expect(page.get_by_text("Signed by all three")).to_be_visible()
    page.get_by_role("link", name="Prepare a sending").click()
    page.get_by_label("Child Safeguarding Practice Review Panel").check()
    page.get_by_role("button", name="Prepare it").click()
    expect(page.get_by_text("Was it sent?")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Record that it was sent").click()
    type_moment(page, "When was it sent?", moment.now())
    page.get_by_role("button", name="Record the sending").click()
    expect(page.get_by_text("It is recorded as sent.")).to_be_visible()
    with tenant(north.pk):
        case.refresh_from_db()
    assert case.state == CaseState.RAPID_REVIEW_SENT


def test_a_partner_reads_the_version_and_signs_it(
    browser_page: Page, north: Partnership, manager: User, case: Incident
):
    page = browser_page
    with tenant(north.pk):
        police = make.signatory(north, PartnerKind.POLICE)
        make.asked(make.of_case(case), by=manager, at=moment.now())
    sign_in(page, police)
    page.goto("/northshire/")
    page.get_by_role("link", name=f"{case.reference}: sign the report").click()
    page.get_by_role("link", name="Read it and sign").click()
    expect(page.get_by_role("heading", name="Version 1")).to_be_visible()
    assert_accessible(page)

    page.get_by_role("button", name="Sign this version").click()

    expect(page.get_by_text("You have signed the report.")).to_be_visible()
    expect(page.get_by_text("Seat lead-police")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Read version 1").click()
    page.get_by_role("button", name="Make the PDF").click()
    expect(page.get_by_text("The PDF is being made.").first).to_be_visible()
    assert_accessible(page)
    with tenant(north.pk):
        assert Report.objects.get().versions.get().signatures.count() == 1


def type_day(page: Page) -> None:
    """Type the day of today into the one field that asks for a day."""
    today = moment.today()
    for part, value in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(part, exact=True).fill(str(value))
