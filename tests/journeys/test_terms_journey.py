"""A manager keeps terms of reference, extends a group, takes a calendar and chooses mail days."""

from datetime import UTC, date, datetime

import icalendar
import pytest
from playwright.sync_api import Page, expect

from governance.models import Meeting
from krscp_portal.foundation.context import tenant
from partnerships.models import Partnership, User
from tests.factories import governance as make
from tests.journeys.axe import assert_accessible
from tests.journeys.test_people_journey import sign_in, type_day

pytestmark = pytest.mark.django_db(transaction=True)
FIRST = "# Purpose\n\nThe group audits.\n\n- It meets monthly\n- It reports"
SECOND = "# Purpose\n\nThe group audits.\n\n- It meets quarterly\n- It reports"


@pytest.fixture
def filled(north: Partnership) -> Partnership:
    """Northshire with a group for a time and a meeting of it."""
    with tenant(north.pk):
        board = make.group("board", name="The Board", kind="board")
        short = make.group(
            "audit",
            name="The Audit",
            short_name="Audit",
            kind="task_and_finish",
            sunset_on=date(2090, 3, 31),
            reports_to=board,
        )
        starts = datetime(2090, 1, 10, 10, tzinfo=UTC)
        Meeting.objects.create(
            group=short,
            title="A meeting",
            starts_at=starts,
            ends_at=starts.replace(hour=12),
            state="sent",
            told_at=starts.replace(year=2026),
            changed_at=starts.replace(year=2026),
        )
    return north


def approve(page: Page, year: str) -> None:
    page.get_by_role("link", name="Note that it was approved").click()
    assert_accessible(page)
    page.get_by_label("Who approved them?").fill("The Board")
    type_day(page, "On which day?", "5", "1", year)
    page.get_by_role("button", name="Put them in force").click()


def test_terms_go_from_a_draft_to_a_second_version(
    browser_page: Page, filled: Partnership, manager: User
):
    page = browser_page
    sign_in(page, manager)
    page.get_by_role("link", name="Governance", exact=True).click()
    page.get_by_role("link", name="The Audit").first.click()
    assert_accessible(page)
    page.get_by_role("link", name="Draft them").click()
    assert_accessible(page)
    page.locator("#id_text").fill(FIRST)
    page.get_by_role("button", name="Keep the draft").click()
    expect(page.get_by_text("Not in force yet.", exact=True)).to_be_visible()
    assert_accessible(page)
    approve(page, "2025")
    assert_accessible(page)
    page.get_by_role("button", name="Draft a new version").click()
    page.locator("#id_text").fill(SECOND)
    page.get_by_role("button", name="Keep the draft").click()
    expect(page.get_by_role("alert")).to_contain_text("what this version changes")
    assert_accessible(page)
    page.get_by_label("What this version changes").fill("How often it meets")
    page.get_by_role("button", name="Keep the draft").click()
    page.get_by_role("link", name="Compare it with version 1").click()
    expect(page.get_by_text("• It meets quarterly")).to_be_visible()
    assert_accessible(page)
    page.go_back()
    approve(page, "2026")
    expect(page.get_by_role("heading", name="In force: version 2")).to_be_visible()
    expect(page.get_by_text("Version 1, approved by The Board on 5 January 2025")).to_be_visible()
    assert_accessible(page)


def test_a_group_for_a_time_is_extended(browser_page: Page, filled: Partnership, manager: User):
    page = browser_page
    sign_in(page, manager)
    page.get_by_role("link", name="Governance", exact=True).click()
    page.get_by_role("link", name="The Audit").first.click()
    page.get_by_role("link", name="Extend the group").click()
    assert_accessible(page)
    type_day(page, "New last day", "30", "6", "2090")
    page.get_by_label("Why it goes on").fill("The second round began late.")
    type_day(page, "When did they agree?", "5", "1", "2026")
    page.get_by_role("button", name="Extend the group").click()
    expect(page.get_by_text("Until 30 June 2090")).to_be_visible()
    assert_accessible(page)


def test_a_calendar_address_is_made_read_and_revoked(
    browser_page: Page, filled: Partnership, manager: User
):
    page = browser_page
    sign_in(page, manager)
    page.get_by_role("link", name="Governance", exact=True).click()
    page.get_by_role("link", name="The Audit").first.click()
    page.get_by_role("link", name="Have this group’s meetings in your own calendar").click()
    assert_accessible(page)
    page.get_by_role("button", name="Make the address").click()
    address = page.locator(".portal-secret code").inner_text()
    assert_accessible(page)

    content = page.request.get(address.replace("http://testserver", "")).body()
    [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Audit meeting"

    page.get_by_role("link", name="Revoke").click()
    assert_accessible(page)
    page.get_by_role("button", name="Revoke the address").click()
    expect(page.get_by_text("You have none in this partnership.")).to_be_visible()
    assert page.request.get(address.replace("http://testserver", "")).status == 404


def test_somebody_chooses_on_which_days_their_mail_comes(
    browser_page: Page, filled: Partnership, manager: User
):
    page = browser_page
    sign_in(page, manager)
    page.goto("/my/mail/")
    assert_accessible(page)
    for name in ("Monday", "Tuesday", "Thursday", "Friday"):
        page.get_by_label(name).uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your mail comes on these days: Wednesday.")).to_be_visible()
    page.get_by_label("Wednesday").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one day")
    assert_accessible(page)
