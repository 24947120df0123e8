"""Signing in: password, authenticator app, passkey; each under the content security policy."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.mail import EmailMessage
from playwright.sync_api import Page, expect

from partnerships.models import User
from tests.factories import partnerships as make
from tests.journeys.axe import assert_accessible

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "correct horse battery"
STEP_SECONDS = 30


@pytest.fixture
def member() -> User:
    """Somebody with a role in one partnership."""
    return make.member(make.partnership("northshire"), "manager")


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").first.click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def confirm(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    assert_accessible(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP_SECONDS))


def add_virtual_key(page: Page) -> None:
    """Give the browser a built-in authenticator that says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_wrong_password_is_refused_without_saying_which_part(
    browser_page: Page, member: User
) -> None:
    browser_page.goto("/accounts/login/")
    browser_page.get_by_label("Email").fill(member.email)
    browser_page.get_by_label("Password", exact=True).fill("not the password")

    browser_page.get_by_role("button", name="Sign in", exact=True).click()

    expect(browser_page).to_have_title(re.compile("^Error: Sign in"))
    expect(browser_page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(browser_page.get_by_label("Email")).to_have_value(member.email)
    assert_accessible(browser_page)


def test_the_pages_of_an_account_can_be_used_by_everybody(browser_page: Page, member: User) -> None:
    sign_in(browser_page, member)

    for path in ("2fa/", "2fa/webauthn/", "password/change/", "logout/"):
        browser_page.goto(f"/accounts/{path}")
        assert_accessible(browser_page)


def test_an_authenticator_app_is_set_up_and_then_asked_for(
    browser_page: Page, member: User
) -> None:
    sign_in(browser_page, member)
    browser_page.goto("/accounts/2fa/")
    browser_page.get_by_role("button", name="Set up an app").click()
    confirm(browser_page)
    assert_accessible(browser_page)
    secret = browser_page.locator(".govuk-inset-text").inner_text().strip()
    browser_page.get_by_label("Authenticator code").fill(code_for(secret))
    browser_page.get_by_role("button", name="Switch on the app").click()
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    assert_accessible(browser_page)

    sign_out(browser_page)
    sign_in(browser_page, member)

    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Enter your code")
    assert_accessible(browser_page)
    browser_page.get_by_label("Code").fill("000000")
    browser_page.get_by_role("button", name="Sign in", exact=True).click()
    expect(browser_page.get_by_role("alert")).to_contain_text("There is a problem")


def test_a_passkey_is_added_and_opens_the_account(browser_page: Page, member: User) -> None:
    add_virtual_key(browser_page)
    sign_in(browser_page, member)
    browser_page.goto("/accounts/2fa/webauthn/add/")
    confirm(browser_page)
    assert_accessible(browser_page)
    browser_page.get_by_label("Name").fill("Work laptop")
    browser_page.get_by_label("Passwordless").check()
    browser_page.get_by_role("button", name="Add the key").click()
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    browser_page.goto("/accounts/2fa/webauthn/")
    expect(browser_page.get_by_role("row", name="Work laptop")).to_contain_text("Passkey")
    assert_accessible(browser_page)

    sign_out(browser_page)
    browser_page.goto("/accounts/login/")
    browser_page.get_by_role("button", name="Sign in with a passkey").click()

    expect(browser_page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_forgotten_password_is_set_anew_by_the_link_in_the_message(
    browser_page: Page, member: User, mailoutbox: list[EmailMessage]
) -> None:
    browser_page.goto("/accounts/password/reset/")
    browser_page.get_by_label("Email").fill(member.email)
    browser_page.get_by_role("button", name="Send the link").click()
    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Check your email")
    assert_accessible(browser_page)
    [message] = mailoutbox
    assert message.subject == "Set a new password"
    [link] = re.findall(r"https?://\S+(/accounts/\S+)", str(message.body))

    browser_page.goto(link)
    assert_accessible(browser_page)
    browser_page.get_by_label("New Password", exact=True).fill("a long and quiet river")
    browser_page.get_by_label("New Password (again)").fill("a long and quiet river")
    browser_page.get_by_role("button", name="Save the password").click()

    expect(browser_page.get_by_role("heading", level=1)).to_have_text("Password changed")
    assert_accessible(browser_page)
