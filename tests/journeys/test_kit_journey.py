"""A rapid review's agencies asked, one answering by its link, another’s answer chased."""

from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from krscp_portal.foundation.context import tenant
from krscp_portal.foundation.moment import now
from partnerships.models import Partnership, User
from reviews.enums import CaseState
from reviews.models import AgencyRequest
from tests.factories import partnerships as people
from tests.factories import requests as asking
from tests.factories import reviews as make
from tests.journeys.axe import assert_accessible
from tests.journeys.test_case_journey import look, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
PDF = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF"}


@pytest.fixture
def opened(north: Partnership, manager: User):
    with tenant(north.pk):
        for name in ("Hospital", "School"):
            agency = people.agency(name)
            people.seat(
                name.lower(),
                organisation=agency.organisation,
                contact_email=f"lead@{name.lower()}.example",
            )
        return make.case_at(CaseState.RAPID_REVIEW_OPEN, by=manager, at=now())


def seen(page: Page, name: str) -> None:
    """Ask whether everybody can use the page, and keep pictures where somebody wants them."""
    assert_accessible(page)
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        look(page, f"kit-{name}-{width}")
    page.set_viewport_size({"width": 1280, "height": 900})


def ask_both(page: Page) -> None:
    page.get_by_role("link", name="Agencies", exact=True).click()
    seen(page, "wall-empty")
    page.get_by_role("button", name="Write to agencies").click()
    expect(page.get_by_label("Hospital")).to_be_checked()
    seen(page, "write")
    page.get_by_role("button", name="Write the requests").click()
    expect(page.get_by_text("Nothing has been sent yet")).to_be_visible()
    seen(page, "send")
    page.get_by_role("button", name="Send the requests").click()
    expect(page.locator(".kit-card")).to_have_count(2)
    seen(page, "wall")


def not_looked_at(_page: Page, _name: str) -> None:
    """A browser without scripts has none to ask with."""


def answer(page: Page, address: str, seen: Callable[[Page, str], None] = seen) -> None:
    page.goto(address)
    seen(page, "answer")
    page.get_by_role("button", name="Save and go on later").click()
    page.get_by_label("We were involved").check()
    page.get_by_label("What your agency knew and did").fill("Seen three times.")
    page.get_by_role("button", name="Save and go on later").click()
    expect(page.get_by_text("Nothing has been handed in yet")).to_be_visible()
    page.get_by_label("What is it?").fill("Chronology")
    page.get_by_label("File", exact=True).set_input_files(PDF)  # type: ignore[arg-type]
    page.get_by_role("button", name="Add the file").click()
    page.get_by_role("button", name="Check and hand in").click()
    expect(page.get_by_role("heading", name="Hand the answer in")).to_be_visible()
    seen(page, "hand-in")
    page.get_by_label("Which senior post has agreed this answer?").fill("Director of nursing")
    page.get_by_role("button", name="Hand the answer in").click()
    expect(page.get_by_text("The link that you used works no more")).to_be_visible()
    seen(page, "receipt")
    page.goto(address)
    expect(page.get_by_role("heading", name="This link cannot be used")).to_be_visible()
    seen(page, "closed")


def chase(page: Page) -> None:
    page.get_by_role("link", name="School").click()
    seen(page, "request")
    page.get_by_role("link", name="Chase the answer").click()
    seen(page, "act")
    page.get_by_role("button", name="Send the reminder").click()
    expect(page.locator(".portal-timeline")).to_contain_text("Chased")


def plan(page: Page) -> None:
    page.get_by_role("link", name="Plan of days").click()
    seen(page, "plan")
    page.get_by_role("link", name="Tick").first.click()
    page.get_by_role("button", name="Tick the step").click()
    expect(page.get_by_text("The step has been ticked.")).to_be_visible()
    page.get_by_role("link", name="The steps that every rapid review starts with").click()
    seen(page, "template")
    page.get_by_role("button", name="Make these steps our own").click()
    seen(page, "template-own")


def test_agencies_are_asked_and_one_answers_by_its_link(
    browser_page: Page, north: Partnership, manager: User, opened
) -> None:
    sign_in(browser_page, manager)
    browser_page.goto(f"/{north.slug}/{opened.path}")
    ask_both(browser_page)
    sent = next(each for each in mail.outbox if each.to == ["lead@hospital.example"])
    secret = asking.secret_in(sent.body)

    answer(browser_page, f"/{north.slug}/requests/by-link/{secret}/")
    browser_page.goto(f"/{north.slug}/{opened.path}requests/")
    expect(browser_page.locator(".kit-counts")).to_contain_text("Returned")
    chase(browser_page)
    plan(browser_page)

    with tenant(north.pk):
        row = AgencyRequest.objects.get(organisation__name="Hospital")
        assert (row.signed_off_by, row.files.count()) == ("Director of nursing", 1)


def test_an_agency_answers_without_javascript(
    plain_page: Page, north: Partnership, manager: User, opened
) -> None:
    with tenant(north.pk):
        asking.asked(opened, name="Clinic", by=manager, at=now())
        secret = asking.carried(now())[0]

    answer(plain_page, f"/{north.slug}/requests/by-link/{secret}/", seen=not_looked_at)
