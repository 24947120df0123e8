"""A manager's way from a rapid review that was sent to a case that is closed and opened again."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.moment import now
from partnerships.enums import PartnerKind
from partnerships.models import Partnership, User
from reviews.enums import CaseState, PanelAnswer
from reviews.models import Incident
from tests.factories import outcomes as after
from tests.factories import reviews as make
from tests.journeys.axe import assert_accessible
from tests.journeys.test_case_journey import POST, choose, look, sign_in, type_moment

pytestmark = pytest.mark.django_db(transaction=True)


def started(north: Partnership, manager: User, state: str) -> Incident:
    with tenant(north.pk):
        return make.case_at(state, by=manager, at=now() - timedelta(days=2))


def record_the_answer(page: Page) -> None:
    page.get_by_role("link", name="Record the Panel’s answer").click()
    choose(page, "What did the Panel answer?", "Agrees with the decision")
    page.get_by_label("What does it say?").fill("The Panel agrees.")
    type_moment(page, "When did it come?", now())
    page.get_by_role("button", name="Record the answer").click()
    expect(page.locator(".portal-heading")).to_contain_text("Panel has answered")


def walk_to_the_end(page: Page, root: str) -> None:
    page.goto(root)
    record_the_answer(page)
    page.get_by_role("link", name="Close the case").click()
    look(page, "outcome-close")
    page.get_by_label("What came of this case?").fill("Agencies share school attendance sooner.")
    page.get_by_role("button", name="Close the case").click()
    expect(page.locator(".portal-heading")).to_contain_text("Closed")

    page.goto(f"{root}outcome/")
    page.get_by_role("link", name="Open the case again").click()
    page.get_by_label("Why is it opened again?").fill("The inquest found something new.")
    page.get_by_role("button", name="Open the case again").click()
    expect(page.locator(".portal-heading")).to_contain_text("Panel has answered")


def test_a_case_is_answered_closed_and_opened_again(
    browser_page: Page, north: Partnership, manager: User
) -> None:
    case = started(north, manager, CaseState.RAPID_REVIEW_SENT)
    sign_in(browser_page, manager)

    walk_to_the_end(browser_page, f"/{north.slug}/{case.path}")


def test_a_notification_is_withdrawn_without_javascript(
    plain_page: Page, north: Partnership, manager: User
) -> None:
    page, case = plain_page, started(north, manager, CaseState.RAPID_REVIEW_OPEN)
    sign_in(page, manager)
    page.goto(f"/{north.slug}/{case.path}outcome/")
    page.get_by_role("link", name="Withdraw the notification").click()
    page.get_by_label("Why is the notification withdrawn?").fill("The criteria were not met.")
    type_moment(page, "When was the Panel told?", now())
    for number, _ in enumerate(PartnerKind):
        page.get_by_label("Which post agreed?").nth(number).fill(POST)
        group = page.get_by_role("group", name="On which day?").nth(number)
        today = now().date()
        group.get_by_label("Day", exact=True).fill(str(today.day))
        group.get_by_label("Month", exact=True).fill(str(today.month))
        group.get_by_label("Year", exact=True).fill(str(today.year))
    page.get_by_role("button", name="Withdraw the notification").click()

    expect(page.locator(".portal-heading")).to_contain_text("Notification withdrawn")


def test_every_page_of_an_outcome_can_be_used_by_everybody(
    browser_page: Page, north: Partnership, manager: User
) -> None:
    sent = started(north, manager, CaseState.RAPID_REVIEW_SENT)
    open_one = started(north, manager, CaseState.RAPID_REVIEW_OPEN)
    with tenant(north.pk):
        asked = after.answered(sent, PanelAnswer.RECONSIDER, by=manager, at=now())
    root, other = f"/{north.slug}/{sent.path}", f"/{north.slug}/{open_one.path}"
    pages = {
        "outcome": f"{root}outcome/",
        "outcome-answer": f"{root}outcome/answers/add/",
        "outcome-reply": f"{root}outcome/answers/{asked.public_id}/reply/",
        "outcome-letter": f"{root}outcome/answers/{asked.public_id}/letter/add/",
        "outcome-again": f"{root}rapid-review/again/",
        "outcome-national": f"{root}outcome/national-review/",
        "outcome-obstacles": f"{root}close/",
        "outcome-withdraw": f"{other}notification/withdraw/",
        "outcome-referral": f"{other}referral/",
        "outcome-authority": f"{other}authorities/add/",
    }
    sign_in(browser_page, manager)
    for name, address in pages.items():
        browser_page.goto(address)
        assert_accessible(browser_page)
        for width in (1280, 320):
            browser_page.set_viewport_size({"width": width, "height": 900})
            look(browser_page, f"{name}-{width}")
