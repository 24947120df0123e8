"""The pages that every visitor can reach, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = {
    "/components/": "Components",
    "/components/form/": "One field of every kind",
    "/help/": "Help",
    "/cookies/": "Cookies",
    "/accessibility/": "Accessibility statement",
    "/accounts/login/": "Sign in",
    "/accounts/password/reset/": "Set a new password",
    "/help/no-such-page/": "Page not found",
}


@pytest.mark.parametrize(("address", "heading"), PAGES.items())
def test_page_has_no_accessibility_violation(
    browser_page: Page, address: str, heading: str
) -> None:
    browser_page.goto(address)

    expect(browser_page.get_by_role("heading", level=1)).to_have_text(heading)
    assert_accessible(browser_page)


def test_a_refused_form_says_what_is_wrong_and_leads_to_it(browser_page: Page) -> None:
    browser_page.goto("/components/form/")
    browser_page.get_by_label("Day").first.fill("31")
    browser_page.get_by_label("Month").first.fill("Feb")
    browser_page.get_by_label("Year").first.fill("2026")
    browser_page.get_by_label("Time").fill("9:32am")

    browser_page.get_by_role("button", name="Check the answers").click()

    expect(browser_page).to_have_title("Error: Form – Safeguarding Partnership Portal")
    summary = browser_page.get_by_role("alert")
    expect(summary.get_by_role("link")).to_have_text(
        [
            "Enter the title",
            "Moment of awareness must be a real date",
            "Select the area",
            "Select an answer to “Which partners were told?”",
            "Select an answer to “What was decided?”",
            "Enter the email address",
            "Tick “I have checked these answers”",
        ]
    )
    expect(browser_page.get_by_label("Month").first).to_have_value("Feb")
    assert_accessible(browser_page)
    summary.get_by_role("link", name="Which partners").click()
    expect(browser_page.get_by_label("Local authority")).to_be_focused()


def test_the_form_works_without_javascript(plain_page: Page) -> None:
    plain_page.goto("/components/form/")

    plain_page.get_by_role("button", name="Check the answers").click()

    expect(plain_page.get_by_role("link", name="Enter the title")).to_be_visible()


def test_a_passkey_is_not_offered_where_it_cannot_work(
    browser_page: Page, plain_page: Page
) -> None:
    browser_page.goto("/accounts/login/")
    plain_page.goto("/accounts/login/")

    expect(browser_page.get_by_role("button", name="Sign in with a passkey")).to_be_visible()
    expect(plain_page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    expect(plain_page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_the_keyboard_reaches_the_content_first(browser_page: Page) -> None:
    browser_page.goto("/help/")

    browser_page.keyboard.press("Tab")

    expect(browser_page.get_by_role("link", name="Skip to main content")).to_be_focused()
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator("main")).to_be_focused()
