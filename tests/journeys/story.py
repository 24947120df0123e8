"""What the chapters of a whole case share: who takes part, the clock, and a few habits."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import time_machine
from playwright.sync_api import Browser, Page, expect

from partnerships.enums import PartnerKind
from partnerships.models import User
from tests.journeys.conftest import visitor
from tests.journeys.test_case_journey import sign_in

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass
class Story:
    """Who takes part, the clock that is moved, and where the case is once it was logged."""

    browser: Browser
    base: str
    clock: time_machine.Traveller
    partners: dict[PartnerKind, User]
    manager: User
    contact: User
    scrutineer: User
    chair: User
    path: str = ""
    review: str = ""
    recommendation: str = ""

    @contextmanager
    def seen_by(self, user: User | None) -> Iterator[Page]:
        """A fresh browser in which the person is signed in, or nobody."""
        with visitor(self.browser, base_url=self.base) as page:
            if user is not None:
                sign_in(page, user)
            yield page

    def later(self, by: timedelta) -> None:
        """Let time pass."""
        self.clock.shift(by)


def press(page: Page, name: str = "") -> None:
    """Press the button, or the first one of the page’s form, and wait for what it leads to."""
    main = page.locator("main")
    named = main.get_by_role("button", name=name) if name else main.locator("[type=submit]")
    with page.expect_navigation():
        named.first.click()


def write_sections(page: Page, report: str) -> None:
    """Fill in every section of a report."""
    page.goto(report)
    for link in [
        each.get_attribute("href") for each in page.get_by_role("link", name="Write ").all()
    ]:
        if "/sections/" not in (link or ""):
            continue
        page.goto(link or "")
        page.locator("main textarea").first.fill("What was found of it, in a few sentences.")
        press(page, "Save the section")


def sign_by_all(story: Story, report: str) -> None:
    """Each partner reads the version and signs it from an account of its own."""
    for user in story.partners.values():
        with story.seen_by(user) as page:
            page.goto(report)
            page.get_by_role("link", name="Read it and sign").click()
            press(page, "Sign this version")
            expect(page.get_by_text("You have signed the report.")).to_be_visible()
