"""A manager's way with a serious incident: logged, decided, notified, reviewed, sent."""

import os
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.moment import LONDON, now
from partnerships.enums import PartnerKind
from partnerships.models import Partnership, User
from reviews.enums import CaseState
from reviews.models import Incident
from tests.factories import reviews as make
from tests.journeys.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse battery"
POST = "Director of children’s services"


@pytest.fixture
def area(north: Partnership) -> str:
    with tenant(north.pk):
        return make.area().name


def look(page: Page, name: str) -> None:
    """Keep a picture of the page where somebody asks for them (JOURNEY_PICTURES=folder)."""
    if folder := os.environ.get("JOURNEY_PICTURES"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def type_moment(page: Page, legend: str, at: datetime) -> None:
    local = at.astimezone(LONDON)
    group = page.get_by_role("group", name=legend)
    group.get_by_label("Day", exact=True).fill(str(local.day))
    group.get_by_label("Month", exact=True).fill(str(local.month))
    group.get_by_label("Year", exact=True).fill(str(local.year))
    if group.get_by_label("Time", exact=True).count():
        group.get_by_label("Time", exact=True).fill(f"{local:%H:%M}")


def choose(page: Page, legend: str, option: str, number: int = 0) -> None:
    group = page.get_by_role("group", name=legend).nth(number)
    group.get_by_label(option, exact=True).check()


def log_with_two_children(page: Page, area: str, aware_at: datetime) -> None:
    page.get_by_role("link", name="On the clock").first.click()
    page.get_by_role("button", name="Log an incident").first.click()
    look(page, "log-empty")
    page.get_by_label("Which post became aware?").fill(POST)
    page.get_by_label("Pseudonym").fill("Oak")
    page.get_by_role("button", name="Add another child").click()

    # What was typed is still there, and nobody is told off for what is not.
    expect(page.get_by_label("Which post became aware?")).to_have_value(POST)
    expect(page.get_by_label("Pseudonym").first).to_have_value("Oak")
    expect(page.get_by_text("There is a problem")).to_have_count(0)

    page.get_by_role("button", name="Log the incident").last.click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page, "log-refused")

    type_moment(page, "When did the local authority become aware?", aware_at)
    choose(page, "Where did it happen?", area)
    choose(page, "Where does the child normally live?", area)
    choose(page, "Is abuse or neglect known or suspected?", "Yes, it is suspected")
    page.get_by_label("What is known so far?").fill("A child died at home; another was hurt.")
    page.get_by_label("Pseudonym").last.fill("Ash")
    for number, (age, harm) in enumerate([("Under 1", "Died"), ("Unborn", "Seriously harmed")]):
        page.get_by_label("Age", exact=True).nth(number).select_option(label=age)
        choose(page, "What happened to the child?", harm, number)
        choose(page, "Looked after by a local authority?", "Neither", number)
    page.get_by_role("button", name="Log the incident").last.click()


def record_views(page: Page) -> None:
    for kind in PartnerKind:
        row = page.locator("#views + dl > div").filter(has_text=kind.label)
        row.get_by_role("link").click()
        choose(page, "What is this partner’s view?", "Notify the Panel")
        page.get_by_label("Why?").fill("Neglect is suspected and a child died.")
        page.get_by_label("Which post gave it?").fill(POST)
        look(page, "view")
        page.get_by_role("button", name="Record the view").click()


def decide(page: Page) -> None:
    page.get_by_role("link", name="Decide whether to notify the Panel").click()
    choose(page, "What was decided?", "Notify the Panel")
    page.get_by_label("Why?").first.fill("All three agree.")
    page.get_by_label("Which post took the decision?").fill(POST)
    look(page, "decision")
    page.get_by_role("button", name="Record the decision").click()


def notify(page: Page, aware_at: datetime) -> None:
    page.get_by_role("link", name="Record the notification to the Panel").click()
    page.get_by_label("Reference given by the Panel’s form").fill("SIN-0001")
    page.get_by_label("Oak (died)").check()
    page.get_by_label("Ash (seriously harmed)").check()
    page.get_by_label("Which post sent it?").fill(POST)
    type_moment(page, "When was it sent?", aware_at - timedelta(days=1))
    type_moment(page, "When were the safeguarding partners told?", aware_at + timedelta(hours=2))
    page.get_by_role("button", name="Record the notification").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text(
        "cannot be before the local authority became aware"
    )
    look(page, "notification-refused")
    type_moment(page, "When was it sent?", aware_at + timedelta(hours=3))
    page.get_by_role("button", name="Record the notification").click()


def finish(page: Page) -> None:
    at = now() - timedelta(seconds=30)
    page.get_by_role("link", name="Complete the rapid review").click()
    choose(page, "What was decided?", "A local child safeguarding practice review")
    page.get_by_label("Why?").fill("Two organisations did not work together.")
    type_moment(page, "When was it completed?", at)
    for number in range(3):
        page.get_by_label("Which post signed?").nth(number).fill(POST)
        group = page.get_by_role("group", name="On which day?").nth(number)
        for part, value in (("Day", at.day), ("Month", at.month), ("Year", at.year)):
            group.get_by_label(part, exact=True).fill(str(value))
    look(page, "completion")
    page.get_by_role("button", name="Complete the rapid review").click()
    page.get_by_role("link", name="Record that the rapid review was sent").click()
    type_moment(page, "When was it sent to the Panel?", now())
    page.get_by_role("button", name="Record the sending").click()


def walk(page: Page, manager: User, area: str) -> None:
    aware_at = now().replace(second=0, microsecond=0) - timedelta(hours=30)
    sign_in(page, manager)
    log_with_two_children(page, area, aware_at)

    clocks = page.locator(".portal-clock")
    expect(clocks).to_have_count(3)
    clocks.first.locator("summary").click()
    expect(clocks.first).to_contain_text("the day of awareness")
    expect(clocks.nth(2)).to_contain_text("Rapid review, if the Panel is notified")
    look(page, "case-logged")

    record_views(page)
    decide(page)
    notify(page, aware_at)
    expect(page.get_by_role("alert")).to_contain_text("The rapid review is open")
    expect(page.locator(".portal-clock")).to_have_count(4)
    expect(page.locator(".portal-timeline")).to_contain_text("Rapid review opened")
    look(page, "case-notified")

    finish(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("NORT-")
    expect(page.locator(".portal-heading")).to_contain_text("Rapid review sent")


def test_a_manager_takes_an_incident_from_awareness_to_the_rapid_review_sent(
    browser_page: Page, north: Partnership, manager: User, area: str
) -> None:
    walk(browser_page, manager, area)

    with tenant(north.pk):
        case = Incident.objects.get()
        assert case.state == CaseState.RAPID_REVIEW_SENT
        assert case.rapid_review.outcome == "lcspr"


def test_everything_works_without_javascript(
    plain_page: Page, north: Partnership, manager: User, area: str
) -> None:
    walk(plain_page, manager, area)

    with tenant(north.pk):
        assert Incident.objects.get().state == CaseState.RAPID_REVIEW_SENT


def test_every_page_of_a_case_can_be_used_by_everybody(
    browser_page: Page, north: Partnership, manager: User, area: str
) -> None:
    started = now() - timedelta(days=8)
    with tenant(north.pk):
        states = (CaseState.LOGGED, CaseState.NOTIFIABLE, CaseState.RAPID_REVIEW_COMPLETED)
        cases = [make.case_at(state, by=manager, at=started) for state in states]
        review = make.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=started)
    root = f"/{north.slug}/clock/"
    logged, notifiable, completed = (f"{root}{case.public_id}/" for case in cases)
    pages = {
        "list": root,
        "list-closed": f"{root}?which=closed",
        "log": f"{root}log/",
        "emergency": f"{root}emergency/",
        "case": completed,
        "view": f"{logged}views/police/",
        "awareness": f"{logged}awareness/",
        "people": f"{logged}people/",
        "restrict": f"{logged}restrict/",
        "notification": f"{notifiable}notification/",
        "reconsider": f"{notifiable}reconsider/",
        "lead": f"{root}{review.public_id}/rapid-review/lead/",
        "complete": f"{root}{review.public_id}/rapid-review/complete/",
        "sent": f"{completed}rapid-review/sent/",
    }
    sign_in(browser_page, manager)

    for name, address in pages.items():
        browser_page.goto(address)
        assert_accessible(browser_page)
        for width in (1280, 320):
            browser_page.set_viewport_size({"width": width, "height": 900})
            look(browser_page, f"{name}-{width}")
